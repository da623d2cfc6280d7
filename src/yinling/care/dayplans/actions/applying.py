"""A proposal becomes assignments: all in one transaction, each with every check again."""

from datetime import datetime

from django.db import transaction

from yinling.care.dayplans.actions.proposing import keep, locked_plan
from yinling.care.dayplans.models import DayPlan, PlanLine
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused
from yinling.care.visits.actions.assigning import Placing, assign, release
from yinling.care.visits.queries.planning import OPEN, PlannedVisit, visits_to_plan
from yinling.care.visits.queries.visits import visits_visible
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

CHANGED = "计算以后已有变动（{words}），没有再改"
NOTE = "按日计划"


@transaction.atomic
def accept(*, plan_id: int, by: Actor, at: datetime) -> None:
    """The dispatcher takes the proposal; the job then applies it. Raises WrongState."""
    permit(by, "visits.manage")
    plan = locked_plan(plan_id, "apply", by=by)
    if plan.on < day_of(at):
        raise StepRefused("过去的日子不能再排")
    plan.save(update_fields=["state"])
    keep(plan, "apply", by=by, at=at)


@transaction.atomic
def carry_out(plan_id: int, *, by: Actor, at: datetime) -> None:
    """Assigns line by line; what cannot be done is kept with its reason, and stands as before."""
    plan = locked_plan(plan_id, "finish", by=by)
    now = _now(plan, by)
    wanted = [line for line in plan.lines.all() if line.workers and _is_change(line)]
    able = [line for line in wanted if _is_unchanged(line, now)]
    for line in able:  # first everybody off, so that two who change places do not stand in each other's way
        if now[line.visit_id].workers:
            release(visit_id=line.visit_id, by=by, at=at, note=NOTE)
    refused = [line for line in able if not _assigned(line, by, at)]
    for line in refused:
        _restore(line, by, at)
    PlanLine.objects.bulk_update(wanted, ["refusal"], batch_size=500)
    plan.left_over, plan.finished_at = sum(bool(line.refusal) for line in wanted), at
    plan.save()
    keep(plan, "finish", by=by, at=at)


def _now(plan: DayPlan, by: Actor) -> dict[int, PlannedVisit]:
    ids = [line.visit_id for line in plan.lines.all()]
    rows = visits_visible(by, on=plan.on).filter(pk__in=ids, on=plan.on).select_related("order")
    return {one.id: one for one in visits_to_plan(rows.order_by("pk"))}


def _is_change(line: PlanLine) -> bool:
    return set(line.workers) != set(line.workers_before) or line.starts != line.starts_before


def _is_unchanged(line: PlanLine, now: dict[int, PlannedVisit]) -> bool:
    """Whether the visit still stands as it did when the plan was reckoned."""
    one = now.get(line.visit_id)
    if one is None or one.state not in OPEN or one.is_fixed:
        words = "已固定" if one is not None and one.is_fixed else one.state_words if one is not None else "已取消"
        line.refusal = CHANGED.format(words=words)
    elif set(one.workers) != set(line.workers_before) or (one.workers and one.starts != line.starts_before):
        line.refusal = CHANGED.format(words="换了人或时间")
    return not line.refusal


def _assigned(line: PlanLine, by: Actor, at: datetime) -> bool:
    try:
        assign(Placing(line.visit_id, tuple(line.workers), int(line.starts or 0)), by=by, at=at, note=NOTE)
    except StepRefused as refused:
        line.refusal = refused.words[:300]
    return not line.refusal


def _restore(line: PlanLine, by: Actor, at: datetime) -> None:
    """Those who were to go go as before, if they still can."""
    if not line.workers_before or line.starts_before is None:
        return
    try:
        assign(Placing(line.visit_id, tuple(line.workers_before), line.starts_before), by=by, at=at, note=NOTE)
    except StepRefused as refused:
        line.refusal = f"{line.refusal}；原来的安排也不能恢复：{refused.words}"[:300]
