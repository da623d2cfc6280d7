"""Who goes: assigned by hand or by a day plan, taken off again; nobody is sent to two homes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused, after
from yinling.care.visits.actions.permits import keep_step, locked_visit, step_visit
from yinling.care.visits.domain.states import VISIT_MOVES
from yinling.care.visits.models import Visit, VisitCarer, VisitState
from yinling.care.visits.queries.people import objections_to
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment
from yinling.people.workforce.actions.locking import lock_workers
from yinling.people.workforce.queries.workers import worker_lines


class CannotGo(StepRefused):
    """Somebody may not be sent; the words name who and why."""


class WrongNumber(StepRefused):
    """A visit for two needs two."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"这次上门需要 {needed} 名护理员，请选满，且不要重复")


@dataclass(frozen=True)
class Placing:
    """One line of a day plan: a visit, who goes, and when (minutes from midnight)."""

    visit_id: int
    worker_ids: tuple[int, ...]
    starts: int


@transaction.atomic
def assign(placing: Placing, *, by: Actor, at: datetime, note: str = "") -> Visit:
    """Sends workers to a visit at a time, instead of those who were to go. Raises CannotGo, WrongNumber, WrongState."""
    permit(by, "visits.manage")
    visit = locked_visit(placing.visit_id, by=by, at=at)
    state = after(VISIT_MOVES, "assign", visit.state)
    _check(visit, placing)
    before = list(visit.carers.values_list("worker_id", flat=True))
    visit.carers.all().delete()
    _send(visit, placing)
    names = "、".join(line.name for line in worker_lines(placing.worker_ids).values())
    keep_step(
        visit, "assign", by=by, at=at, note=note or names, state=state, planned_start=placing.starts, cause="",
        late_told_at=None,
    )  # fmt: skip
    _tell_change(visit, before, placing.worker_ids)
    return visit


def _tell_change(visit: Visit, before: Sequence[int], now: Sequence[int]) -> None:
    """Another carer than agreed: the older person has to be asked again."""
    if visit.is_confirmed and set(before) != set(now):
        Visit.objects.filter(pk=visit.pk).update(is_confirmed=False)
        visit.is_confirmed = False


def _check(visit: Visit, placing: Placing) -> None:
    if len(set(placing.worker_ids)) != visit.carers_needed:
        raise WrongNumber(visit.carers_needed)
    if not visit.window_from <= placing.starts <= visit.window_until:
        raise CannotGo("上门时间不在约定的时段内")
    # Two dispatchers who send the same person wait for each other here.
    lock_workers(placing.worker_ids)
    lines = worker_lines(placing.worker_ids)
    for worker_id in placing.worker_ids:
        if worker_id not in lines:
            raise CannotGo("没有这名护理员")
        if found := objections_to(worker_id, visit, starts=placing.starts):
            raise CannotGo(f"{lines[worker_id].name}：{'；'.join(found)}")


def _send(visit: Visit, placing: Placing) -> None:
    ends = placing.starts + visit.minutes
    rows = [
        VisitCarer(visit=visit, worker_id=one, on=visit.on, starts=placing.starts, ends=ends)
        for one in placing.worker_ids
    ]
    try:
        with transaction.atomic():
            VisitCarer.objects.bulk_create(rows)
    except IntegrityError as twice:
        raise CannotGo("同一时间已有另一次上门") from twice


@transaction.atomic
def release(*, visit_id: int, by: Actor, at: datetime, note: str = "") -> Visit:
    """Takes everybody off a visit; it waits for somebody again. Raises WrongState."""
    permit(by, "visits.manage")
    visit = locked_visit(visit_id, by=by, at=at)
    visit.carers.all().delete()
    step_visit(visit, "release", by=by, at=at, note=note)
    return visit


@transaction.atomic
def fix(*, visit_id: int, is_fixed: bool, by: Actor, at: datetime) -> Visit:
    """Says whether a new day plan may move the visit."""
    permit(by, "visits.manage")
    visit = locked_visit(visit_id, by=by, at=at)
    keep_step(visit, "fix", by=by, at=at, is_fixed=is_fixed)
    return visit


def release_absent(worker_id: int, *, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime) -> list[int]:
    """Visits of somebody who cannot come, in that stretch of time: taken off, the office is told by the list. Ids."""
    rows = VisitCarer.objects.filter(worker=worker_id, visit__state=VisitState.ASSIGNED).select_related("visit")
    lost = sorted({row.visit_id for row in rows if _meets(row, starts_at, ends_at)})
    for visit_id in lost:
        _release_one(visit_id, by, at)
    return lost


def _meets(row: VisitCarer, starts_at: datetime, ends_at: datetime) -> bool:
    begins = day_moment(row.on, row.starts)
    return begins < ends_at and starts_at < day_moment(row.on, row.ends)


@transaction.atomic
def _release_one(visit_id: int, by: Actor, at: datetime) -> None:
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.state == VisitState.ASSIGNED:
        visit.carers.all().delete()
        keep_step(visit, "release", by=by, at=at, note="护理员请假", state=VisitState.PLANNED, cause="carer_absent")
