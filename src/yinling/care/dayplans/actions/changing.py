"""One line of a proposal is changed by hand, and the measures are taken anew."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from yinling.care.dayplans.actions.proposing import TOMORROW, keep, locked_plan
from yinling.care.dayplans.domain.days import SECOND, Translated, translate_known
from yinling.care.dayplans.domain.plans import known_routes, tell_measures
from yinling.care.dayplans.domain.proposals import Known, Proposed, with_fixed, with_own_way
from yinling.care.dayplans.models import DayPlan
from yinling.care.dayplans.queries.days import stored_day
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused
from yinling.engines.routing.days_plan import Measures, measure
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of, minute_of_day


@dataclass(frozen=True)
class Change:
    """Which visit of which plan, who goes now, and when (minutes from midnight)."""

    plan_id: int
    visit_id: int
    worker_ids: tuple[int, ...]
    starts: int


@transaction.atomic
def change_line(change: Change, *, by: Actor, at: datetime) -> None:
    """Keeps who goes when in the proposal; the caller has checked whether they can. Raises NotThere, StepRefused."""
    permit(by, "visits.manage")
    plan = locked_plan(change.plan_id, "change", by=by)
    line = plan.lines.filter(visit=change.visit_id).first()
    if line is None:
        raise StepRefused("这次上门不在方案里")
    line.workers, line.starts, line.reasons = list(change.worker_ids), change.starts, []
    known = Known(line.visit_id, tuple(line.workers_before), line.starts_before)
    line.is_disturbed = Proposed(known, change.worker_ids, change.starts).is_disturbed
    line.save(update_fields=["workers", "starts", "reasons", "is_disturbed"])
    plan.unserved = sum(not workers for workers in plan.lines.values_list("workers", flat=True))
    plan.measures = tell_measures(_measured(plan))
    plan.save(update_fields=["unserved", "measures"])
    keep(plan, "change", by=by, at=at)


def _measured(plan: DayPlan) -> Measures:
    """What the proposal is worth with all its lines as they are now, on the day as it was when it was asked for."""
    now = minute_of_day(plan.asked_at) if plan.on == day_of(plan.asked_at) else TOMORROW
    day = stored_day(plan.provider_id, on=plan.on, now=now, is_replan=plan.is_replan)
    found: Translated = translate_known(day.given)
    problem = with_own_way(found.problem, day.work.own_way_minutes)
    held = dict(with_fixed(replace(problem, base=replace(problem.base, held={}))).base.held)
    for visit_id, workers, starts in plan.lines.values_list("visit_id", "workers", "starts"):
        for number, worker in enumerate(workers[:2]):
            held[f"{visit_id}{SECOND if number else ''}"] = (str(worker), 60 * (starts or 0))
    routes = known_routes(replace(problem, base=replace(problem.base, held=held)))
    return measure(problem, routes)
