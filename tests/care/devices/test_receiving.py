"""What devices say: each once, tests never, unknown accounts kept."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, MINUTE, report, restored
from yinling.care.devices.actions import beating, installing, receiving
from yinling.care.devices.actions.receiving import receive
from yinling.care.devices.domain.readings import Heartbeat, Verdict
from yinling.care.devices.events import DeviceAlarmed, DeviceRestored
from yinling.care.devices.models import DeviceEvent, DeviceSeen
from yinling.care.devices.queries.finding import find, find_many
from yinling.care.devices.queries.readings import for_alarm
from yinling.engines.telemetry.reports import Place, Report
from yinling.foundation.outbox import actions as outbox

pytestmark = pytest.mark.django_db


def test_announces_a_call_for_help_once(device, person_id, told) -> None:
    first, again = receive([report(), report()], at=AT)
    later = receive([report()], at=AT + 9 * MINUTE)[0]
    assert (first.verdict, again.verdict, later.verdict) == (Verdict.TAKEN, Verdict.DUPLICATE, Verdict.DUPLICATE)
    assert first.event_id == again.event_id == later.event_id == DeviceEvent.objects.get().pk
    assert told == [DeviceAlarmed(first.event_id, device.pk, person_id, f"{story.TOWN}001", "sos", "critical", AT)]


def test_takes_the_same_number_for_another_call_after_the_window(device, told) -> None:
    receive([report()], at=AT)
    assert receive([report()], at=AT + 21 * MINUTE)[0].verdict == Verdict.TAKEN
    assert len(told) == 2


def test_takes_every_press_of_a_sender_that_counts_nothing(device, told) -> None:
    for seconds in (0, 5, 30, 60):
        receive([Report("adm-cid", "1234", "101", raw=b"x")], at=AT + timedelta(seconds=seconds))
    assert len(told) == 3  # five seconds later it is the frame sent again


def test_believes_no_clock_that_stands_still(device, told) -> None:
    stuck = report(occurred_at=AT - 900 * DAY)
    assert receive([stuck], at=AT)[0].verdict == Verdict.CLOCK
    assert receive([stuck], at=AT + HOUR)[0].verdict == Verdict.CLOCK
    assert len(told) == 2


def test_tells_what_is_over_and_what_was_taken_back(device, told) -> None:
    receive([report(), restored(reference="0002"), report("406", reference="0003")], at=AT)
    assert [(type(one), one.kind) for one in told] == [
        (DeviceAlarmed, "sos"), (DeviceRestored, "sos"), (DeviceRestored, "sos")
    ]  # fmt: skip


def test_keeps_what_needs_only_care_without_asking_for_help(device, told) -> None:
    assert receive([report("302")], at=AT)[0].verdict == Verdict.TAKEN
    assert not told


def test_dispatches_no_test(device, clerk, told) -> None:
    assert receive([report("602")], at=AT)[0].verdict == Verdict.TEST
    installing.begin_test(device_id=device.pk, by=clerk, at=AT)
    assert receive([report(reference="0002")], at=AT + MINUTE)[0].verdict == Verdict.TEST
    assert not told


def test_answers_real_calls_of_a_device_left_in_test(device, clerk, told) -> None:
    installing.begin_test(device_id=device.pk, by=clerk, at=AT)
    assert receive([report()], at=AT + HOUR)[0].verdict == Verdict.TAKEN
    assert len(told) == 1


def test_keeps_what_strangers_and_stored_devices_say(stored, told) -> None:
    strange, idle = receive([report(account="9999"), Report("json", "smoke-1", "smoke", reference="a")], at=AT)
    assert (strange.verdict, idle.verdict) == (Verdict.UNKNOWN, Verdict.NOT_INSTALLED)
    assert [(one.account, one.device_id, one.kind) for one in told] == [
        ("9999", None, "sos"),
        ("smoke-1", stored.pk, "smoke"),
    ]
    receive([report("302", account="9999"), report("602", account="9999"), restored(account="9999")], at=AT + MINUTE)
    assert len(told) == 2  # neither a low battery, nor a test, nor what is over
    assert DeviceEvent.objects.count() == 5


def test_notes_a_strange_heartbeat_once_a_day(db) -> None:
    for minutes in range(3):
        receive([Report("dc09", "77", "NULL", reference=f"{minutes}")], at=AT + minutes * MINUTE)
    assert DeviceEvent.objects.count() == 1


def test_only_notes_when_a_known_device_beat(device) -> None:
    receipt = receive([Report("dc09", "1234", "NULL", reference="0000")], at=AT)[0]
    assert (receipt.verdict, receipt.event_id, receipt.is_kept) == (Verdict.HEARTBEAT, None, True)
    assert DeviceSeen.objects.get(device=device).last_seen_at == AT


def test_fails_alone_and_stores_the_others(device, told, monkeypatch) -> None:
    def stumble(event, *, by, at):
        if event.kind == "fall":
            raise ValueError

    monkeypatch.setitem(outbox._reactions, DeviceAlarmed, [stumble])
    receipts = receive([report(), report("103", reference="0002"), report("100", reference="0003")], at=AT)
    assert [one.verdict for one in receipts] == [Verdict.TAKEN, Verdict.FAILED, Verdict.TAKEN]
    assert not receipts[1].is_kept
    assert DeviceEvent.objects.count() == 2


def test_takes_nothing_while_the_database_does_not_answer(device, monkeypatch) -> None:
    def locked(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(receiving, "store_beats", locked)
    with pytest.raises(OperationalError):
        receive([report(), report(reference="0002")], at=AT)
    assert not DeviceEvent.objects.exists()


def test_is_not_called_where_an_outer_transaction_could_undo_it(device) -> None:
    with transaction.atomic(), transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        receive([report()], at=AT)


def test_finds_the_same_report_that_another_receiver_has_just_stored(device, told, monkeypatch) -> None:
    real, blind = receiving.events_of, [True]

    def look(keys):
        return {} if blind and blind.pop() else real(keys)

    receive([report()], at=AT)
    monkeypatch.setattr(receiving, "events_of", look)
    assert receive([report(), report(reference="0002")], at=AT)[0].verdict == Verdict.DUPLICATE
    assert len(told) == 2


def test_never_lets_a_heartbeat_go_back(device) -> None:
    beating.beat([Heartbeat(device.pk, AT + HOUR, 80), Heartbeat(device.pk, AT, 70)], at=AT + HOUR)
    beating.beat([Heartbeat(device.pk, AT + MINUTE, 60)], at=AT + 2 * HOUR)
    seen = DeviceSeen.objects.get(device=device)
    assert (seen.last_seen_at, seen.battery_percent) == (AT + HOUR, 80)
    beating.beat([Heartbeat(device.pk, AT + 9 * HOUR)], at=AT + 3 * HOUR)  # a clock that jumped ahead
    seen.refresh_from_db()
    assert (seen.last_seen_at, seen.battery_percent) == (AT + 3 * HOUR, 80)


def test_tells_a_low_battery_once_until_it_is_charged(stored, clerk, person_id) -> None:
    installing.install(installing.Home(person_id, "厨房"), device_id=stored.pk, by=clerk, at=AT)
    for hours, percent in enumerate([30, 18, 15, 25, 10, 90, 12, 11]):
        beating.beat([Heartbeat(stored.pk, AT + hours * HOUR, percent)], at=AT + hours * HOUR)
    assert list(DeviceEvent.objects.order_by("pk").values_list("kind", "text")) == [
        ("low_battery", "电量 18%"), ("low_battery", "电量 12%")
    ]  # fmt: skip


def test_knows_accounts_of_every_table_of_a_line(device, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert find_many([("sia", "1234"), ("dc09", "1234"), ("json", "1234")]).keys() == {("dc09", "1234")}
    with django_assert_num_queries(0):
        assert find("adm-cid", "1234").secret == "0123456789ABCDEF"


def test_says_what_the_sensors_said(device, person_id) -> None:
    where = Place(121.1, 31.2)
    receive([report(), report("103", reference="0002", place=where, values={"battery": 55}, text="走廊")], at=AT)
    source = for_alarm(device.pk)
    assert (source.room, source.person_id, source.battery_percent, source.last_seen_at) == (
        "卧室床头", person_id, 55, AT
    )  # fmt: skip
    assert [one.code_words for one in source.events] == ["检出跌倒", "个人紧急求助"]
    assert (source.longitude, source.is_moving, source.is_silent) == (121.1, True, False)
    assert source.events[0].raw_hex.startswith("22 41 44 4d")
