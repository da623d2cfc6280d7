"""One truth of who is not at home: plans, orders, visits and beds all read the same rests."""

from datetime import timedelta

import pytest

from tests.care.plans.conftest import AT, ON, agreed, clerk, elder, outsider, person, plan, provider, staff  # noqa: F401
from yinling.care.orders.actions import resting
from yinling.care.orders.actions.following import end_over, follow_plan, follow_plans
from yinling.care.orders.domain.states import NotThere, StepRefused
from yinling.care.orders.models import Order, OrderRecord, Rest
from yinling.care.orders.queries.due import due_in
from yinling.care.orders.queries.lists import order_lines, rest_words, rests_now
from yinling.care.plans import actions as plans
from yinling.care.plans import queries
from yinling.care.plans.actions import ItemDetails
from yinling.kernel.dates import Period

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def days_of_plan() -> list[int]:
    """Days from ON on which somebody is to come, in the next two weeks."""
    parts = list(due_in(Period(ON, ON + 2 * WEEK)))
    return sorted((day - ON).days for part in parts for due in part for day in due.days)


def test_order_what_is_agreed_at_once(agreed):  # noqa: F811
    order = Order.objects.get()
    assert (order.plan_item.version.plan_id, order.source, order.state) == (agreed.pk, "plan", "accepted")
    assert OrderRecord.objects.get().verb == "place"
    assert days_of_plan() == [0, 2, 4, 7, 9, 11]


def test_order_an_item_of_every_fourth_week_and_nothing_twice(agreed, staff, elder):  # noqa: F811
    plans.start_version(plan_id=agreed.pk, why="加", by=staff, at=AT)
    plans.put_item(ItemDetails("clinic_escort", (1,), 480, 720, 180, every_weeks=4), plan_id=agreed.pk, by=staff, at=AT)
    plans.propose(plan_id=agreed.pk, by=staff, at=AT)
    plans.agree(plan_id=agreed.pk, by=elder, at=AT + 2 * WEEK)
    escort = Order.objects.get(service_code="clinic_escort")
    assert escort.from_day == ON + 2 * WEEK + timedelta(days=1)
    assert follow_plan(agreed.pk, from_=ON + 2 * WEEK, by=staff, at=AT) == 0
    assert follow_plans(Period(ON + 2 * WEEK, ON + 6 * WEEK), by=staff, at=AT) == 0


def test_end_what_a_new_version_replaces_and_what_is_over(agreed, staff, elder, clerk):  # noqa: F811
    plans.start_version(plan_id=agreed.pk, why="加", by=staff, at=AT)
    plans.propose(plan_id=agreed.pk, by=staff, at=AT)
    plans.agree(plan_id=agreed.pk, by=elder, at=AT)
    old, new = Order.objects.order_by("pk")
    assert (old.state, new.state) == ("ended", "accepted")
    assert days_of_plan() == [0, 2, 4, 7, 9, 11]
    [line] = order_lines(actor=staff, on=ON, state="accepted")
    assert (line.id, line.when_words) == (new.pk, "每周一、三、五")
    plans.end(plan_id=agreed.pk, on=ON + WEEK, reason="不再需要", by=staff, at=AT)
    assert (end_over(by=staff, at=AT), end_over(by=staff, at=AT + WEEK), end_over(by=staff, at=AT + WEEK)) == (0, 1, 0)


def test_rest_by_the_office_and_be_back(agreed, staff, clerk):  # noqa: F811
    who = {"by": staff, "at": AT}
    person_id = agreed.person_id
    rest = resting.rest(
        person_id=person_id, reason="institution", from_=ON + timedelta(4), until=None, note="试住", **who
    )
    assert days_of_plan() == [0, 2]
    assert rest_words([person_id], on=ON) == {}
    assert rest_words([person_id], on=ON + WEEK) == {person_id: "入住机构"}
    assert [line.rest_words for line in queries.plan_lines(clerk, on=ON + WEEK)] == ["入住机构"]
    with pytest.raises(resting.RestOverlaps):
        resting.rest(person_id=person_id, reason="away", from_=ON, until=ON + WEEK, **who)
    resting.back(rest_id=rest.pk, on=ON + WEEK, **who)
    assert days_of_plan() == [0, 2, 7, 9, 11]
    with pytest.raises(StepRefused, match="已经结束"):
        resting.back(rest_id=rest.pk, on=ON + 2 * WEEK, **who)


def test_withdraw_a_rest_before_it_begins(agreed, staff):  # noqa: F811
    person_id = agreed.person_id
    rest = resting.rest(person_id=person_id, reason="away", from_=ON + WEEK, until=ON + 2 * WEEK, by=staff, at=AT)
    assert days_of_plan() == [0, 2, 4]
    resting.back(rest_id=rest.pk, on=ON, by=staff, at=AT)
    assert days_of_plan() == [0, 2, 4, 7, 9, 11]
    assert rests_now(person_id, actor=staff, on=ON) == []
    again = resting.rest(person_id=person_id, reason="away", from_=ON + WEEK, until=ON + 2 * WEEK, by=staff, at=AT)
    assert Rest.objects.count() == 2
    assert again.until == ON + 2 * WEEK


def test_let_no_other_office_rest_or_bring_back(agreed, staff):  # noqa: F811
    rest = resting.rest(person_id=agreed.person_id, reason="away", from_=ON, until=None, by=staff, at=AT)
    stranger = outsider()
    with pytest.raises(NotThere):
        resting.rest(person_id=agreed.person_id, reason="away", from_=ON, until=None, by=stranger, at=AT)
    with pytest.raises(NotThere):
        resting.back(rest_id=rest.pk, on=ON + WEEK, by=stranger, at=AT)
