"""Plans and orders become visits for the coming days; what has fallen away is called off, what is back comes back."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from yinling.care.orders.actions.following import end_over, follow_plans
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.continuing import Coming, continued
from yinling.care.orders.queries.due import Due, due_in
from yinling.care.visits.actions.permits import keep_step, step_visit
from yinling.care.visits.actions.sending import Placing, assign_all
from yinling.care.visits.models import Cause, Visit, VisitState
from yinling.care.visits.queries.planning import goers_of
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import Period, day_of, minute_of_day

WAITING = [VisitState.PLANNED, VisitState.ASSIGNED]
CHANGED = "照护计划已变更"


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
    return _cancel(list(waiting.filter(on__lt=until) if until else waiting), cause=cause, note=note, by=by, at=at)


def _cancel(visits: list[Visit], *, cause: str, note: str, by: Actor, at: datetime) -> int:
    for visit in visits:
        visit.carers.all().delete()
        step_visit(visit, "cancel", by=by, at=at, note=note, cause=cause)
    return len(visits)


@transaction.atomic
def bring_back(*, person_id: int, on: date, cause: str, by: Actor, at: datetime) -> int:
    """Visits that were called off for a rest and lie after its end come back, if still ordered. How many."""
    rows = Visit.objects.select_for_update(of=("self",)).filter(
        person=person_id, on__gte=on, state=VisitState.CANCELLED, cause=cause
    )
    lost = list(rows.filter(Q(order__until=None) | Q(order__until__gt=F("on")), order__state="accepted"))
    for visit in lost:
        keep_step(visit, "reopen", by=by, at=at, state=VisitState.PLANNED, cause="")
    return len(lost)


@transaction.atomic
def follow_plan(*, plan_id: int, from_: date, by: Actor, at: datetime) -> int:
    """Visits of a plan that was changed or has ended, from a day on: what is wanted still goes on. How many fall away.

    Whoever was to go still goes, at the same time where the new window allows it, else as near to it as may be; where
    they cannot, the visit waits for somebody. What has begun or was called off for that day is not asked for twice.
    """
    rows = Visit.objects.select_for_update(of=("self",)).filter(on__gte=from_, order__plan_item__version__plan=plan_id)
    visits = list(rows.exclude(cause=Cause.ORDER_ENDED).select_related("order"))
    asked = Period(from_, max((visit.on for visit in visits), default=from_) + timedelta(days=1))
    wanted = {(due.order_id, day): due for part in due_in(asked, plan_id=plan_id) for due in part for day in due.days}
    made = {(visit.order_id, visit.on): visit for visit in visits}
    before = {visit.pk: visit for key, visit in made.items() if key not in wanted}
    found = continued(
        [_coming(visit.pk, visit.on, visit, visit.carers_needed) for visit in before.values()],
        [_coming(due.order_id, key[1], due, due.carers) for key, due in wanted.items() if key not in made],
    )
    _take_over([(before[number], wanted[one.id, one.on]) for number, one in found.items()], by, at)
    lost = [visit for number, visit in before.items() if number not in found and visit.state in WAITING]
    return _cancel(lost, cause="order_ended", note=CHANGED, by=by, at=at)


def _coming(number: int, on: date, what: Visit | Due, carers: int) -> Coming:
    return Coming(number, on, what.service_code, carers, what.window_from, what.window_until)


def _take_over(pairs: list[tuple[Visit, Due]], by: Actor, at: datetime) -> None:
    """Puts visits under other orders; where those ask for something else, it is seen whether the same carers can go."""
    goers, moved = goers_of(visit.pk for visit, _due in pairs), defaultdict[date, list[Placing]](list)
    for visit, due in pairs:
        before = _asks(visit)
        changed: dict[str, int | None] = {"order_id": due.order_id}
        if visit.state in WAITING:
            starts = visit.planned_start and min(max(visit.planned_start, due.window_from), due.window_until)
            changed |= {
                "window_from": due.window_from, "window_until": due.window_until, "minutes": due.minutes,
                "planned_start": starts,
            }  # fmt: skip
        keep_step(visit, "follow", by=by, at=at, note=CHANGED, **changed)
        if visit.state == VisitState.ASSIGNED and _asks(visit) != before:
            moved[visit.on].append(Placing(visit.pk, goers[visit.pk], visit.planned_start or visit.window_from))
    for day, placings in moved.items():
        assign_all(placings, on=day, by=machine("照护计划"), at=at, note=CHANGED)


def _asks(visit: Visit) -> tuple[int, int, int, str]:
    return visit.window_from, visit.window_until, visit.minutes, visit.order.wished_gender
