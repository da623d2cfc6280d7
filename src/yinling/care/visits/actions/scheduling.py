"""Plans and orders become visits for the coming days; what has fallen away is called off, what is back comes back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from yinling.care.orders.actions.following import end_over, follow_plans
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.queries.due import Due, due_in
from yinling.care.plans.queries import items_on
from yinling.care.visits.actions.permits import keep_step, step_visit
from yinling.care.visits.models import Visit, VisitState
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period, day_of, minute_of_day

WAITING = [VisitState.PLANNED, VisitState.ASSIGNED]


def schedule(*, from_: date, until: date, by: Actor, at: datetime, provider_id: int | None = None) -> int:
    """Makes the visits of care plans and of accepted orders in [from_, until). How many are new; again adds nothing."""
    permit(by, "visits.manage", "orders.place")
    asked = Period(from_, until)
    end_over(by=by, at=at)
    follow_plans(asked, by=by, at=at, provider_id=provider_id)
    return sum(_make(part, asked, by, at) for part in due_in(asked, provider_id=provider_id))


@transaction.atomic
def schedule_at_once(*, by: Actor, at: datetime, **which: int) -> int:
    """Visits of some orders for the days ahead: what is wanted today cannot wait for the night. How many are new."""
    today = day_of(at)
    asked = Period(today, today + timedelta(days=load_visit_limits(settings.PACK).schedule_days))
    return sum(_make([_ahead(due, at) for due in part], asked, by, at) for part in due_in(asked, **which))


def _ahead(due: Due, at: datetime) -> Due:
    """Without today if its time is over; a single day stays, so that it is seen that nobody came."""
    if len(due.days) < 2 or due.days[0] != day_of(at) or due.window_until >= minute_of_day(at):
        return due
    return replace(due, days=due.days[1:])


@transaction.atomic
def _make(part: list[Due], asked: Period, by: Actor, at: datetime) -> int:
    orders = [due.order_id for due in part]
    rows = Visit.objects.filter(order__in=orders, on__gte=asked.from_, on__lt=asked.until)
    known = set(rows.values_list("order_id", "on"))
    wanted = [_visit(due, day) for due in part for day in due.days if (due.order_id, day) not in known]
    # Two runs at once meet in the constraint: the later one leaves what the earlier one made.
    Visit.objects.bulk_create(wanted, ignore_conflicts=True)
    if wanted:
        made = {"visits": len(wanted), "from": asked.from_, "until": asked.until}
        record(by=by, at=at, verb="visits.schedule", subject="visits", after=made)
    return len(wanted)


def _visit(due: Due, day: date) -> Visit:
    return Visit(
        order_id=due.order_id, person_id=due.person_id, area=due.area, provider_id=due.provider_id,
        service_code=due.service_code, on=day, window_from=due.window_from, window_until=due.window_until,
        minutes=due.minutes, carers_needed=due.carers,
    )  # fmt: skip


@transaction.atomic
def call_off_coming(
    *, from_: date, until: date | None, cause: str, note: str, by: Actor, at: datetime, **which: int
) -> int:
    """Visits of an order or a person in [from_, until) that have not begun fall away. How many."""
    waiting = Visit.objects.select_for_update().filter(on__gte=from_, state__in=WAITING, **which)
    visits = list(waiting.filter(on__lt=until) if until else waiting)
    for visit in visits:
        visit.carers.all().delete()
        step_visit(visit, "cancel", by=by, at=at, note=note, cause=cause)
    return len(visits)


@transaction.atomic
def bring_back(*, person_id: int, on: date, cause: str, by: Actor, at: datetime) -> int:
    """Visits that were called off for a rest and lie after its end come back. How many."""
    lost = list(
        Visit.objects.select_for_update().filter(person=person_id, on__gte=on, state=VisitState.CANCELLED, cause=cause)
    )
    for visit in lost:
        keep_step(visit, "reopen", by=by, at=at, state=VisitState.PLANNED, cause="")
    return len(lost)


@transaction.atomic
def call_off_undue(*, plan_id: int, provider_id: int, from_: date, by: Actor, at: datetime) -> int:
    """Visits of a plan that the version now in force no longer asks for, from a day on, fall away. How many."""
    waiting = Visit.objects.select_for_update().filter(
        on__gte=from_, state__in=WAITING, order__plan_item__version__plan=plan_id
    )
    visits = list(waiting.select_related("order"))
    days = {visit.on for visit in visits}
    due = {day: {item.plan_item_id for item in items_on(on=day, provider_id=provider_id)} for day in days}
    lost = [visit for visit in visits if visit.order.plan_item_id not in due[visit.on]]
    for visit in lost:
        visit.carers.all().delete()
        step_visit(visit, "cancel", by=by, at=at, note="照护计划已变更", cause="order_ended")
    return len(lost)
