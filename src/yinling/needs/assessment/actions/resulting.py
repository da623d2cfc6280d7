"""What two names make: the grade with its reasons, announced, told to the person; an objection answered."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yinling.engines.scales.scale import Scale
from yinling.engines.scales.scoring import Scored
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.telling import tell_applicant, tell_assessors
from yinling.needs.assessment.domain.states import ObjectionState
from yinling.needs.assessment.events import AssessmentSigned
from yinling.needs.assessment.models import Assessment, Objection
from yinling.needs.grades.actions import Given, give
from yinling.needs.grades.domain.validity import months_later
from yinling.needs.grades.queries import is_confirmed


@dataclass(frozen=True)
class Grounds:
    """What a result stands on."""

    scale: Scale
    scored: Scored


def issue(row: Assessment, grounds: Grounds, *, by: Actor, at: datetime) -> Any:
    """The result of a signed assessment."""
    scale, scored, on = grounds.scale, grounds.scored, day_of(at)
    first, second = row.assessor_ids
    given = Given(
        row.person_id, scale, scored.final_grade, on, months_later(on, scale.terms["valid_months"].value),
        assessment_id=row.pk, signers=(first, second), total=scored.total, initial_grade=scored.initial_grade,
        objection_until=on + timedelta(days=scale.terms["objection_days"].value + 1), detail=_detail(scale, scored),
    )  # fmt: skip
    result = give(given, by=by, at=at)
    event = AssessmentSigned(row.pk, row.person_id, scale.id, result.grade, result.valid_until, at)
    announce(event, by=by, at=at)
    _answer_objection(row, result, at=at)
    tell_applicant(row, _words(row, scale, result), at=at)
    tell_assessors(row, f"评估 {row.number} 已由两人签署，结果已出具。", at=at)
    return result


def _detail(scale: Scale, scored: Scored) -> str:
    """The reasons, written out: they stay readable when the scale's file has changed."""
    kept: dict[str, Any] = {
        "initial_words": scale.grade_words(scored.initial_grade),
        "sections": [[s.id, s.name, scored.section_scores[s.id], s.maximum] for s in scale.sections],
        "adjustments": list(scored.adjustments),
        "choices": dict(scored.choices),
        "reasons": [{"id": r.id, "kind": r.kind, "words": r.words, "score": r.score} for r in scored.reasons],
    }
    return json.dumps(kept, ensure_ascii=False)


def _answer_objection(row: Assessment, result: Any, *, at: datetime) -> None:
    """A re-assessment by others answers the objection that led to it."""
    objection = Objection.objects.filter(reassessment=row, state=ObjectionState.REASSESSING).first()
    if objection is None:
        return
    changed = objection.result.grade != result.grade
    objection.state = ObjectionState.CHANGED if changed else ObjectionState.CONFIRMED
    objection.resolved_at = at
    objection.save()


def _words(row: Assessment, scale: Scale, result: Any) -> str:
    last = (result.valid_until - timedelta(days=1)).isoformat()
    words = f"{scale.title}（{row.number}）结果：{scale.grade_words(result.grade)}，有效期至 {last}（含当日）。"
    if result.is_unverified and not is_confirmed(scale):
        words += "这份量表的分级表还在核对，核对以前不作为发放待遇的依据。"
    return words + f"对结果有异议的，请在 {_last_day(result)}（含当日）以前提出。"


def _last_day(result: Any) -> str:
    until: date | None = result.objection_until
    return (until - timedelta(days=1)).isoformat() if until else ""
