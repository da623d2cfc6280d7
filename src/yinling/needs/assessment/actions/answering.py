"""Keeping what assessors fill in: every save is a version, a repeat of the same save counts once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from yinling.engines.scales.forms import form_faults
from yinling.engines.scales.scoring import partial_faults
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.needs.assessment.actions.stepping import judge, locked, move
from yinling.needs.assessment.domain.refusals import AnswersConflict, AnswersIncomplete, NotPermitted
from yinling.needs.assessment.models import AnswerSheet, Assessment
from yinling.needs.assessment.queries.assessments import latest_sheet

KEY_LENGTH_MAX = 64
CONTENT_LENGTH_MAX = 100_000


@dataclass(frozen=True)
class Sheet:
    """What a form holds. `key` is chosen by the client for this save; `version` is what it was begun from.

    A form that does not know of basics leaves them out: what was saved of them stays.
    """

    key: str
    version: int
    answers: Mapping[str, Any]
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    basics: Mapping[str, Any] | None = None


@transaction.atomic
def save_answers(*, assessment_id: int, sheet: Sheet, by: Actor, at: datetime) -> int:
    """Keeps a version, whole or half filled in; the number of it. The same key again gives the same number.

    Raises AnswersConflict when another version was saved since `sheet.version`, AnswersIncomplete for an impossible
    answer, NotPossibleNow once somebody signed.
    """
    row = locked(assessment_id)
    if by.user_id is None or not 0 < len(sheet.key) <= KEY_LENGTH_MAX:
        raise NotPermitted
    known = AnswerSheet.objects.filter(assessment=row, key=sheet.key).first()
    if known is not None and by.user_id in row.assessor_ids:
        return known.version
    judge(row, "save_answers", by=by, at=at)
    if sheet.version != row.version:
        raise AnswersConflict(row.version)
    scale = load_scale(row.scale)
    faults = partial_faults(scale, sheet.answers, sheet.circumstances) + form_faults(scale.basics, sheet.basics or {})
    if faults:
        raise AnswersIncomplete(faults)
    row.version += 1
    AnswerSheet.objects.create(
        assessment=row, version=row.version, key=sheet.key, content=_content(row, sheet), saved_by_id=by.user_id,
        saved_at=at,
    )  # fmt: skip
    move(row, "save_answers", by=by, at=at, details={"version": row.version, "items": len(sheet.answers)})
    return row.version


def reopen_sheet(row: Assessment, *, by: Actor, at: datetime) -> None:
    """The signed content once more as a version that nobody has signed; the caller saves the assessment."""
    signed = latest_sheet(row)
    if signed is None:
        return
    row.version += 1
    AnswerSheet.objects.create(
        assessment=row, version=row.version, key=f"reopened-{row.version}", content=signed.content,
        saved_by_id=by.user_id or signed.saved_by_id, saved_at=at,
    )  # fmt: skip


def _content(row: Assessment, sheet: Sheet) -> str:
    basics = _basics_before(row) if sheet.basics is None else dict(sheet.basics)
    kept = {"answers": dict(sheet.answers), "circumstances": dict(sheet.circumstances), "basics": basics}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    if len(text) > CONTENT_LENGTH_MAX:
        raise AnswersIncomplete([("", "填写的内容过长")])
    return text


def _basics_before(row: Assessment) -> dict[str, Any]:
    before = latest_sheet(row)
    kept: dict[str, Any] = json.loads(before.content).get("basics", {}) if before else {}
    return kept
