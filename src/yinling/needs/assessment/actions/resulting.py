"""A result comes into being: kept, stated to the register, announced, told to the person."""

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
from yinling.needs.assessment.domain.validity import months_later
from yinling.needs.assessment.events import AssessmentSigned
from yinling.needs.assessment.models import Assessment, Objection, Result, ResultEnding
from yinling.needs.assessment.queries.scales import is_confirmed
from yinling.people.registry.actions import establish_fact


@dataclass(frozen=True)
class Grounds:
    """What a result stands on."""

    scale: Scale
    scored: Scored


def issue(row: Assessment, grounds: Grounds, *, by: Actor, at: datetime) -> Result:
    """The result of a signed assessment."""
    scale, scored, on = grounds.scale, grounds.scored, day_of(at)
    first, second = row.assessor_ids
    result = Result.objects.create(
        assessment=row, person_id=row.person_id, scale=scale.id, scale_digest=scale.digest, total=scored.total,
        initial_grade=scored.initial_grade, grade=scored.final_grade, detail=_detail(scale, scored),
        is_unverified=not scale.verified, assessed_on=on,
        valid_until=months_later(on, scale.terms["valid_months"].value),
        objection_until=on + timedelta(days=scale.terms["objection_days"].value + 1),
        first_signer_id=first, second_signer_id=second, at=at, by_name=by.name,
    )  # fmt: skip
    stand(result, scale, by=by, at=at)
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


def stand(result: Result, scale: Scale, *, by: Actor, at: datetime) -> None:
    """Replaces what stood before, states the grade to the register, announces it."""
    earlier = Result.objects.filter(person_id=result.person_id, scale=result.scale, ending=None)
    for old in earlier.exclude(pk=result.pk).filter(assessed_on__lte=result.assessed_on):
        ResultEnding.objects.create(
            result=old, kind=ResultEnding.Kind.SUPERSEDED, on=min(result.assessed_on, old.valid_until),
            replaced_by=result, at=at,
        )  # fmt: skip
    state_grade(result, scale, by=by, at=at)
    event = AssessmentSigned(
        result.assessment_id, result.person_id, result.scale, result.grade, result.valid_until, at
    )  # fmt: skip
    announce(event, by=by, at=at)


def state_grade(result: Result, scale: Scale, *, by: Actor, at: datetime) -> None:
    """Tells the register, unless officials have not yet confirmed the text by which it was computed."""
    if result.is_unverified and not is_confirmed(scale):
        return
    establish_fact(
        person_id=result.person_id, name=scale.fact, value=result.grade, valid_from=result.assessed_on,
        source=scale.source, by=by, at=at, reason=f"{scale.title}：{scale.grade_words(result.grade)}",
    )  # fmt: skip


def let_expire(result: Result, scale: Scale, *, by: Actor, at: datetime) -> None:
    """The grade's time has run out: from that day nobody knows it, unless a later one stands."""
    ResultEnding.objects.create(result=result, kind=ResultEnding.Kind.EXPIRED, on=result.valid_until, at=at)
    if result.is_unverified and not is_confirmed(scale):
        return
    establish_fact(
        person_id=result.person_id, name=scale.fact, value=None, valid_from=result.valid_until,
        source=scale.source, by=by, at=at, reason=f"{scale.title}结果已过有效期",
    )  # fmt: skip


def _answer_objection(row: Assessment, result: Result, *, at: datetime) -> None:
    """A re-assessment by others answers the objection that led to it."""
    objection = Objection.objects.filter(reassessment=row, state=ObjectionState.REASSESSING).first()
    if objection is None:
        return
    changed = objection.result.grade != result.grade
    objection.state = ObjectionState.CHANGED if changed else ObjectionState.CONFIRMED
    objection.resolved_at = at
    objection.save()


def _words(row: Assessment, scale: Scale, result: Result) -> str:
    last = (result.valid_until - timedelta(days=1)).isoformat()
    words = f"{scale.title}（{row.number}）结果：{scale.grade_words(result.grade)}，有效期至 {last}（含当日）。"
    if result.is_unverified and not is_confirmed(scale):
        words += "这份量表的分级表还在核对，核对以前不作为发放待遇的依据。"
    return words + f"对结果有异议的，请在 {_last_day(result)}（含当日）以前提出。"


def _last_day(result: Result) -> str:
    until: date | None = result.objection_until
    return (until - timedelta(days=1)).isoformat() if until else ""
