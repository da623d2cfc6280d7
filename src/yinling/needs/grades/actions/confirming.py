"""Two officials compare an unverified text of a scale with the official annex; only then do its grades decide money."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from yinling.engines.scales.scale import Scale
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.grades.actions.giving import state_grade
from yinling.needs.grades.domain.refusals import NotPossibleNow, SamePerson, SourceNeeded
from yinling.needs.grades.models import Result, ScaleConfirmation


@transaction.atomic
def propose_scale(*, scale: str, source: str, by: Actor, at: datetime) -> ScaleConfirmation:
    """The first official has compared the text; `source` names the annex."""
    reviewer, text = _reviewer(by), load_scale(scale)
    if text.verified:
        raise NotPossibleNow("这份量表已经核对过，不需要确认。")
    if not source.strip():
        raise SourceNeeded
    try:
        with transaction.atomic():
            row = ScaleConfirmation.objects.create(
                scale=text.id, scale_digest=text.digest, source=source.strip()[:300], proposed_by_id=reviewer,
                proposed_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossibleNow("这一版量表已经有人提出确认。") from None
    _record("propose_scale", row, by=by, at=at)
    return row


@transaction.atomic
def confirm_scale(*, scale: str, by: Actor, at: datetime) -> ScaleConfirmation:
    """The second official agrees: grades computed by this very text are stated to the register. Raises SamePerson."""
    reviewer, text = _reviewer(by), load_scale(scale)
    rows = ScaleConfirmation.objects.select_for_update().filter(scale=text.id, scale_digest=text.digest)
    row = rows.filter(confirmed_at=None).first()
    if row is None:
        raise NotPossibleNow
    if row.proposed_by_id == reviewer:
        raise SamePerson
    row.confirmed_by_id, row.confirmed_at = reviewer, at
    row.save()
    _record("confirm_scale", row, by=by, at=at)
    _state_waiting(text, by=by, at=at)
    return row


def _state_waiting(scale: Scale, *, by: Actor, at: datetime) -> None:
    waiting = Result.objects.standing(on=day_of(at)).filter(scale=scale.id, scale_digest=scale.digest)
    for result in waiting.filter(is_unverified=True).order_by("pk"):
        state_grade(result, scale, by=by, at=at)


def _record(verb: str, row: ScaleConfirmation, *, by: Actor, at: datetime) -> None:
    told = {"scale": row.scale, "digest": row.scale_digest, "source": row.source}
    record(by=by, at=at, verb=f"grades.{verb}", subject=f"scale:{row.scale}", after=told)


def _reviewer(by: Actor) -> int:
    if by.user_id is None or not by.may("assessment.review"):
        raise PermissionDenied
    return by.user_id
