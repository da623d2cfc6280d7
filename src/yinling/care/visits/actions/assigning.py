"""Who goes: assigned by hand or by a day plan, taken off again; nobody is sent to two homes at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import after
from yinling.care.visits.actions.permits import keep_step, locked_visit, step_visit
from yinling.care.visits.actions.sending import CannotGo, Placing, WrongNumber, assign_all
from yinling.care.visits.domain.states import VISIT_MOVES
from yinling.care.visits.models import Visit, VisitCarer, VisitState
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment
from yinling.people.workforce.queries.workers import worker_lines


@transaction.atomic
def assign(placing: Placing, *, by: Actor, at: datetime, note: str = "") -> Visit:
    """Sends workers to a visit at a time, instead of those who were to go. Raises CannotGo, WrongNumber, WrongState."""
    permit(by, "visits.manage")
    visit = locked_visit(placing.visit_id, by=by, at=at)
    after(VISIT_MOVES, "assign", visit.state)
    if len(set(placing.worker_ids)) != visit.carers_needed:
        raise WrongNumber(visit.carers_needed)
    names = "、".join(line.name for line in worker_lines(placing.worker_ids).values())
    try:
        with transaction.atomic():
            refused = assign_all([placing], on=visit.on, by=by, at=at, note=note or names)
    except IntegrityError as twice:
        raise CannotGo("同一时间已有另一次上门") from twice
    if refused:
        raise CannotGo(refused[visit.pk])
    return Visit.objects.get(pk=visit.pk)


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


def release_absent(
    worker_id: int, *, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime, note: str = "护理员请假"
) -> list[int]:
    """Visits of somebody who cannot come, in that stretch of time: taken off, and their office is told. Ids."""
    rows = VisitCarer.objects.filter(worker=worker_id, visit__state=VisitState.ASSIGNED).select_related("visit")
    lost = sorted({row.visit_id for row in rows if _meets(row, starts_at, ends_at)})
    for visit_id in lost:
        _release_one(visit_id, note, by, at)
    if lost:
        line = worker_lines([worker_id])[worker_id]
        notify(
            text=f"{note}（{line.name}），{len(lost)} 次上门空了出来，请改派", at=at, link="/visits/",
            role="care_provider", organisation_id=line.provider_id,
        )  # fmt: skip
    return lost


def _meets(row: VisitCarer, starts_at: datetime, ends_at: datetime) -> bool:
    begins = day_moment(row.on, row.starts)
    return begins < ends_at and starts_at < day_moment(row.on, row.ends)


@transaction.atomic
def _release_one(visit_id: int, note: str, by: Actor, at: datetime) -> None:
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.state == VisitState.ASSIGNED:
        visit.carers.all().delete()
        keep_step(visit, "release", by=by, at=at, note=note, state=VisitState.PLANNED, cause="carer_absent")
