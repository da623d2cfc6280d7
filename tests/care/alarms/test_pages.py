"""Pages of the call desk: live list, one alarm, its verbs, the responder's phone, figures, the stream."""

import itertools
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.signals import request_finished
from django.urls import reverse
from django.utils import timezone

from tests.care import story
from tests.care.alarms.conftest import NOON, SECOND, call
from tests.signing_in import log_in
from yinling.care.alarms.actions import answering, sending
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.actions.watching import beat, watchdog
from yinling.care.alarms.models import Alarm, AlarmStep
from yinling.care.alarms.queries import figures, lists
from yinling.care.alarms.web import stream
from yinling.foundation.audit.models import Read
from yinling.gateways import streaming


@pytest.fixture
def places(db) -> None:
    call_command("places_load", verbosity=0)


def post(client, alarm, noun, **data):
    return client.post(reverse("alarms:step", args=[alarm.pk, noun]), data)


def test_answer_by_the_page_from_the_list_to_the_closing(alarm, operator, near, door) -> None:
    client = log_in(operator)
    page = client.get(reverse("alarms:desk")).content.decode()
    assert "呼救" in page
    assert "待受理" in page
    assert "值守进程没有声音" in page
    assert post(client, alarm, "acknowledgement").status_code == 302
    assert post(client, alarm, "call", **{"call-whom": "person", "call-is_reached": "no"}).status_code == 302
    assert post(client, alarm, "dispatch", responder=near.pk).status_code == 302
    assert post(client, alarm, "arrival", responder=near.pk).status_code == 302
    assert post(client, alarm, "outcome", **{"outcome-outcome": "helped"}).status_code == 302
    assert post(client, alarm, "closing").url == reverse("alarms:desk")
    assert Alarm.objects.get().outcome == "helped"
    assert "现场帮助后平安" in client.get(reverse("alarms:closed")).content.decode()
    assert "没有关闭的报警" not in client.get(reverse("alarms:rows")).content.decode()


def test_open_personal_data_to_whoever_has_the_alarm_alone(alarm, operator, other, near) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=timezone.now())
    address = reverse("alarms:alarm", args=[alarm.pk])
    assert "由您处置" not in log_in(other).get(address).content.decode()
    assert not Read.objects.exists()
    page = log_in(operator).get(address)
    assert "由您处置" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert Read.objects.filter(reason="处置报警").exists()


def test_say_who_has_it_to_whoever_comes_second(alarm, operator, other) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=timezone.now())
    client = log_in(other)
    answer = client.post(reverse("alarms:step", args=[alarm.pk, "acknowledgement"]), follow=True)
    assert operator.name in answer.content.decode()
    said = client.post(reverse("alarms:step", args=[alarm.pk, "outcome"]), {"outcome-outcome": "helped"}, follow=True)
    assert f"由{operator.name}处置" in said.content.decode()
    assert post(client, alarm, "note", **{"note-note": ""}).status_code == 422
    assert post(client, alarm, "hand-over").status_code == 302
    assert Alarm.objects.get().acknowledged_by_name == other.name


def test_register_a_call_by_telephone(operator, places) -> None:
    client, address = log_in(operator), reverse("alarms:new")
    page = client.get(address)
    area = page.context["form"].fields["area"].choices[1][1][0][0]
    given = {"kind": "fall", "area": area, "severity": "critical", "note": "在菜场门口摔倒"}
    assert client.post(address, given).status_code == 302
    made = Alarm.objects.get()
    assert (made.source, made.state, made.acknowledged_by_name) == ("call", "acknowledged", operator.name)
    assert client.post(address, given | {"area": ""}).status_code == 422


def test_register_a_call_of_somebody_who_is_known(operator, person_id, alarm) -> None:
    client, address = log_in(operator), reverse("alarms:new")
    assert f"?person={person_id}" in client.get(address, {"q": "19900000000"}).content.decode()
    assert Read.objects.get(reason="登记来电").subject == f"person:{person_id}"
    assert "19900000000" not in client.get(address, {"q": "甲某"}).content.decode()
    assert "没有查到" in client.get(address, {"q": "查无此人"}).content.decode()
    chosen = client.get(address, {"person": person_id}).content.decode()
    assert reverse("alarms:alarm", args=[alarm.pk]) in chosen
    answer = client.post(f"{address}?person={person_id}", {"kind": "fall", "severity": "critical", "note": "摔倒了"})
    made = Alarm.objects.get(source="call")
    assert answer.url == reverse("alarms:alarm", args=[made.pk])
    assert (made.person_id, made.area) == (person_id, alarm.area)


def test_find_nobody_of_another_district(operator, person_id) -> None:
    stranger = story.actor("call_operator", "话务员丙", area="310117")
    address = reverse("alarms:new")
    assert "?person=" not in log_in(stranger).get(address, {"q": "19900000000"}).content.decode()
    assert "area" in log_in(stranger).get(address, {"person": person_id}).context["form"].fields


def test_go_by_the_phone(alarm, operator, responder, near, door) -> None:
    client = log_in(responder)
    assert "现在没有派您出动" in client.get(reverse("alarms:mine")).content.decode()
    sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=timezone.now())
    assert "我出发了" in client.get(reverse("alarms:mine")).content.decode()
    for noun, data in (("going", {}), ("arrival", {}), ("report", {"note": "平安"})):
        assert client.post(reverse("alarms:own_step", args=[alarm.pk, noun]), data).status_code == 302
    assert client.post(reverse("alarms:own_step", args=[alarm.pk, "going"])).status_code == 404
    assert client.get(reverse("alarms:alarm", args=[alarm.pk])).status_code == 403
    assert list(AlarmStep.objects.values_list("verb", flat=True).order_by("pk"))[-3:] == ["go", "arrive", "report"]


def test_read_nobodys_data_again_while_nothing_changed(alarm, operator, responder, near, door) -> None:
    client, live = log_in(responder), reverse("alarms:own_live")
    assert client.get(live, {"shown": ""}).status_code == 204
    sent = sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=timezone.now())
    part = client.get(live, {"shown": ""}).content.decode()
    assert ("我出发了" in part, 'data-state="raised"' in part, "data-map=" in part) == (True, True, True)
    assert f"shown={sent.pk}.s" in part
    before = Read.objects.count()
    assert client.get(live, {"shown": f"{sent.pk}.s"}).status_code == 204
    assert Read.objects.count() == before
    sending.go(alarm_id=alarm.pk, by=responder, at=timezone.now())
    assert "我出发了" not in client.get(live, {"shown": f"{sent.pk}.s"}).content.decode()
    assert log_in(operator).get(live).status_code == 403


def test_say_that_nobody_watches(operator) -> None:
    now = timezone.now()
    assert lists.watch(at=now).is_silent
    watchdog(at=now)
    beat("timers", at=now)
    assert not lists.watch(at=now + 80 * SECOND).is_silent
    assert lists.watch(at=now + 100 * SECOND).is_silent


def test_measure_times_against_limits(person_id, operator, officer, near, far) -> None:
    """Three alarms: answered in 30 s, in 90 s, never; one false; a telephone call of two that failed."""
    rows = [call(person_id, key=str(number), at=NOON) for number in range(3)]
    for row, seconds in zip(rows, (30, 90), strict=False):
        answering.acknowledge(alarm_id=row.pk, by=operator, at=NOON + seconds * SECOND)
    sending.send_responder(alarm_id=rows[0].pk, responder_id=near.pk, by=operator, at=NOON + 100 * SECOND)
    for is_reached in (True, False):
        answering.record_call(
            alarm_id=rows[1].pk, whom="family", is_reached=is_reached, by=operator, at=NOON + 91 * SECOND
        )
    answering.record_outcome(alarm_id=rows[1].pk, outcome="device_fault", by=operator, at=NOON + 100 * SECOND)
    answering.close(alarm_id=rows[1].pk, by=operator, at=NOON + 110 * SECOND)
    [month] = figures.by_month(officer, figures.Since(NOON - timedelta(days=1), NOON + timedelta(days=1)))
    assert (month.name, month.alarms) == ("2026-03", 3)
    assert (month.answer.median, month.answer.p90, month.answer.in_time, month.answer.share) == (30, 90, 1, 33.3)
    assert (month.dispatch.wanted, month.dispatch.share, month.arrival.share) == (1, 100.0, 0.0)
    assert (month.false_share, month.failed_share) == (100.0, 50.0)
    page = log_in(officer).get(reverse("alarms:figures"), {"since": "2026-03-01", "until": "2026-04-01"})
    assert "33.3%" in page.content.decode()


def test_tell_a_page_of_each_change_and_give_the_seat_back(alarm, operator, monkeypatch) -> None:
    monkeypatch.setattr(streaming.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(stream.changes, "_at", -99.0)
    monkeypatch.setattr(request_finished, "send", lambda **said: [])  # the test's own connection stays open
    answer = log_in(operator).get(reverse("alarms:stream"))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/event-stream", "no-store")
    said = (chunk.decode() for chunk in answer.streaming_content)
    first = list(itertools.islice(said, 2))
    assert first[1].startswith(f"id: {lists.newest()}\nevent: changed")
    monkeypatch.setattr(streaming, "LOOK_SECONDS", 0)
    run_timers(at=timezone.now(), worker="甲")
    assert next(said).startswith(f"id: {lists.newest()}\nevent: changed")
    answer.close()
    taken = [streaming._seats.acquire(blocking=False) for _ in range(streaming.STREAMS_MAX + 1)]
    assert taken == [True] * streaming.STREAMS_MAX + [False]
    assert log_in(operator).get(reverse("alarms:stream")).status_code == 503
    for _ in range(streaming.STREAMS_MAX):
        streaming._seats.release()


def test_end_a_stream_after_a_while(db, monkeypatch) -> None:
    monkeypatch.setattr(streaming, "STREAM_SECONDS", -1)
    assert streaming._seats.acquire(blocking=False)
    assert list(streaming.Stream(stream.changes.word, "")) == ["retry: 500\n\n"]


def test_keep_responders_and_homes(officer, person_id, near, places) -> None:
    client = log_in(officer)
    given = {"name": "测新", "kind": "community", "phone": "13900002222", "area": story.TOWN, "mode": "walk"}
    made = client.post(reverse("responders:new"), given)
    assert made.status_code == 302
    assert client.post(reverse("responders:new"), given | {"longitude": "121.0"}).status_code == 422
    duty = {"duty-from_on": "2027-01-01", "duty-from_clock": "20:00", "duty-hours": "12"}
    assert client.post(f"{made.url}duty", duty).status_code == 302
    assert client.post(f"{made.url}duty", duty).status_code == 422
    week = {"week-days": ["0", "6"], "week-starts": "8", "week-hours": "10"}
    assert client.post(f"{made.url}week", week).status_code == 302
    assert client.post(f"{made.url}leaving", {"leaving-on": "2027-02-01"}).status_code == 302
    assert "测新" in client.get(reverse("responders:list")).content.decode()
    clerk = log_in(story.clerk())
    home = reverse("responders:home", args=[person_id])
    contact = {"noun": "contact", "name": "测女", "relation": "女儿", "phone": "13900003333", "ways": ["phone"],
               "order": "1", "consented_on": "2026-03-01"}  # fmt: skip
    assert clerk.post(home, contact).status_code == 302
    assert clerk.post(home, contact | {"ways": ["application"]}).status_code == 422
    assert clerk.post(home, {"noun": "home", "way_in": "三楼，钥匙在邻居家", "medical": "高血压"}).status_code == 302
    assert "三楼，钥匙在邻居家" in clerk.get(home).content.decode()
    assert log_in(story.clerk(story.OTHER_TOWN)).get(home).status_code == 404
