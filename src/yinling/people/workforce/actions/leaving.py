"""The end of an employment."""

from datetime import date, datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.people.workforce.actions.scope import MANAGE, need, note, worker_for
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.events import WorkerLeft


@transaction.atomic
def end_employment(*, worker_id: int, until: date, reason: str, by: Actor, at: datetime) -> None:
    """The worker is no longer there from a day on. Raises NotAllowed, WorkerRefused."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    if until < worker.employed_from:
        raise WorkerRefused("离职日期不能早于入职日期", field="until")
    worker.employed_until, worker.leaving_reason = until, need(reason)[:200]
    worker.save(update_fields=["employed_until", "leaving_reason"])
    note("end_employment", worker, by=by, at=at, after={"valid_until": until}, reason=reason)
    announce(WorkerLeft(worker.pk, worker.provider_id, until), by=by, at=at)
