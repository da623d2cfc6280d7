"""Pages of welfare visits, as the desk, a visitor, the call desk, an older person and their family use them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.care import story
from tests.care.wellbeing.conftest import MACHINE, TOWN, VILLAGE, resident
from tests.signing_in import log_in
from yinling.care.daily import actions as daily
from yinling.care.daily.models import DailyWell
from yinling.care.wellbeing.actions.listing import refresh_list, start_run
from yinling.care.wellbeing.models import Target, Ticket, WelfareVisit
from yinling.care.wellbeing.queries import assignments
from yinling.care.wellbeing.queries.assignments import PAGE_ROWS
from yinling.foundation.audit.models import Read
from yinling.kernel.dates import day_moment
from yinling.people.places.models import Area
from yinling.portals.desk.wellbeing import rates as desk_rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(assigned):
    """Somebody of the village who joined five weeks ago."""
    joined = timezone.localdate() - timedelta(days=35)
    person = resident()
    refresh_list(on=joined, by=MACHINE, at=day_moment(joined, 60))
    return Target.objects.get(person=person)


@pytest.fixture
def asked(target):
    """Their day: asked this morning."""
    daily._ask_part([(target.person_id, target.area)], timezone.localdate(), 1, timezone.now())
    return DailyWell.objects.get()


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_lead_from_the_rate_to_those_not_yet_visited(target, clerk):
    desk = log_in(clerk)
    page = text(desk.get("/wellbeing/"))
    month = f"{timezone.localdate():%Y-%m}"
    assert f"/wellbeing/people/?show=unvisited&amp;month={month}&amp;area={VILLAGE}" in page
    assert f"/wellbeing/people/{target.pk}/" in text(desk.get(f"/wellbeing/people/?show=unvisited&month={month}"))
    for strange in ("?month=x", "?month=2026-13", "?area=x", "?area=31"):
        assert desk.get(f"/wellbeing/{strange}").status_code == 200
        assert desk.get(f"/wellbeing/people/{strange}").status_code == 200
    for way in ("concerns/", "villages/", "tickets/", "calls/", f"people/{target.pk}/", f"people/{target.pk}/visits/"):
        assert desk.get(f"/wellbeing/{way}").status_code == 200
    told = text(desk.post("/wellbeing/runs/", follow=True))
    assert "名单正在更新" in told
    assert "列入 0 人" in told
    assert desk.get("/wellbeing/runs/progress/").json()["done"] is True


def test_show_how_far_a_walk_is_and_go_on_with_it(target, clerk):
    run = start_run(on=timezone.localdate(), by=MACHINE, at=timezone.now())
    desk = log_in(clerk)
    assert desk.get("/wellbeing/runs/progress/").json()["done"] is False
    assert "data-poll-url" in desk.get("/wellbeing/").content.decode()
    desk.post("/wellbeing/runs/")
    run.refresh_from_db()
    assert not run.is_running
    assert log_in(story.clerk(story.OTHER_TOWN)).get("/wellbeing/runs/progress/").status_code == 200


def test_record_a_visit_on_the_phone(target, assigned):
    phone = log_in(assigned)
    assert phone.get("/").headers["Location"] == "/field/wellbeing/"
    assert f"/field/wellbeing/people/{target.pk}/" in text(phone.get("/field/wellbeing/"))
    assert f"/field/wellbeing/people/{target.pk}/" in text(phone.get("/field/wellbeing/people/"))
    page = text(phone.get(f"/field/wellbeing/people/{target.pk}/"))
    assert "19900000000" not in page
    way = f"/field/wellbeing/people/{target.pk}/"
    told = {"key": str(uuid4()), "way": "home", "note": "", "longitude": "121.05", "latitude": "31.11"}
    assert phone.post(way, told).status_code == 400
    assert phone.post(way, {**told, "findings": ["fine", "unwell"]}).status_code == 400
    assert phone.post(way, {**told, "findings": ["unwell", "danger"]}).status_code == 302
    assert WelfareVisit.objects.get().longitude == 121.05
    assert Ticket.objects.count() == 2
    page = text(phone.get("/field/wellbeing/"))
    ticket = Ticket.objects.get(kind="hazard")
    assert f"/wellbeing/tickets/{ticket.pk}/" in page
    assert text(phone.get(f"/wellbeing/tickets/{ticket.pk}/"))
    assert phone.post(f"/wellbeing/tickets/{ticket.pk}/close/", {"note": "换了插座"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == "closed"


def test_show_an_address_only_when_asked_and_log_it(target, assigned):
    phone = log_in(assigned)
    before = Read.objects.count()
    assert "19900000000" in text(phone.post(f"/field/wellbeing/people/{target.pk}/contact/"))
    paper = phone.post("/field/wellbeing/paper/")
    assert "19900000000" in text(paper)
    assert paper.headers["Cache-Control"] == "no-store"
    assert Read.objects.count() == before + 2


def test_answer_404_for_people_of_others(target, clerk):
    strangers = [story.clerk(story.OTHER_TOWN), story.actor("visitor", "visitor2", area=TOWN)]
    ways = [f"/wellbeing/people/{target.pk}/", f"/field/wellbeing/people/{target.pk}/"]
    assert [log_in(actor).get(way).status_code for actor, way in zip(strangers, ways, strict=True)] == [404, 404]
    assert log_in(strangers[1]).get("/wellbeing/").status_code == 403


def test_give_villages_and_people_to_visitors(target, clerk, assigned):
    Area.objects.create(code=VILLAGE, name="一村", level="village", parent=TOWN, valid_from=date(2020, 1, 1))
    desk, other = log_in(clerk), story.actor("visitor", "visitor2", area=TOWN)
    assert desk.post("/wellbeing/villages/", {"areas": [VILLAGE]}).status_code == 400
    desk.post("/wellbeing/villages/", {"areas": [VILLAGE], "visitor_id": other.user_id})
    target.refresh_from_db()
    assert target.visitor_id == other.user_id
    desk.post(f"/wellbeing/people/{target.pk}/assignment/", {"visitor_id": assigned.user_id})
    target.refresh_from_db()
    assert target.visitor_id == assigned.user_id


def test_lead_from_the_towns_of_a_district_to_a_page_of_villages(target, bureau, clerk, assigned):
    since = {"level": "village", "parent": TOWN, "valid_from": date(2020, 1, 1)}
    Area.objects.update_or_create(code=TOWN, defaults={**since, "name": "测镇", "level": "town", "parent": TOWN[:6]})
    for number in range(1, PAGE_ROWS + 2):
        Area.objects.create(code=f"{TOWN}{number:03}", name=f"{number}村", **since)
    assert f"?area={TOWN}" in text(log_in(bureau).get("/wellbeing/villages/"))
    desk = log_in(clerk)
    first = text(desk.get("/wellbeing/villages/"))
    assert first.count('name="areas"') == PAGE_ROWS
    last = f"{TOWN}{PAGE_ROWS:03}"
    assert f"after={last}" in first
    second = text(desk.get(f"/wellbeing/villages/?after={last}"))
    assert (second.count('name="areas"'), f"{PAGE_ROWS + 1}村" in second) == (1, True)
    Target.objects.update(visitor=None)
    lonely = text(desk.get("/wellbeing/villages/?show=nobody"))
    assert (lonely.count('name="areas"'), f'value="{VILLAGE}"' in lonely) == (1, True)
    refused = desk.post("/wellbeing/villages/?show=nobody", {"areas": [VILLAGE]})
    assert f'value="{VILLAGE}" checked' in refused.content.decode()


def test_show_a_page_of_many_villages_rates(target, clerk, monkeypatch):
    joined = timezone.localdate() - timedelta(days=35)
    resident(residence_area=f"{TOWN}002")
    refresh_list(on=joined, by=MACHINE, at=day_moment(joined, 60))
    monkeypatch.setattr(assignments, "PAGE_ROWS", 1)
    desk = log_in(clerk)
    assert desk.get("/wellbeing/").context["chart"]["labels"]
    monkeypatch.setattr(desk_rates, "CHARTED_MAX", 1)
    assert desk.get("/wellbeing/").context["chart"] is None
    first, second = (text(desk.get(f"/wellbeing/{query}")) for query in ("", f"?after={VILLAGE}"))
    assert (f"people/?area={VILLAGE}" in first, f"people/?area={TOWN}002" in first) == (True, False)
    assert (f"people/?area={VILLAGE}" in second, f"people/?area={TOWN}002" in second) == (False, True)
    assert (f"after={VILLAGE}" in first, "回到第一页" in second) == (True, True)


def test_write_down_a_visit_from_paper_and_work_its_ticket(target, clerk):
    desk, yesterday = log_in(clerk), timezone.localdate() - timedelta(days=1)
    told = {"key": str(uuid4()), "findings": ["meals"], "way": "home", "on": yesterday, "note": "想吃热饭"}
    assert desk.post(f"/wellbeing/people/{target.pk}/visits/", told).status_code == 302
    assert WelfareVisit.objects.get().on == yesterday
    ticket = Ticket.objects.get()
    way = f"/wellbeing/tickets/{ticket.pk}/"
    assert "想吃热饭" in text(desk.get(way))
    desk.post(f"{way}assign/", {"user_id": clerk.user_id})
    desk.post(f"{way}take/")
    desk.post(f"{way}escalate/", {"note": "要区里协调"})
    ticket.refresh_from_db()
    assert ticket.state == "escalated"
    assert desk.post(f"{way}strange/").status_code == 404
    assert f"/wellbeing/people/{target.pk}/" in text(desk.get(f"/registry/people/{target.person_id}/"))


def test_ring_from_the_call_desk(asked, operator):
    desk = log_in(operator)
    way = f"/wellbeing/calls/{asked.pk}/"
    assert way in text(desk.get("/wellbeing/calls/"))
    assert "19900000000" not in text(desk.get(way))
    assert "19900000000" in text(desk.post(f"{way}contact/"))
    desk.post(f"{way}silence/", {"note": "占线"})
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("no_answer", 2)
    desk.post(f"{way}visit/")
    asked.refresh_from_db()
    assert asked.state == "visit"
    assert desk.post(f"{way}strange/").status_code == 404


def test_press_i_am_well(asked, operator):
    person = asked.person_id
    home = log_in(story.elder(person))
    assert "我很好" in text(home.get("/elder/"))
    assert "报过平安了" in text(home.post(f"/elder/{person}/well/", follow=True))
    assert log_in(story.elder(resident())).post(f"/elder/{person}/well/").status_code == 404
    asked.refresh_from_db()
    assert (asked.state, asked.said_by) == ("well", "button")
