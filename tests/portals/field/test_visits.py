"""The carer's phone: the shell, the day as JSON, and what the phone sends, each record answered on its own."""

import base64
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.care import story
from tests.care.visits.conftest import worker
from tests.signing_in import log_in
from yinling.care.catalogue.models import Service
from yinling.care.catalogue.queries import service
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.care.visits.actions import assigning, ending, left_over
from yinling.care.visits.models import Trouble, Visit, VisitCarer, VisitMark
from yinling.foundation.audit.models import Read
from yinling.foundation.documents.models import Document
from yinling.foundation.outbox.models import Notice
from yinling.people.providers.models import Provider
from yinling.portals.field.carer_day import is_ticket, tasks_of
from yinling.portals.field.visit_items import ITEMS_MAX, TROUBLES
from yinling.project.demo.pictures import picture

PICTURE = base64.b64encode(picture(120)).decode()


def item(kind, visit, key="", **more):
    """A record as the phone makes it."""
    said_at = timezone.now().isoformat()
    return {"key": key or f"{kind}-{visit.pk}-key", "kind": kind, "visit": visit.pk, "said_at": said_at, **more}


def send(client, *items):
    """The answers, in order."""
    answer = client.post("/field/visits/records", json.dumps({"items": items}), content_type="application/json")
    assert answer.status_code == 200
    return answer.json()["items"]


def outcomes(client, *items):
    return [one["outcome"] for one in send(client, *items)]


def entry(client, has=""):
    [one] = client.get(f"/field/visits/day.json?has={has}").json()["visits"]
    return one


def test_put_nobodys_data_into_the_shell(phone, visit, person) -> None:
    page = phone.get("/field/visits/")
    text = page.content.decode()
    assert page.status_code == 200
    assert entry(phone)["person"] not in text
    assert "data-idle" not in text, "a clock that leaves the page would lose what is not yet sent"
    assert "no-cache" in page.headers["Cache-Control"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "data-forget" in text, "other pages must clear the phone at log-out"


def test_serve_the_worker_and_the_manifest_from_their_folder() -> None:
    client = Client()
    assert (
        client.get("/field/visits/worker.js").content.decode() == 'importScripts("/static/design/field/worker.js");\n'
    )
    manifest = client.get("/field/visits/manifest.json")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert (manifest.json()["start_url"], manifest.json()["display"]) == ("/field/visits/", "standalone")


def test_tell_of_a_visit_what_the_way_and_the_work_need(phone, visit, person, code) -> None:
    told = entry(phone)
    assert (told["person"], told["starts"], told["window"]) == ("测**", "09:00", "09:00–11:00")
    assert told["tasks"] == ["起居", "洗漱", "穿衣"]
    assert (told["needs"], told["wishes"], told["has_code"]) == (["signature"], "请轻声", True)
    assert told["place"] == [121.05, 31.11]
    text = json.dumps(told, ensure_ascii=False)
    assert not [word for word in ("999999", "测上门", "id_number", "phone") if word in text]


def test_read_an_address_once_and_log_it(phone, visit) -> None:
    assert entry(phone)["address"] is not None
    assert entry(phone, has=str(visit.pk))["address"] is None
    assert Read.objects.filter(subject=f"person:{visit.person_id}", fields=["address"]).count() == 1


def test_list_only_the_carers_own_visits(visit, provider, office, clerk) -> None:
    other = story.actor("carer", "other", organisation_id=provider.pk)
    worker(provider, 9, user_id=other.user_id)
    assert log_in(other).get("/field/visits/day.json").json()["visits"] == []
    for actor in (office, clerk):
        assert log_in(actor).get("/field/visits/day.json").status_code == 403
    assert Client().get("/field/visits/day.json").status_code == 302


def test_prove_a_visit_by_what_was_sent_hours_later(phone, visit, code) -> None:
    tasks = [{"name": "洗漱", "state": "done"}, {"name": "剪指甲", "state": "extra"}]
    sent = [
        item("arrival", visit, code=code),
        item("tasks", visit, tasks=tasks),
        item("signature", visit, picture=PICTURE),
        item("note", visit, text="精神不错"),
        item("leaving", visit, code=code),
    ]
    assert outcomes(phone, *sent) == ["accepted"] * 5
    done = Visit.objects.get()
    assert (done.state, done.is_proved) == ("done", True)
    assert Document.objects.filter(kind="visit_signature", organisation_id=visit.provider_id).exists()


def test_take_the_same_records_twice_without_harm(phone, visit, code) -> None:
    sent = [item("arrival", visit, code=code), item("photo", visit, picture=PICTURE)]
    sent.append(item("trouble", visit, trouble="fall", text="在厨房"))
    assert outcomes(phone, *sent) == ["accepted"] * 3
    assert outcomes(phone, *sent) == ["already"] * 3
    assert (VisitMark.objects.count(), Trouble.objects.count(), Document.objects.count()) == (2, 1, 1)


def test_answer_each_record_on_its_own(phone, visit) -> None:
    bad = [
        item("dance", visit), item("photo", visit, picture="§§"), item("photo", visit), "nothing",
        item("trouble", visit, trouble="made up"), item("photo", visit, picture=base64.b64encode(b"text").decode()),
        item("photo", visit, picture="A" * 1_400_000), {**item("note", visit), "said_at": "yesterday"},
    ]  # fmt: skip
    answers = send(phone, *bad, item("note", visit, key="the-good-one", text="好"))
    assert [one["outcome"] for one in answers] == ["refused"] * len(bad) + ["accepted"]
    assert all(one["reason"] for one in answers[:-1])
    assert answers[-1]["key"] == "the-good-one"


def test_let_no_strange_record_stop_the_others(phone, visit) -> None:
    strange = [
        item("note", visit, text="\0"), item("note", visit, text="\ud800"), item("note", visit, rest="x" * 30_000),
        {**item("note", visit), "said_at": "0001-01-01T00:00:00+08:00"}, item("arrival", visit, longitude=float("nan")),
    ]  # fmt: skip
    assert outcomes(phone, *strange, item("note", visit, key="the-good-one")) == ["refused"] * 5 + ["accepted"]


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"items": 3}', '{"items": []}', json.dumps({"items": [{}] * 51}), "[" * 99_999]
)
def test_refuse_a_body_of_another_shape(phone, body) -> None:
    answer = phone.post("/field/visits/records", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["refused"]
    assert ITEMS_MAX == 50


def test_keep_others_and_forgeries_out(visit, provider, carer, office) -> None:
    other = story.actor("carer", "other", organisation_id=provider.pk)
    worker(provider, 9, user_id=other.user_id)
    assert send(log_in(other), item("arrival", visit))[0]["reason"] == "这次上门已改派给别人"
    stranger = Provider.objects.create(
        name="别家", uscc="TESTVISITS00000002", kind="care_operator", area="310118", registered_at=timezone.now()
    )
    far = story.actor("carer", "far", organisation_id=stranger.pk)
    worker(stranger, 8, user_id=far.user_id)
    assert "没有找到" in send(log_in(far), item("arrival", visit))[0]["reason"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(carer_user(carer))
    assert strict.post("/field/visits/records", "{}", content_type="application/json").status_code == 403
    assert log_in(office).post("/field/visits/records", "{}", content_type="application/json").status_code == 403
    assert not VisitMark.objects.exists()


def carer_user(carer):
    return log_in(carer).get("/field/visits/").wsgi_request.user


def test_tell_that_the_code_was_another_doors(phone, visit, code) -> None:
    right, wrong = send(phone, item("arrival", visit, code=code), item("leaving", visit, code="another"))
    assert right["told"] == ""
    assert "不符" in wrong["told"]


def test_say_why_a_visit_that_was_called_off_takes_no_record(phone, visit, office) -> None:
    ending.call_off(visit_id=visit.pk, cause="hospital", by=office, at=timezone.now())
    [answer] = send(phone, item("arrival", visit))
    assert (answer["outcome"], answer["reason"]) == ("refused", "这次上门已取消：老人住院")
    day = phone.get(f"/field/visits/day.json?has={visit.pk},x,99999999999999999999").json()
    assert (day["visits"], day["gone"]) == ([], {str(visit.pk): "这次上门已取消：老人住院"})


def test_take_what_was_refused_as_a_note_to_the_office(phone, visit, office, workers) -> None:
    ticket = entry(phone)["ticket"]
    assigning.assign(assigning.Placing(visit.pk, (workers[1].pk,), 560), by=office, at=timezone.now())
    assert send(phone, item("arrival", visit))[0]["reason"] == "这次上门已改派给别人"
    note = item("left_over", visit, ticket=ticket, text="到达 09:02", picture=PICTURE)
    assert outcomes(phone, note) == ["accepted"]
    assert outcomes(phone, note) == ["already"]
    kept = Trouble.objects.get()
    assert kept.text.startswith("到达 09:02（附件 ")
    assert Notice.objects.filter(organisation_id=visit.provider_id, link="/visits/troubles/").exists()
    assert kept.text in log_in(office).get("/visits/troubles/").content.decode()


def test_take_no_note_without_the_visits_own_ticket(phone, visit, carer, office) -> None:
    ticket = entry(phone)["ticket"]
    assert outcomes(phone, item("left_over", visit, ticket="", text="？")) == ["refused"]
    assert not is_ticket(ticket, visit_id=visit.pk + 1, actor=carer)
    assert not is_ticket(ticket, visit_id=visit.pk, actor=office)
    for_office = left_over.LeftOver(visit.pk, "key-of-note", "？")
    with pytest.raises(NotPermitted):
        left_over.tell_left_over(for_office, by=office, at=timezone.now())
    Visit.objects.update(provider=Provider.objects.exclude(pk=visit.provider_id).first() or other_provider())
    with pytest.raises(NotThere):
        left_over.tell_left_over(for_office, by=carer, at=timezone.now())


def other_provider() -> Provider:
    return Provider.objects.create(
        name="别家", uscc="TESTVISITS00000003", kind="care_operator", area="310118", registered_at=timezone.now()
    )


def test_tell_danger_even_of_a_visit_that_went_to_another(phone, visit, office, workers) -> None:
    ticket = entry(phone)["ticket"]
    assigning.assign(assigning.Placing(visit.pk, (workers[1].pk,), 560), by=office, at=timezone.now())
    said_at = timezone.localtime() - timedelta(hours=3)
    told = {**item("trouble", visit, trouble="fall", ticket=ticket), "said_at": said_at.isoformat()}
    assert outcomes(phone, told) == ["accepted"]
    assert (Trouble.objects.get().kind, Trouble.objects.get().text) == ("fall", f"（{said_at:%m-%d %H:%M} 记下）")


def test_know_every_kind_of_trouble() -> None:
    assert set(TROUBLES) == set(dict(Trouble._meta.get_field("kind").choices))


@pytest.mark.parametrize(
    ("code", "tasks"),
    [("meal_help", ("助餐",)), ("clinic_escort", ("助医（陪诊）",)), ("health_check", ("血压", "血糖"))],
)
@pytest.mark.django_db
def test_take_the_tasks_from_the_catalogue(code, tasks) -> None:
    assert tasks_of(service(code)) == tasks


@pytest.mark.django_db
def test_keep_the_steps_of_an_item_that_the_district_changed() -> None:
    line = service("health_check")
    Service.objects.create(
        code=line.code, name="健康监测", category=line.category, unit=line.unit, minutes=40, skills=[], carers=1,
        proof=[], grade_min=0, changed_by_name="测试", changed_at=timezone.now(),
    )  # fmt: skip
    assert (service("health_check").minutes, service("health_check").steps) == (40, ("血压", "血糖"))


def test_give_tomorrows_visits_in_the_evening(phone, visit, workers, office) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Visit.objects.update(on=tomorrow)
    VisitCarer.objects.update(on=tomorrow)
    day = phone.get("/field/visits/day.json").json()
    assert [(one["id"], one["on"]) for one in day["visits"]] == [(visit.pk, tomorrow.isoformat())]
    assert abs(datetime.fromisoformat(day["now"]) - timezone.now()) < timedelta(minutes=1)
    Visit.objects.update(on=tomorrow + timedelta(days=1))
    assert phone.get("/field/visits/day.json").json()["visits"] == []


def test_tell_the_phone_how_long_it_may_keep(phone, settings) -> None:
    settings.FIELD_KEEP_DAYS = 9
    page = phone.get("/field/visits/").content.decode()
    assert 'data-keep-days="9"' in page
    assert "npm/jsqr/jsQR.js" in page
