"""A proposal becomes assignments: in groups that do not wait for each other, each line with every check again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yinling.care.dayplans.actions.proposing import keep, locked_plan
from yinling.care.dayplans.domain.batches import Move, batches
from yinling.care.dayplans.models import DayPlan, PlanLine, PlanState
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused
from yinling.care.visits.actions.sending import Placing, assign_all
from yinling.care.visits.queries.planning import OPEN, PlannedVisit, visits_to_plan
from yinling.care.visits.queries.visits import visits_visible
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

CHANGED = "计算以后已有变动（{words}），没有再改"
NOTE = "按日计划"
AT_ONCE = 150


@transaction.atomic
def accept(*, plan_id: int, by: Actor, at: datetime) -> None:
    """The dispatcher takes the proposal; the job then applies it. Raises WrongState."""
    permit(by, "visits.manage")
    plan = locked_plan(plan_id, "apply", by=by)
    if plan.on < day_of(at):
        raise StepRefused("过去的日子不能再排")
    plan.share = 0
    plan.save(update_fields=["state", "share"])
    keep(plan, "apply", by=by, at=at)


def carry_out(plan_id: int, *, by: Actor, at: datetime) -> None:
    """Assigns group by group and tells how far it is; what cannot be done is kept with its reason, and stays as it was.

    Each group is one transaction: if the job is cut off, every visit has either its old carers or its new ones.
    """
    plan = DayPlan.objects.get(pk=plan_id, state=PlanState.APPLYING)
    now = _now(plan, by)
    wanted = [line for line in plan.lines.all() if line.workers and _is_change(line)]
    able = {line.visit_id: line for line in wanted if _is_unchanged(line, now)}
    done = 0
    for batch in batches([_move(line, now[line.visit_id]) for line in able.values()], AT_ONCE):
        _apply([able[int(str(move.key))] for move in batch], plan, by=by, at=at)
        done += len(batch)
        DayPlan.objects.filter(pk=plan_id).update(share=100 * done // len(able))
    _finish(plan_id, wanted, by=by, at=at)


def _move(line: PlanLine, now: PlannedVisit) -> Move:
    left = None if line.starts_before is None else (line.starts_before, line.starts_before + now.minutes)
    starts = int(line.starts or 0)
    return Move(line.visit_id, now.workers, left, tuple(line.workers), (starts, starts + now.minutes))


def _apply(lines: Sequence[PlanLine], plan: DayPlan, *, by: Actor, at: datetime) -> None:
    placings = [Placing(line.visit_id, tuple(line.workers), int(line.starts or 0)) for line in lines]
    refused = assign_all(placings, on=plan.on, by=by, at=at, note=NOTE)
    for line in lines:
        line.refusal = refused.get(line.visit_id, "")[:300]


@transaction.atomic
def _finish(plan_id: int, wanted: Sequence[PlanLine], *, by: Actor, at: datetime) -> None:
    plan = locked_plan(plan_id, "finish", by=by)
    PlanLine.objects.bulk_update([line for line in wanted if line.refusal], ["refusal"], batch_size=500)
    plan.left_over, plan.finished_at, plan.share = sum(bool(line.refusal) for line in wanted), at, 100
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
