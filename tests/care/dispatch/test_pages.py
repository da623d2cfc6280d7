"""Pages of the day plan, as an office and an area use them."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.care import story
from tests.signing_in import log_in
from yinling.care.dayplans.models import CalendarFeed, DayPlan
from yinling.care.dispatch.queries.chances import NO_PARTNER
from yinling.care.visits.models import Visit, VisitCarer
from yinling.people.providers.models import Provider
from yinling.people.workforce.models import Qualification


@pytest.fixture
def stranger(db):
    """Another provider's office."""
    other = Provider.objects.create(
        name="别家（测试）", uscc="TESTVISITS00000002", kind="care_operator", area=story.DISTRICT,
        registered_at=story.AT,
    )  # fmt: skip
    return story.actor("care_provider", "stranger", organisation_id=other.pk)


def test_plan_look_and_apply(coming, office, tomorrow) -> None:
    page = log_in(office)
    answer = page.post(f"/dayplans/new?on={tomorrow}", {"seconds": "5", "seed": "3"}, follow=True)
    plan = DayPlan.objects.get()
    text = answer.content.decode()
    assert (plan.state, plan.seed) == ("proposed", 3)
    assert "采用这个方案" in text
    assert "各位护理员的一天" in text
    assert page.get(f"/dayplans/{plan.pk}/progress/").json()["done"]
    assert not VisitCarer.objects.exists()
    text = page.post(f"/dayplans/{plan.pk}/application", follow=True).content.decode()
    assert "已采用" in text
    assert VisitCarer.objects.count() == 3
    assert VisitCarer.objects.first().visit.records.last().by_name == office.name
    assert "当前状态不能" in page.post(f"/dayplans/{plan.pk}/dropping", follow=True).content.decode()
    assert page.get(f"/dayplans/sheets/?on={tomorrow}").content.decode().count("测老人") == 3


def test_show_the_day_to_the_area_and_refuse_its_verbs(coming, clerk, provider, tomorrow) -> None:
    desk = log_in(clerk)
    text = desk.get(f"/dayplans/?on={tomorrow}").content.decode()
    assert "开始计算" not in text
    assert desk.post(f"/dayplans/new?on={tomorrow}", {"seconds": "5", "seed": "1"}).status_code == 403
    assert desk.post(f"/dayplans/visits/{coming[0].pk}/move", {}).status_code == 403


def test_refuse_another_office(coming, office, stranger, workers, tomorrow) -> None:
    own, other = log_in(office), log_in(stranger)
    own.post(f"/dayplans/new?on={tomorrow}", {"seconds": "5", "seed": "1"})
    plan = DayPlan.objects.get()
    assert other.get(f"/dayplans/{plan.pk}/").status_code == 404
    assert other.get(f"/dayplans/{plan.pk}/progress/").status_code == 404
    for noun in ("stop", "dropping", "application"):
        assert other.post(f"/dayplans/{plan.pk}/{noun}").status_code == 404
    assert other.get(f"/dayplans/visits/{coming[0].pk}/").status_code == 404
    assert other.post(f"/dayplans/visits/{coming[0].pk}/move", {}).status_code == 404
    trial = {"worker": workers[0].pk, "starts": 600}
    assert other.post(f"/dayplans/visits/{coming[0].pk}/trial", trial).status_code == 404
    assert other.post(f"/dayplans/calendars/workers/{workers[0].pk}/opening").status_code == 404
    assert other.post(f"/dayplans/calendars/workers/{workers[0].pk}/revoking").status_code == 404
    assert own.get(f"/dayplans/{plan.pk}/").status_code == 200


def test_try_a_move_before_it_is_kept(coming, office, workers) -> None:
    page, url = log_in(office), f"/dayplans/visits/{coming[0].pk}/"
    assert page.post(f"{url}trial", {"worker": workers[0].pk, "starts": 600}).json()["objections"] == []
    assert "时段" in page.post(f"{url}trial", {"worker": workers[0].pk, "starts": 1000}).json()["objections"][0]
    assert page.post(f"{url}trial", {"worker": "x", "starts": 600}).status_code == 404
    assert workers[0].name in page.get(url).content.decode()
    answer = page.post(f"{url}move", {"workers": [workers[0].pk], "starts": "10:00"})
    assert answer.status_code == 302
    assert Visit.objects.get(pk=coming[0].pk).planned_start == 600
    second = f"/dayplans/visits/{coming[1].pk}/"
    busy = page.post(f"{second}trial", {"worker": workers[0].pk, "starts": 615}).json()["objections"]
    assert busy == ["同一时间已有另一次上门"]
    refused = page.post(f"{second}move", {"workers": [workers[0].pk], "starts": "10:15"})
    assert refused.status_code == 422
    assert "同一时间已有另一次上门" in refused.content.decode()


def test_offer_who_goes_along_where_two_are_needed(coming, office, workers) -> None:
    page, url = log_in(office), f"/dayplans/visits/{coming[0].pk}/"
    Visit.objects.filter(pk=coming[0].pk).update(carers_needed=2)
    first, second = workers[:2]
    found = page.post(f"{url}trial", {"worker": first.pk, "starts": 600}).json()
    offered = [one["id"] for one in found["partners"]]
    assert (found["objections"], second.pk in offered, first.pk in offered) == ([], True, False)
    both = page.post(f"{url}trial", {"worker": first.pk, "starts": 600, "with": second.pk}).json()
    assert (both["objections"], both["partners"]) == ([], [])
    page.post(f"/dayplans/visits/{coming[1].pk}/move", {"workers": [second.pk], "starts": "10:00"})
    again = page.post(f"{url}trial", {"worker": first.pk, "starts": 600}).json()
    assert second.pk not in [one["id"] for one in again["partners"]]
    busy = page.post(f"{url}trial", {"worker": first.pk, "starts": 600, "with": second.pk}).json()
    assert busy["objections"] == [f"{second.name}：同一时间已有另一次上门"]


def test_say_where_nobody_can_go_along(coming, office, workers) -> None:
    page, url = log_in(office), f"/dayplans/visits/{coming[0].pk}/"
    Visit.objects.filter(pk=coming[0].pk).update(carers_needed=2)
    Qualification.objects.exclude(worker=workers[0]).update(valid_until=timezone.localdate())
    found = page.post(f"{url}trial", {"worker": workers[0].pk, "starts": 600}).json()
    assert found["objections"] == [NO_PARTNER]


def test_replan_after_a_sick_call(coming, office, workers, tomorrow) -> None:
    page = log_in(office)
    for visit in coming[:2]:
        at = "09:00" if visit == coming[0] else "11:00"
        page.post(f"/dayplans/visits/{visit.pk}/move", {"workers": [workers[0].pk], "starts": at})
    Visit.objects.filter(pk=coming[0].pk).update(state="planned", cause="carer_absent")
    VisitCarer.objects.filter(visit=coming[0]).delete()
    assert "因护理员请假没有人去" in page.get(f"/dayplans/?on={tomorrow}").content.decode()
    text = page.post(f"/dayplans/new?on={tomorrow}", {"replan": "1"}, follow=True).content.decode()
    plan = DayPlan.objects.get()
    assert (plan.is_replan, plan.seconds, plan.measures["disturbed_visits"]) == (True, 3, 0)
    assert "不受影响" in text


def test_give_a_carer_a_calendar_without_service_or_name(coming, office, workers, tomorrow) -> None:
    page = log_in(office)
    page.post(f"/dayplans/visits/{coming[0].pk}/move", {"workers": [workers[0].pk], "starts": "10:00"})
    opened = page.post(f"/dayplans/calendars/workers/{workers[0].pk}/opening")
    address = opened.content.decode().split('<code class="y-address">')[1].split("</code>")[0]
    path = address[address.index("/dayplans/") :]
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in CalendarFeed.objects.get().digest
    text = Client().get(path).content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:测老人" in text
    assert f"DTSTART:{tomorrow:%Y%m%d}T020000Z" in text
    assert "测甲" not in text
    assert "餐" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert page.get("/dayplans/calendars/").status_code == 200
    assert Client().get("/dayplans/calendars/unknown.ics").status_code == 404
    page.post(f"/dayplans/calendars/workers/{workers[0].pk}/revoking")
    assert Client().get(path).status_code == 404
    page.post(f"/dayplans/calendars/workers/{workers[0].pk}/opening")
    assert Client().get(path).status_code == 404
    assert CalendarFeed.objects.count() == 2


def test_list_calendars_by_name_page_by_page_and_stay_there(workers, office, stranger, monkeypatch) -> None:
    monkeypatch.setattr("yinling.care.dayplans.queries.feeds.PAGE_ROWS", 1)
    page, seen, query = log_in(office), [], "/dayplans/calendars/"
    while query:
        answer = page.get(query)
        seen += [line.name for line in answer.context["lines"]]
        query = answer.context["next_url"]
    assert seen == sorted(seen)
    assert len(set(seen)) == len(workers)
    first = page.get("/dayplans/calendars/").context["lines"][0].worker_id
    second = page.get(f"/dayplans/calendars/?after={first}").context["lines"][0].worker_id
    opened = page.post(f"/dayplans/calendars/workers/{second}/opening?after={first}")
    assert opened.context["name"] == opened.context["lines"][0].name
    closed = page.post(f"/dayplans/calendars/workers/{second}/revoking?after={first}")
    assert closed["Location"] == f"/dayplans/calendars/?after={first}"
    assert not log_in(stranger).get(f"/dayplans/calendars/?after={first}").context["lines"]
