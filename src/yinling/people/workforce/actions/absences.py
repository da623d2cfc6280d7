"""Verbs of absences: record one, withdraw one. The provider's office does it, or the carer for themself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.workforce.actions.scope import MANAGE, OWN, note, worker_for
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.events import WorkerAbsent, WorkerBack
from yinling.people.workforce.models import Absence, AbsenceReason

DAYS_MAX = 366


@dataclass(frozen=True)
class AbsenceDetails:
    """A stretch of time away."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    note: str = ""


@transaction.atomic
def record_absence(details: AbsenceDetails, *, worker_id: int, by: Actor, at: datetime) -> Absence:
    """Records that a worker is away and announces it. The same again is kept once. Raises NotAllowed, WorkerRefused."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE, OWN))
    if details.ends_at <= details.starts_at:
        raise WorkerRefused("结束须晚于开始", field="ends_at")
    if (details.ends_at - details.starts_at).days > DAYS_MAX:
        raise WorkerRefused("一次请假不能超过一年", field="ends_at")
    same = worker.absences.filter(starts_at__lte=details.starts_at, ends_at__gte=details.ends_at, withdrawn_at=None)
    if known := same.first():
        return known
    absence = Absence.objects.create(
        worker=worker, starts_at=details.starts_at, ends_at=details.ends_at, reason=AbsenceReason(details.reason),
        note=details.note[:200], recorded_by=by.name, at=at,
    )  # fmt: skip
    note(
        "record_absence", worker, by=by, at=at,
        after={"from": details.starts_at, "valid_until": details.ends_at, "kind": details.reason},
    )  # fmt: skip
    first = day_of(details.starts_at)
    event = WorkerAbsent(absence.pk, worker.pk, worker.provider_id, first, details.starts_at, details.ends_at)
    announce(event, by=by, at=at)
    return absence


@transaction.atomic
def withdraw_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """The worker is there after all; the absence stays with the time of its withdrawal. Raises NotAllowed."""
    found = Absence.objects.filter(pk=absence_id).first()
    worker = worker_for(found.worker_id if found else 0, by=by, permissions=(MANAGE, OWN))
    if found is None or found.withdrawn_at is not None:
        return
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note("withdraw_absence", worker, by=by, at=at, after={"from": found.starts_at})
    announce(WorkerBack(found.pk, worker.pk, worker.provider_id, day_of(found.starts_at)), by=by, at=at)
