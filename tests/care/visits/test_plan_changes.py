"""A plan gets a new version: visits that it wants too go on with whoever was to go; nothing is expected twice."""

from datetime import timedelta

import pytest

from tests.care.visits.conftest import AT, ON, moment
from yinling.care.orders.actions import resting
from yinling.care.orders.domain.continuing import Coming, continued
from yinling.care.plans import actions as plans
from yinling.care.plans.models import PlanItem
from yinling.care.visits.actions import assigning, ending
from yinling.care.visits.models import Visit, VisitCarer
from yinling.care.visits.queries import visits

WEDNESDAY, FRIDAY = ON + timedelta(days=2), ON + timedelta(days=4)
CARE = plans.ItemDetails("personal_care", (0, 2), window_from=480, window_until=720, minutes=60)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def plan(person, provider, clerk, office, elder):
    """Personal care on two mornings a week, agreed."""
    made = plans.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)
    plans.put_item(CARE, plan_id=made.pk, by=office, at=AT)
    plans.propose(plan_id=made.pk, by=office, at=AT)
    plans.agree(plan_id=made.pk, by=elder, at=AT)
    return made


@pytest.fixture
def wednesday(plan, office, workers):
    """The second carer goes on Wednesday at ten."""
    visit = Visit.objects.get(on=WEDNESDAY)
    assigning.assign(assigning.Placing(visit.pk, (workers[1].pk,), 600), by=office, at=AT)
    return visit.pk


@pytest.fixture
def change(plan, office, elder):
    """Has a new version agreed, with another wording of the care, or none of it, and with more."""

    def agree(care=CARE, *more, at=LATER):
        plans.start_version(plan_id=plan.pk, why="情况变了", by=office, at=at)
        old = PlanItem.objects.get(version__plan=plan, version__state="draft")
        plans.remove_item(plan_id=plan.pk, item_id=old.pk, by=office, at=at)
        for item in (care, *more):
            plans.put_item(item, plan_id=plan.pk, by=office, at=at)
        plans.propose(plan_id=plan.pk, by=office, at=at)
        plans.agree(plan_id=plan.pk, by=elder, at=at)

    return agree


def care(**changes):
    """The care of the plan, but for some of it."""
    return plans.ItemDetails(
        **{"service_code": "personal_care", "weekdays": (0, 2), "window_from": 480, "window_until": 720, "minutes": 60}
        | changes
    )


def on_wednesday():
    """Service, state, start, minutes and carers of Wednesday's visits."""
    return [
        (one.service_code, one.state, one.planned_start, one.minutes, list(one.carers.values_list("worker", flat=True)))
        for one in Visit.objects.filter(on=WEDNESDAY).order_by("pk")
    ]


def test_let_a_visit_stay_that_the_new_version_wants_unchanged(wednesday, change, workers, office) -> None:
    bath = plans.ItemDetails("bath_help", (2,), window_from=840, window_until=960, minutes=90)
    before = set(Visit.objects.values_list("pk", flat=True))
    going = VisitCarer.objects.get()
    change(CARE, bath)
    kept = ("personal_care", "assigned", 600, 60, [workers[1].pk])
    assert on_wednesday() == [kept, ("bath_help", "planned", None, 90, [])]
    assert VisitCarer.objects.get().pk == going.pk
    assert not Visit.objects.filter(state="cancelled").exists()
    assert before < set(Visit.objects.values_list("pk", flat=True))
    assert Visit.objects.get(pk=wednesday).order.plan_item.version.number == 2
    said = visits.records_of(wednesday, actor=office, at=LATER)
    assert [record.note for record in said if record.verb == "随照护计划调整"] == ["照护计划已变更"]


@pytest.mark.parametrize(
    ("changes", "starts", "minutes"),
    [
        ({"weekdays": (2, 3)}, 600, 60), ({"window_from": 540}, 600, 60), ({"minutes": 90}, 600, 90),
        ({"window_from": 660, "window_until": 840}, 660, 60), ({"window_until": 600}, 540, 60),
    ],
    ids=["other days", "time still fits", "longer", "as early as may be", "as late as may be"],
)  # fmt: skip
def test_send_the_same_carer_where_the_day_is_wanted_otherwise(
    wednesday, change, workers, changes, starts, minutes
) -> None:
    change(care(**changes))
    assert on_wednesday() == [("personal_care", "assigned", starts, minutes, [workers[1].pk])]
    going = VisitCarer.objects.get()
    assert (going.visit_id, going.starts, going.ends) == (wednesday, starts, starts + minutes)


@pytest.mark.parametrize(
    "changes",
    [{"wished_gender": "male"}, {"window_from": 1110, "window_until": 1260}],
    ids=["another was wished for", "out of hours"],
)
def test_wait_for_somebody_else_where_the_carer_cannot_go(wednesday, change, changes) -> None:
    change(care(**changes))
    [(_code, state, _start, _minutes, carers)] = on_wednesday()
    assert (state, carers) == ("planned", [])


def test_call_off_what_is_wanted_otherwise_or_no_longer(wednesday, change) -> None:
    change(care(weekdays=(2, 4), carers=2))
    assert [(state, carers) for _code, state, _start, _minutes, carers in on_wednesday()] == [
        ("cancelled", []), ("planned", []),
    ]  # fmt: skip
    assert set(Visit.objects.filter(state="planned").values_list("carers_needed", flat=True)) == {2}
    assert not Visit.objects.filter(on=ON, state="planned").exists()


def test_keep_the_carer_of_each_of_two_visits_of_a_day(plan, change, workers, office) -> None:
    change(CARE, care(window_from=780, window_until=1020))
    morning, afternoon = Visit.objects.filter(on=WEDNESDAY).order_by("window_from")
    assigning.assign(assigning.Placing(morning.pk, (workers[1].pk,), 600), by=office, at=LATER)
    assigning.assign(assigning.Placing(afternoon.pk, (workers[2].pk,), 800), by=office, at=LATER)
    plans.start_version(plan_id=plan.pk, why="下午晚一点", by=office, at=LATER)
    late = PlanItem.objects.get(version__plan=plan, version__state="draft", window_from=780)
    plans.put_item(
        care(window_from=840, window_until=1020), plan_id=plan.pk, item_id=late.pk, by=office, at=LATER
    )  # fmt: skip
    plans.propose(plan_id=plan.pk, by=office, at=LATER)
    said = plans.Agreement("女儿测某", "guardian", "phone")
    plans.agree(plan_id=plan.pk, agreement=said, by=office, at=LATER)
    assert [each[2:] for each in on_wednesday()] == [(600, 60, [workers[1].pk]), (840, 60, [workers[2].pk])]


def test_do_not_ask_again_for_a_day_that_was_refused(wednesday, change, elder) -> None:
    ending.call_off(visit_id=wednesday, cause="elder_refused", by=elder, at=AT)
    change()
    assert [state for _code, state, *_more in on_wednesday()] == ["refused"]


def test_do_not_come_twice_on_the_day_of_the_change(plan, change, workers, office) -> None:
    """Somebody was there in the morning; at eleven a new version is agreed whose time is not over."""
    today = Visit.objects.get(on=ON)
    assigning.assign(assigning.Placing(today.pk, (workers[0].pk,), 480), by=office, at=AT)
    Visit.objects.filter(pk=today.pk).update(state="done", started_at=moment(8), ended_at=moment(9))
    change(at=moment(11))
    assert list(Visit.objects.filter(on=ON).values_list("state", flat=True)) == ["done"]


def test_come_once_after_a_rest_in_which_the_plan_was_changed(plan, change, person, clerk) -> None:
    rest = resting.rest(person_id=person.pk, reason="hospital", from_=ON, until=None, by=clerk, at=AT)
    change(care(weekdays=(2, 4)))
    assert not Visit.objects.filter(state="planned").exists()
    resting.back(rest_id=rest.pk, on=ON + timedelta(days=1), by=clerk, at=LATER)
    waiting = Visit.objects.filter(state="planned").order_by("on")
    assert list(waiting.values_list("on", flat=True))[:2] == [WEDNESDAY, FRIDAY]
    assert waiting.filter(on=WEDNESDAY).count() == 1


def test_match_each_visit_with_what_is_nearest_in_time() -> None:
    expected = [Coming(1, ON, "meal_help", 1, 480, 600), Coming(2, ON, "meal_help", 1, 700, 800)]
    wanted = [Coming(9, ON, "meal_help", 1, 720, 800), Coming(8, ON, "meal_help", 1, 420, 540)]
    assert {number: one.id for number, one in continued(expected, wanted).items()} == {1: 8, 2: 9}
    assert {number: one.id for number, one in continued(expected, wanted[:1]).items()} == {2: 9}
    assert continued(expected, [Coming(9, WEDNESDAY, "meal_help", 1, 480, 600)]) == {}
    assert continued(expected, [Coming(9, ON, "meal_help", 2, 480, 600)]) == {}
