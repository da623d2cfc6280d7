"""Who may take a step of a claim, and the record it leaves."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.oversight.claims.domain.states import after
from yinling.oversight.claims.models import Claim, ClaimLine, ClaimStep, LineRecord


def permit(by: Actor, permission: str) -> None:
    """Raises PermissionDenied."""
    if not by.may(permission):
        raise PermissionDenied


def locked(claim_id: int, permission: str, *, by: Actor) -> Claim:
    """The claim, held until the transaction ends. Raises PermissionDenied where it is not the actor's to change."""
    permit(by, permission)
    claim = Claim.objects.visible_to(by).select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise PermissionDenied
    return claim


def locked_line(line_id: int, permission: str, *, by: Actor) -> ClaimLine:
    """The line with its claim, both held."""
    permit(by, permission)
    found = ClaimLine.objects.visible_to(by).filter(pk=line_id).values_list("claim_id", flat=True).first()
    if found is None:
        raise PermissionDenied
    claim = locked(found, permission, by=by)
    line = ClaimLine.objects.select_for_update().get(pk=line_id)
    line.claim = claim
    return line


def take(claim: Claim, verb: str, *, by: Actor, at: datetime, note: str = "", **details: Any) -> None:
    """Moves the locked claim on and keeps the step. Raises WrongStep."""
    claim.state = after(verb, claim.state)
    claim.save()
    keep_step(claim, verb, by=by, at=at, note=note, **details)


def keep_step(claim: Claim, verb: str, *, by: Actor, at: datetime, note: str = "", **details: Any) -> None:
    """Writes down who did what to a claim."""
    ClaimStep.objects.create(
        claim=claim, verb=verb, state=claim.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb=f"claims.{verb}", subject=f"claim:{claim.pk}", area=claim.area, reason=note,
        after={"state": claim.state, **details},
    )  # fmt: skip


def keep_line(
    line: ClaimLine, verb: str, *, by: Actor, at: datetime, text: str = "", before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Writes down what happened to a line."""
    LineRecord.objects.create(
        line=line, verb=verb, text=text[:300], before=before or {}, after=after or {}, by_user_id=by.user_id,
        by_name=by.name, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb=f"claims.{verb}", subject=f"claim_line:{line.pk}", area=line.claim.area, reason=text,
        before=before or {}, after=after or {},
    )  # fmt: skip
