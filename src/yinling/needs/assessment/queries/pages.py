"""All that one assessment's page shows, and the form that assessors fill in. Reading answers is logged."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.domain.states import AT_WORK, ObjectionState
from yinling.needs.assessment.domain.transitions import TRANSITIONS, verbs_open_to
from yinling.needs.assessment.models import Assessment, AssessmentStep, Objection
from yinling.needs.assessment.queries.assessments import (
    AssessmentLine,
    AssessmentUnknown,
    latest_sheet,
    line_of,
    standing_of,
    visible_assessment,
)
from yinling.needs.grades.queries import LevelLine, detail_of, level_of, result_of, results_visible
from yinling.people.places.queries import full_name
from yinling.people.registry.queries import Contact, contact_of

ANSWERS = "assessment.answers"
RESULT = "assessment.result"
# Steps that lead into no other state.
OTHER_STEPS = {"request": "申请评估", "object": "提出异议", "reassess": "安排复评", "draw_recheck": "抽中复核"}


@dataclass(frozen=True)
class TrailLine:
    """One step in words."""

    what: str
    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class ReasonLine:
    """One line of the way to the grade. `kind`: item, section, level, total, grade, adjustment, final."""

    id: str
    kind: str
    words: str
    score: int | None


@dataclass(frozen=True)
class SignatureLine:
    """A name under the answers."""

    name: str
    certificate_number: str
    at: datetime


@dataclass(frozen=True)
class ResultView:
    """A result with its reasons; `object_until` is the first day too late to object."""

    level: LevelLine
    person_id: int
    initial_words: str
    section_scores: tuple[tuple[str, str, int, int], ...]
    adjustments: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]
    signatures: tuple[SignatureLine, ...]
    object_until: date | None
    may_object: bool
    report_document_id: int | None
    ended_words: str

    @property
    def object_last_day(self) -> date | None:
        """The last day to object; None where there is none."""
        return self.object_until - timedelta(days=1) if self.object_until else None


@dataclass(frozen=True)
class ObjectionView:
    """An objection; the words only for the applicant's side and for those who review."""

    id: int
    text: str
    raised_by: str
    raised_at: datetime
    state: str
    state_words: str
    resolution: str


@dataclass(frozen=True)
class AssessmentPage:
    """One assessment as its page shows it. `verbs` are the steps open to the actor, with their words."""

    line: AssessmentLine
    area_name: str
    assessors: tuple[str, ...]
    version: int
    signed_by: tuple[str, ...]
    verbs: dict[str, str]
    trail: tuple[TrailLine, ...]
    result: ResultView | None
    objections: tuple[ObjectionView, ...]
    follows_id: int | None


def assessment_page(assessment_id: int, *, actor: Actor, at: datetime) -> AssessmentPage:
    """The page; where it shows a result, the read is logged. Raises AssessmentUnknown."""
    on = day_of(at)
    row = visible_assessment(assessment_id, actor=actor, on=on)
    standing = standing_of(row, actor=actor, on=on)
    result = result_of(row.pk)
    if result is not None:
        _log(row.person_id, RESULT, row.area, actor, at)
    return AssessmentPage(
        line=line_of(row),
        area_name=full_name(row.area) if row.area else "",
        assessors=tuple(str(each) for each in (row.first_assessor, row.second_assessor) if each),
        version=row.version,
        signed_by=tuple(each.name for each in _signatures(row)),
        verbs={verb: TRANSITIONS[verb].words for verb in verbs_open_to(standing, actor)},
        trail=tuple(_trail(step) for step in AssessmentStep.objects.filter(assessment=row)),
        result=_result_view(result, standing.is_applicant, actor, on) if result else None,
        objections=_objections(result, standing.is_applicant, actor) if result else (),
        follows_id=row.follows_id,
    )


def result_page(result_id: int, *, actor: Actor, at: datetime) -> ResultView:
    """One result, from here or from outside; the read is logged. Raises AssessmentUnknown."""
    on = day_of(at)
    result = results_visible(actor, on=on).filter(pk=result_id).first()
    if result is None:
        raise AssessmentUnknown(result_id)
    _log(result.person_id, RESULT, result.person.area, actor, at)
    return _result_view(result, False, actor, on)


def field_form(assessment_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The form with what is saved, as JSON for a page that works without network. Raises AssessmentUnknown."""
    row = visible_assessment(assessment_id, actor=actor, on=day_of(at))
    if row.state not in AT_WORK or actor.user_id not in row.assessor_ids:
        raise AssessmentUnknown(assessment_id)
    _log(row.person_id, ANSWERS, row.area, actor, at)
    sheet = latest_sheet(row)
    content = json.loads(sheet.content) if sheet else {}
    return {
        "id": row.pk,
        "number": row.number,
        "person": row.person_name_masked,
        "state": row.state,
        "version": row.version,
        "signed_by": [each.name for each in _signatures(row)],
        "scale": row.scale,
        "answers": content.get("answers", {}),
        "circumstances": content.get("circumstances", {}),
        "basics": content.get("basics", {}),
    }


def visit_contact(assessment_id: int, *, actor: Actor, at: datetime) -> Contact:
    """Name, telephone and address for the visit, to the two assigned while they work; logged by the register."""
    row = visible_assessment(assessment_id, actor=actor, on=day_of(at))
    if row.state not in AT_WORK or actor.user_id not in row.assessor_ids:
        raise AssessmentUnknown(assessment_id)
    return contact_of(row.person_id, actor=actor, reason=f"上门评估 {row.number}", at=at)


def _log(person_id: int, field: str, area: str, actor: Actor, at: datetime) -> None:
    record_read(by=actor, at=at, subject=f"person:{person_id}", fields=[field], area=area)


def _trail(step: AssessmentStep) -> TrailLine:
    words = TRANSITIONS[step.verb].words if step.verb in TRANSITIONS else OTHER_STEPS[step.verb]
    role = ROLES[step.by_role].name if step.by_role in ROLES else ""
    return TrailLine(words, f"{role} {step.by_name}".strip(), step.at, step.words)


def _signatures(row: Assessment) -> list[SignatureLine]:
    sheet = latest_sheet(row)
    if sheet is None:
        return []
    return [
        SignatureLine(each.assessor_name, each.certificate_number, each.at)
        for each in sheet.signatures.order_by("id")
    ]  # fmt: skip


def _result_view(row: Any, is_applicant: bool, actor: Actor, on: date) -> ResultView:
    detail, ending = detail_of(row), getattr(row, "ending", None)
    made = Assessment.objects.filter(pk=row.assessment_id).first()
    in_time = row.objection_until is not None and on < row.objection_until
    disputed = Objection.objects.filter(
        result=row, state__in=[ObjectionState.OPEN, ObjectionState.REASSESSING]
    ).exists()
    may_object = is_applicant or actor.may("assessment.assign")
    return ResultView(
        level=level_of(row),
        person_id=row.person_id,
        initial_words=str(detail.get("initial_words", "")),
        section_scores=tuple((*each,) for each in detail.get("sections", ())),
        adjustments=tuple(detail.get("adjustments", ())),
        reasons=tuple(ReasonLine(**each) for each in detail.get("reasons", ())),
        signatures=tuple(_signatures(made)) if made else (),
        object_until=row.objection_until,
        may_object=may_object and in_time and not disputed and ending is None,
        report_document_id=row.report_document_id,
        ended_words=f"{ending.get_kind_display()}（自 {ending.on.isoformat()} 起）" if ending else "",
    )


def _objections(result: Any, is_applicant: bool, actor: Actor) -> tuple[ObjectionView, ...]:
    may_read = is_applicant or actor.may("assessment.review")
    return tuple(
        ObjectionView(
            each.pk, each.text if may_read else "", each.raised_by_name, each.raised_at, each.state,
            each.get_state_display(), each.resolution,
        )
        for each in Objection.objects.filter(result=result).order_by("id")
    )  # fmt: skip
