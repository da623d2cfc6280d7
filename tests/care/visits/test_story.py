"""From an order to a proved visit, and everything that may come between."""

from datetime import date, timedelta

import pytest

from tests.care import story
from tests.care.visits.conftest import AT, DOOR, ON, moment, worker
from yinling.care.dispatch.reactions import tell_of_return
from yinling.care.orders.actions import offering, ordering, resting
from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused, WrongState
from yinling.care.orders.models import Order
from yinling.care.plans import actions as plans
from yinling.care.plans.events import PlanEnded
from yinling.care.visits.actions import assigning, carrying_out, ending, scheduling
from yinling.care.visits.domain.marks import read_mark
from yinling.care.visits.models import Trouble, Visit, VisitCarer
from yinling.care.visits.queries import visits
from yinling.care.visits.reactions import end_visits_of_plan, free_visits_of_left
from yinling.foundation.outbox.models import Event, Notice
from yinling.kernel.actor import machine
from yinling.people.workforce.events import WorkerAbsent, WorkerBack, WorkerLeft
from yinling.people.workforce.models import Absence

WEEK = timedelta(days=7)
WATCH = machine("值守")
WANTED = ordering.Wanted("meal_help", ON, 540, 660, 30, weekdays=(0, 2))


@pytest.fixture
def order(person, provider, clerk, office):
    """A weekly order that the provider took."""
    made = ordering.place(WANTED, person_id=person.pk, source="desk", by=clerk, at=AT)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=AT)
    return offering.answer(order_id=made.pk, is_accepted=True, by=office, at=AT)


@pytest.fixture
def visit(order, office):
    """Its first visit, today."""
    scheduling.schedule(from_=ON, until=ON + WEEK, by=office, at=AT)
    return Visit.objects.get(on=ON)


@pytest.fixture
def assigned(visit, office, workers):
    """The first carer goes at nine."""
    return assigning.assign(assigning.Placing(visit.pk, (workers[0].pk,), 540), by=office, at=AT)


def send(kind: str, visit: Visit, carer, at, *, key: str = "", said_at=None, **more):
    """What the carer's phone sends."""
    raw = {"visit": visit.pk, "kind": kind, "key": key or f"{kind}-{visit.pk}-key", **more}
    raw["said_at"] = (said_at or at).isoformat()
    return carrying_out.mark(read_mark(raw), by=carer, at=at)


def test_goes_from_asking_to_a_proved_visit(assigned, carer, code) -> None:
    send("arrival", assigned, carer, moment(9), code=code)
    assert Visit.objects.get(on=ON).state == "under_way"
    send("tasks", assigned, carer, moment(9, 20), tasks=[{"name": "准备午餐", "state": "done"}])
    send("leaving", assigned, carer, moment(9, 31), longitude=DOOR[0], latitude=DOOR[1], accuracy=15)
    done = Visit.objects.get(on=ON)
    assert (done.state, done.is_proved, done.oddities, done.minutes_counted) == ("done", True, [], 31)
    assert Event.objects.filter(kind="visits.VisitCompleted").count() == 1
    assert [record.verb for record in done.records.all()] == ["assign", "start", "finish"]


def test_keeps_a_record_sent_twice_once(assigned, carer, code) -> None:
    first = send("arrival", assigned, carer, moment(9), code=code)
    again = send("arrival", assigned, carer, moment(11), code=code)
    assert first.pk == again.pk
    assert Visit.objects.get(on=ON).marks.count() == 1


def test_refuses_records_of_somebody_who_does_not_go(assigned, provider, code) -> None:
    other = story.actor("carer", "other", organisation_id=provider.pk)
    worker(provider, 9, user_id=other.user_id)
    with pytest.raises(NotThere):
        send("arrival", assigned, other, moment(9), code=code)
    with pytest.raises(NotPermitted):
        send("arrival", assigned, story.clerk(), moment(9), code=code)


def test_does_not_prove_a_visit_far_from_the_door(assigned, carer, code) -> None:
    send("arrival", assigned, carer, moment(9), code="wrong", longitude=121.2, latitude=31.2)
    send("leaving", assigned, carer, moment(9, 30))
    done = Visit.objects.get(on=ON)
    assert not done.is_proved
    assert done.oddities == ["not_at_door"]


def test_weighs_records_again_that_come_after_the_end(assigned, carer, code) -> None:
    """A phone without network sends the leaving before the arrival has got through."""
    send("leaving", assigned, carer, moment(10), said_at=moment(9, 30), code=code)
    assert Visit.objects.get(on=ON).oddities == ["no_arrival"]
    send("arrival", assigned, carer, moment(10, 1), said_at=moment(9), code=code)
    done = Visit.objects.get(on=ON)
    assert (done.is_proved, done.oddities) == (True, [])
    assert Event.objects.filter(kind="visits.VisitCorrected").exists()


def test_schedules_once_however_often_it_is_asked(order, office) -> None:
    assert Visit.objects.filter(order=order).count() == 4  # as soon as the order was taken
    assert scheduling.schedule(from_=ON, until=ON + 2 * WEEK, by=office, at=AT) == 0
    assert scheduling.schedule(from_=ON, until=ON + 3 * WEEK, by=office, at=AT) == 2
    assert scheduling.schedule(from_=ON, until=ON + 3 * WEEK, by=office, at=AT) == 0
    assert set(Visit.objects.values_list("state", flat=True)) == {"planned"}


@pytest.mark.parametrize(
    ("weekdays", "hour", "first"), [((), 8, 0), ((0, 1), 8, 0), ((0, 1), 13, 1), ((), 13, 0)],
    ids=["once", "weekly", "weekly-too-late-for-today", "once-and-too-late"],
)  # fmt: skip
def test_expects_somebody_today_where_an_order_is_taken_in_time(
    person, provider, clerk, office, weekdays, hour, first
) -> None:
    """A visit of this one day that cannot be made any more stays, so that it is seen."""
    wanted = ordering.Wanted("meal_help", ON, 540, 660, 30, weekdays=weekdays)
    made = ordering.place(wanted, person_id=person.pk, source="desk", by=clerk, at=AT)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=AT)
    offering.answer(order_id=made.pk, is_accepted=True, by=office, at=moment(hour))
    assert Visit.objects.order_by("on").values_list("on", flat=True)[0] == ON + timedelta(first)


def test_comes_again_on_the_day_on_which_somebody_is_back(order, person, clerk) -> None:
    Visit.objects.all().delete()  # a long rest: no day of it was ever scheduled
    kept = resting.rest(person_id=person.pk, reason="hospital", from_=ON - 4 * WEEK, until=None, by=clerk, at=AT)
    resting.back(rest_id=kept.pk, on=ON, by=clerk, at=AT)
    assert Visit.objects.filter(on=ON, state="planned").count() == 1


def test_follows_an_agreed_plan(person, provider, clerk, office, elder) -> None:
    plan = plans.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)
    details = plans.ItemDetails("personal_care", (0, 2, 4), window_from=480, window_until=720, minutes=60)
    plans.put_item(details, plan_id=plan.pk, by=office, at=AT)
    assert scheduling.schedule(from_=ON, until=ON + WEEK, by=office, at=AT) == 0
    plans.propose(plan_id=plan.pk, by=office, at=AT)
    plans.agree(plan_id=plan.pk, by=elder, at=AT)
    assert Visit.objects.count() == 6  # at once, for two weeks
    assert scheduling.schedule(from_=ON, until=ON + 2 * WEEK, by=office, at=AT) == 0
    visit = Visit.objects.order_by("on").first()
    assert (visit.window_from, visit.window_until, visit.minutes) == (480, 660, 60)
    assert Order.objects.get().source == "plan"


def test_calls_off_what_a_new_version_of_the_plan_no_longer_asks_for(person, provider, clerk, office, elder) -> None:
    plan = plans.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)
    details = plans.ItemDetails("personal_care", (0, 2, 4), window_from=480, window_until=720, minutes=60)
    plans.put_item(details, plan_id=plan.pk, by=office, at=AT)
    plans.propose(plan_id=plan.pk, by=office, at=AT)
    plans.agree(plan_id=plan.pk, by=elder, at=AT)
    end_visits_of_plan(PlanEnded(plan.pk, person.pk, provider.pk, ON + timedelta(1)), by=office, at=AT)
    assert Visit.objects.filter(state="cancelled").count() == 0  # the plan itself still asks for them
    plans.end(plan_id=plan.pk, on=ON + timedelta(1), reason="不再需要", by=office, at=AT)
    assert list(Visit.objects.filter(state="planned").values_list("on", flat=True)) == [ON]
    assert Visit.objects.filter(state="cancelled", cause="order_ended").count() == 5


def test_sends_nobody_to_two_homes(assigned, office, workers, person, provider, clerk) -> None:
    other = ordering.place(
        ordering.Wanted("meal_help", ON, 540, 600, 30), person_id=person.pk, source="desk", by=clerk, at=AT
    )
    offering.offer(order_id=other.pk, provider_id=provider.pk, by=clerk, at=AT)
    offering.answer(order_id=other.pk, is_accepted=True, by=office, at=AT)
    scheduling.schedule(from_=ON, until=ON + WEEK, by=office, at=AT)
    second = Visit.objects.get(order=other)
    with pytest.raises(assigning.CannotGo, match="同一时间已有另一次上门"):
        assigning.assign(assigning.Placing(second.pk, (workers[0].pk,), 555), by=office, at=AT)
    assigning.assign(assigning.Placing(second.pk, (workers[0].pk,), 570), by=office, at=AT)
    assert VisitCarer.objects.count() == 2


@pytest.mark.parametrize(("starts", "number", "why"), [(400, 0, "时段"), (700, 0, "时段"), (540, None, "1 名护理员")])
def test_refuses_a_wrong_time_or_number(visit, office, workers, starts, number, why) -> None:
    chosen = (workers[0].pk, workers[1].pk) if number is None else (workers[number].pk,)
    with pytest.raises(StepRefused, match=why):
        assigning.assign(assigning.Placing(visit.pk, chosen, starts), by=office, at=AT)


def test_refuses_somebody_with_an_expired_certificate(visit, office, workers) -> None:
    workers[0].qualifications.filter(kind="health").update(valid_until=date(2026, 2, 1))
    with pytest.raises(assigning.CannotGo, match="过期"):
        assigning.assign(assigning.Placing(visit.pk, (workers[0].pk,), 540), by=office, at=AT)


def test_takes_the_visits_of_somebody_who_is_ill(assigned, office, workers) -> None:
    event = WorkerAbsent(1, workers[0].pk, workers[0].provider_id, ON, moment(7, 30), moment(18))
    from yinling.care.visits.reactions import free_visits_of_absent  # noqa: PLC0415  the wiring calls it

    free_visits_of_absent(event, by=office, at=AT)
    visit = Visit.objects.get(pk=assigned.pk)
    assert (visit.state, visit.cause, visit.carers.count()) == ("planned", "carer_absent", 0)
    assert Absence.objects.count() == 0


def test_frees_the_visits_of_somebody_who_leaves_and_tells_the_office(assigned, office, workers) -> None:
    leaving = workers[0]
    free_visits_of_left(WorkerLeft(leaving.pk, leaving.provider_id, ON + timedelta(1)), by=office, at=AT)
    assert Visit.objects.get(pk=assigned.pk).state == "assigned"
    free_visits_of_left(WorkerLeft(leaving.pk, leaving.provider_id, ON), by=office, at=AT)
    visit = Visit.objects.get(pk=assigned.pk)
    assert (visit.state, visit.carers.count()) == ("planned", 0)
    assert visit.records.last().note == "护理员离职"
    told = Notice.objects.get(organisation_id=leaving.provider_id, text__contains="护理员离职")
    assert leaving.name in told.text
    tell_of_return(WorkerBack(1, leaving.pk, leaving.provider_id, ON), by=office, at=AT)
    assert Notice.objects.filter(text__contains="撤销了请假", link=f"/visits/?on={ON}").count() == 1


def test_leaves_visits_outside_the_absence_alone(assigned, office, workers) -> None:
    assert assigning.release_absent(workers[0].pk, starts_at=moment(9, 30), ends_at=moment(18), by=office, at=AT) == []
    assert Visit.objects.get(pk=assigned.pk).state == "assigned"


def test_calls_visits_off_for_a_rest_and_brings_them_back(order, office, person, clerk) -> None:
    scheduling.schedule(from_=ON, until=ON + 2 * WEEK, by=office, at=AT)
    rest = resting.rest(person_id=person.pk, reason="hospital", from_=ON, until=None, by=clerk, at=AT)
    assert Visit.objects.filter(state="cancelled", cause="hospital").count() == 4
    assert scheduling.schedule(from_=ON, until=ON + 3 * WEEK, by=office, at=AT) == 0
    resting.back(rest_id=rest.pk, on=ON + WEEK, by=clerk, at=AT)
    assert Visit.objects.filter(state="planned").count() == 2
    with pytest.raises(resting.RestOverlaps):
        resting.rest(person_id=person.pk, reason="away", from_=ON + timedelta(1), until=None, by=clerk, at=AT)


def test_tells_a_late_visit_once_and_a_missed_one_once(assigned) -> None:
    assert ending.watch(by=WATCH, at=moment(9, 14)) == (0, 0)
    assert ending.watch(by=WATCH, at=moment(9, 15)) == (1, 0)
    assert ending.watch(by=WATCH, at=moment(9, 40)) == (0, 0)
    assert ending.watch(by=WATCH, at=moment(10)) == (0, 1)
    assert ending.watch(by=WATCH, at=moment(11)) == (0, 0)
    missed = Visit.objects.get(pk=assigned.pk)
    assert (missed.state, missed.cause) == ("missed", "not_come")
    assert Event.objects.filter(kind="visits.VisitMissed").count() == 1


def test_does_a_missed_visit_late(assigned, carer, code) -> None:
    ending.watch(by=WATCH, at=moment(10))
    send("arrival", assigned, carer, moment(11), code=code)
    send("leaving", assigned, carer, moment(11, 30), code=code)
    assert Visit.objects.get(pk=assigned.pk).is_proved


def test_lets_the_older_person_refuse_confirm_and_rate(assigned, elder, carer, code) -> None:
    ending.confirm(visit_id=assigned.pk, by=elder, at=AT)
    with pytest.raises(ending.NotYetOver):
        ending.rate(visit_id=assigned.pk, score=3, by=elder, at=AT)
    send("arrival", assigned, carer, moment(9), code=code)
    send("leaving", assigned, carer, moment(9, 30), code=code)
    ending.rate(visit_id=assigned.pk, score=1, by=elder, at=AT)
    ending.rate(visit_id=assigned.pk, score=3, by=elder, at=AT)
    line, *_later = visits.coming(assigned.person_id, actor=elder, at=AT)
    assert line.score == 3
    with pytest.raises(WrongState):
        ending.call_off(visit_id=assigned.pk, cause="elder_refused", by=elder, at=AT)


def test_keeps_the_refusal_as_the_older_persons(assigned, elder) -> None:
    ending.call_off(visit_id=assigned.pk, cause="hospital", by=elder, at=AT)
    visit = Visit.objects.get(pk=assigned.pk)
    assert (visit.state, visit.cause, visit.carers.count()) == ("refused", "elder_refused", 0)


def test_keeps_what_stood_before_a_correction(assigned, office, carer, code) -> None:
    send("arrival", assigned, carer, moment(9), code=code)
    send("leaving", assigned, carer, moment(9, 30), code=code)
    right = {"visit_id": assigned.pk, "started_at": moment(9), "ended_at": moment(9, 40), "by": office}
    with pytest.raises(ending.ReasonNeeded):
        ending.correct(**right, note=" ", at=moment(12))
    ending.correct(**right, note="离开时忘了扫码", at=moment(12))
    visit = Visit.objects.get(pk=assigned.pk)
    assert (visit.minutes_counted, visit.is_proved, visit.oddities) == (40, True, ["corrected"])
    assert visit.records.get(verb="correct").before["minutes_counted"] == 30
    said = {
        name: (before, after) for name, before, after in visits.records_of(visit.pk, actor=office, at=AT)[-1].changes
    }
    assert said["结束"] == ("09:30", "09:40")
    assert said["认定分钟数"] == ("30", "40")
    assert said["异常"] == ("—", "人工更正过时间")


def test_lapses_an_offer_that_nobody_answers(person, provider, clerk, office) -> None:
    made = ordering.place(WANTED, person_id=person.pk, source="desk", by=clerk, at=AT)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=AT)
    assert offering.lapse_overdue(by=WATCH, at=AT + timedelta(hours=4)) == 0
    assert offering.lapse_overdue(by=WATCH, at=AT + timedelta(hours=5)) == 1
    assert offering.lapse_overdue(by=WATCH, at=AT + timedelta(hours=6)) == 0
    assert Order.objects.get().state == "lapsed"
    with pytest.raises(NotThere):
        offering.answer(order_id=made.pk, is_accepted=True, by=office, at=AT + timedelta(hours=6))


def test_asks_for_a_reason_when_an_order_is_not_taken(person, provider, clerk, office) -> None:
    made = ordering.place(WANTED, person_id=person.pk, source="desk", by=clerk, at=AT)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=AT)
    with pytest.raises(offering.ReasonNeeded):
        offering.answer(order_id=made.pk, is_accepted=False, by=office, at=AT)
    assert offering.answer(order_id=made.pk, is_accepted=False, reason="人手不足", by=office, at=AT).state == "declined"


def test_ends_an_order_and_its_coming_visits(visit, order, clerk) -> None:
    ordering.end_order(order_id=order.pk, until=ON + timedelta(1), note="不需要了", by=clerk, at=AT)
    assert Visit.objects.filter(state="cancelled", cause="order_ended").count() == 3
    assert Order.objects.get().state == "ended"
    assert Visit.objects.get(pk=visit.pk).state == "planned"


def test_orders_for_oneself_or_as_family_but_not_as_the_desk(person, elder) -> None:
    mine = ordering.place(WANTED, person_id=person.pk, source="elder", by=elder, at=AT)
    assert mine.state == "open"
    with pytest.raises(NotPermitted):
        ordering.place(WANTED, person_id=person.pk, source="desk", by=elder, at=AT)
    with pytest.raises(ordering.PastDay):
        ordering.place(
            ordering.Wanted("meal_help", ON - WEEK, 540, 600, 30), person_id=person.pk, source="elder", by=elder, at=AT
        )


def test_keeps_a_trouble_once_and_closes_it_with_what_was_done(assigned, carer, office) -> None:
    told = {"visit_id": assigned.pk, "kind": "fall", "text": "在卫生间滑倒", "key": "trouble-key-1"}
    first = ending.tell_trouble(**told, by=carer, at=AT)
    assert ending.tell_trouble(**told, by=carer, at=AT).pk == first.pk
    with pytest.raises(ending.ReasonNeeded):
        ending.close_trouble(trouble_id=first.pk, outcome=" ", by=office, at=AT)
    ending.close_trouble(trouble_id=first.pk, outcome="已送医，家属已到", by=office, at=AT)
    assert Trouble.objects.get().closed_by_name == office.name


def test_shows_a_visit_only_to_those_concerned(assigned, provider) -> None:
    near, far = story.clerk(), story.clerk(story.OTHER_TOWN)
    stranger = story.actor("carer", "stranger", organisation_id=provider.pk)
    seen = [visits.visit_line(assigned.pk, actor=one, at=AT) is not None for one in (near, far, stranger)]
    assert seen == [True, False, False]
