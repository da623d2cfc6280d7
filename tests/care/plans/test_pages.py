"""Pages of plans and of the catalogue: each audience does its part in the browser, and no more."""

import pytest
from django.utils import timezone

from tests.care import story
from tests.care.plans.conftest import AT, item
from tests.signing_in import log_in
from yinling.care.catalogue.queries import service
from yinling.care.orders.models import Order, Rest
from yinling.care.plans import actions
from yinling.care.plans.models import Plan, PlanItem, Version

pytestmark = pytest.mark.django_db


def test_plan_from_the_person_to_agreement(person, provider, clerk, staff, elder, prices):
    today = timezone.localdate()
    desk, work, home = log_in(clerk), log_in(staff), log_in(elder)
    assert "制订照护计划" in desk.get(f"/registry/people/{person.pk}/").content.decode()
    answer = desk.post(f"/plans/new/?person={person.pk}", {"provider_id": provider.pk})
    plan = Plan.objects.get()
    assert answer.headers["Location"] == f"/plans/{plan.pk}/"
    goals = {"goals": "每周洗澡", "in_force_from": today, "review_due_on": today.replace(year=today.year + 1, day=1)}
    work.post(f"/plans/{plan.pk}/content/", goals)
    planned = {
        "service_code": "bath_help", "weekdays": ["3"], "every_weeks": "1", "window_from": "09:00",
        "window_until": "12:00", "priority": "2", "wished_gender": "female",
    }  # fmt: skip
    assert work.post(f"/plans/{plan.pk}/items/", planned).status_code == 302
    row = PlanItem.objects.get()
    assert (row.minutes, row.carers, row.weekdays, row.window_until) == (90, 2, [3], 720)
    work.post(f"/plans/{plan.pk}/steps/proposal/")
    page = home.get("/elder/care-plans/").content.decode()
    assert "好，我同意" in page
    assert "每周四" in page
    home.post(f"/elder/care-plans/{plan.pk}/agreement/")
    assert Version.objects.get().state == "agreed"
    assert "现在执行的是第 1 版" in work.get(f"/plans/{plan.pk}/").content.decode()
    assert "没有这样的" not in desk.get("/plans/?state=agreed").content.decode()


def test_tell_on_the_home_page_that_a_plan_waits_for_an_answer(plan, staff, elder):
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=timezone.now())
    home, words = log_in(elder), "新的照护计划，等您看一看"
    assert words not in home.get("/elder/").content.decode()
    actions.propose(plan_id=plan.pk, by=staff, at=timezone.now())
    assert words in home.get("/elder/").content.decode()
    actions.agree(plan_id=plan.pk, by=elder, at=timezone.now())
    assert words not in home.get("/elder/").content.decode()


def test_ask_for_a_change_in_own_words(plan, staff, elder):
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=AT)
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    home = log_in(elder)
    home.post(f"/elder/care-plans/{plan.pk}/changes/", {"reason": "下午来"})
    assert Version.objects.get().state == "declined"
    assert "下午来" in log_in(staff).get(f"/plans/{plan.pk}/").content.decode()


def test_change_an_agreed_plan_and_read_the_old_version(agreed, staff):
    work = log_in(staff)
    work.post(f"/plans/{agreed.pk}/steps/new-version/", {"again-reason": "出院"})
    first, second = Version.objects.order_by("number")
    copied = second.items.get()
    work.post(f"/plans/{agreed.pk}/items/removal/", {"item": copied.pk})
    assert (first.items.count(), second.items.count()) == (1, 0)
    assert work.get(f"/plans/{agreed.pk}/versions/1/").status_code == 200
    assert work.get(f"/plans/{agreed.pk}/versions/9/").status_code == 404


def test_rest_and_end_in_the_browser(agreed, clerk, staff):
    desk, work, today = log_in(clerk), log_in(staff), timezone.localdate()
    there = f"/orders/people/{agreed.person_id}/rests/new/"
    assert f"/plans/{agreed.pk}/" in work.get(f"/orders/{Order.objects.get().pk}/").content.decode()
    assert there in work.get(f"/plans/{agreed.pk}/").content.decode()
    work.post(there, {"reason": "hospital", "from_": today, "note": "骨折"})
    page = desk.get(f"/plans/{agreed.pk}/").content.decode()
    assert "还没有恢复" in page
    assert "骨折" in page
    assert "暂停：住院" in desk.get("/plans/").content.decode()
    work.post(f"/orders/rests/{Rest.objects.get().pk}/end/")
    assert "还没有恢复" not in desk.get(f"/plans/{agreed.pk}/").content.decode()
    desk.post(f"/plans/{agreed.pk}/steps/end/", {"end-reason": "搬走", "end-on": today})
    agreed.refresh_from_db()
    assert agreed.ended_on == today


def test_refuse_what_the_step_does_not_fit(agreed, staff):
    work = log_in(staff)
    assert "可能已经办过" in work.post(f"/plans/{agreed.pk}/steps/proposal/", follow=True).content.decode()
    assert work.post(f"/plans/{agreed.pk}/steps/nothing/").status_code == 404


def test_show_an_item_with_its_fault(plan, staff):
    wrong = {"service_code": "bath_help", "weekdays": ["3"], "every_weeks": "1", "window_from": "09:00",
             "window_until": "09:30", "priority": "2"}  # fmt: skip
    answer = log_in(staff).post(f"/plans/{plan.pk}/items/", wrong)
    assert answer.status_code == 400
    assert "放不下" in answer.content.decode()


def test_add_a_service_and_price_it(prices):
    bureau = log_in(prices)
    added = {"code": "hair_cut", "name": "上门理发", "category": "S6", "unit": "visit", "minutes": 40, "carers": "1",
             "grade_min": "0", "is_offered": "on"}  # fmt: skip
    assert bureau.post("/catalogue/new/", added).headers["Location"] == "/catalogue/hair_cut/"
    bureau.post("/catalogue/hair_cut/price/", {"fen": "35.50", "valid_from": timezone.localdate()})
    text = bureau.get("/catalogue/").content.decode()
    assert "上门理发" in text
    assert "35.50" in text
    assert bureau.post("/catalogue/hair_cut/change/", {**added, "minutes": 50}).status_code == 302
    assert service("hair_cut").minutes == 50


def test_let_a_provider_price_but_not_change_the_catalogue(staff):
    work = log_in(staff)
    work.post("/catalogue/cleaning/price/", {"fen": "40", "valid_from": timezone.localdate()})
    assert "40.00" in work.get("/catalogue/cleaning/").content.decode()
    assert work.get("/catalogue/new/").status_code == 403


def test_hide_it_from_other_towns(agreed):
    other = log_in(story.clerk(story.OTHER_TOWN))
    assert other.get(f"/plans/{agreed.pk}/").status_code == 404
    assert other.post(f"/plans/{agreed.pk}/steps/end/", {}).status_code == 404
