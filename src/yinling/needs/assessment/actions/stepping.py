"""The one way an assessment moves: locked, judged by the rules, changed, recorded as a step and in the audit."""

from datetime import datetime
from typing import Any

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.domain.transitions import TRANSITIONS, refusal_of
from yinling.needs.assessment.models import Assessment, AssessmentStep
from yinling.needs.assessment.queries.assessments import AssessmentUnknown, standing_of


def locked(assessment_id: int) -> Assessment:
    """The assessment, held until the transaction ends. Raises AssessmentUnknown."""
    row = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
    if row is None:
        raise AssessmentUnknown(assessment_id)
    return row


def judge(row: Assessment, verb: str, *, by: Actor, at: datetime, words: str = "") -> None:
    """Raises the named refusal unless the rules allow the verb."""
    if refused := refusal_of(verb, standing_of(row, actor=by, on=day_of(at), words=words), by):
        raise refused


def move(
    row: Assessment, verb: str, *, by: Actor, at: datetime, words: str = "", details: dict[str, Any] | None = None
) -> None:
    """Takes a judged verb: state, step, audit. The caller has set any other field."""
    before, row.state = row.state, TRANSITIONS[verb].target
    if row.state != before:
        row.state_since = at
    row.save()
    keep_step(row, verb, before, by=by, at=at, words=words, details=details)


def keep_step(
    row: Assessment,
    verb: str,
    before: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Records what was done."""
    AssessmentStep.objects.create(
        assessment=row, verb=verb, from_state=before, to_state=row.state, by_id=by.user_id, by_name=by.name,
        by_role=by.role, at=at, words=words,
    )  # fmt: skip
    record(
        by=by, at=at, verb=f"assessment.{verb}", subject=f"assessment:{row.pk}", area=row.area, reason=words,
        before={"state": before}, after={"state": row.state, **(details or {})},
    )  # fmt: skip
