"""Whose workers a verb may touch, and how it is put on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused
from yinling.people.workforce.models import Worker

MANAGE, JUDGE, OWN = "workforce.manage", "workforce.judge", "workforce.own"


def may(by: Actor, *permissions: str) -> bool:
    """Whether the actor holds any of these; machines hold all."""
    return by.role == "machine" or any(by.may(permission) for permission in permissions)


def worker_for(worker_id: int, *, by: Actor, permissions: tuple[str, ...]) -> Worker:
    """A worker in the actor's scope, locked. Raises NotAllowed."""
    rows = Worker.objects.visible_to(by).select_for_update(of=("self",)).select_related("provider")
    worker = rows.filter(pk=worker_id).first()
    if worker is None or not may(by, *permissions):
        raise NotAllowed(worker_id)
    return worker


def provider_for(provider_id: int, *, by: Actor) -> int:
    """A provider whose people the actor may enter: their own. Raises NotAllowed."""
    if by.role != "machine" and not (by.may(MANAGE) and by.organisation_id == provider_id):
        raise NotAllowed(provider_id)
    return provider_id


def need(reason: str) -> str:
    """A reason that was given. Raises WorkerRefused."""
    if not reason.strip():
        raise WorkerRefused("请写明理由", field="reason")
    return reason.strip()


def note(
    verb: str,
    worker: Worker,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Puts a change of a worker on record."""
    record(
        by=by, at=at, verb=f"workforce.{verb}", subject=f"worker:{worker.pk}", area=worker.area,
        before=before, after=after, reason=reason,
    )  # fmt: skip
