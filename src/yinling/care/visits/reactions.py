"""What visits do when others announce something."""

from datetime import datetime, timedelta

from yinling.care.orders.events import OrderAccepted, OrderEnded, RestBegun, RestEnded
from yinling.care.plans.events import PlanAgreed, PlanEnded
from yinling.care.visits.actions.assigning import release_absent
from yinling.care.visits.actions.scheduling import bring_back, call_off_coming, follow_plan, schedule_at_once
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment
from yinling.people.workforce.events import WorkerAbsent, WorkerLeft

ALWAYS = timedelta(days=3650)


def free_visits_of_absent(event: WorkerAbsent, *, by: Actor, at: datetime) -> None:
    """Visits of somebody who cannot come wait for somebody else."""
    release_absent(event.worker_id, starts_at=event.starts_at, ends_at=event.ends_at, by=by, at=at)


def free_visits_of_left(event: WorkerLeft, *, by: Actor, at: datetime) -> None:
    """Visits from the day on which somebody is no longer there wait for somebody else."""
    first = day_moment(event.from_, 0)
    release_absent(event.worker_id, starts_at=first, ends_at=first + ALWAYS, by=by, at=at, note="护理员离职")


def schedule_accepted_order(event: OrderAccepted, *, by: Actor, at: datetime) -> None:
    """Somebody may be expected this very day."""
    schedule_at_once(pk=event.order_id, by=by, at=at)


def end_visits_of_order(event: OrderEnded, *, by: Actor, at: datetime) -> None:
    """Nobody comes for an order that has ended."""
    call_off_coming(
        order=event.order_id, from_=event.from_, until=None, cause="order_ended", note=event.note, by=by, at=at
    )


def rest_visits(event: RestBegun, *, by: Actor, at: datetime) -> None:
    """Nobody comes to somebody who is not at home."""
    call_off_coming(
        person=event.person_id, from_=event.from_, until=event.until, cause=event.reason, note="", by=by, at=at
    )


def resume_visits(event: RestEnded, *, by: Actor, at: datetime) -> None:
    """The person is at home again."""
    bring_back(person_id=event.person_id, on=event.on, cause=event.reason, by=by, at=at)
    schedule_at_once(person_id=event.person_id, by=by, at=at)


def follow_agreed_plan(event: PlanAgreed, *, by: Actor, at: datetime) -> None:
    """What the new version wants too goes on; what it no longer asks for is not done; what it adds is."""
    follow_plan(plan_id=event.plan_id, from_=event.in_force_from, by=by, at=at)
    schedule_at_once(plan_id=event.plan_id, by=by, at=at)


def end_visits_of_plan(event: PlanEnded, *, by: Actor, at: datetime) -> None:
    """Nobody comes for a plan that has ended."""
    follow_plan(plan_id=event.plan_id, from_=event.ended_on, by=by, at=at)
