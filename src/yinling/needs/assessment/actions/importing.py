"""Taking a result from outside, with its report: the unified level, or a grade that another region recognised."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from yinling.engines.scales.scale import Scale
from yinling.foundation.audit.actions import record
from yinling.foundation.documents import actions as documents
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.telling import tell_person
from yinling.needs.assessment.domain.refusals import NotAResult
from yinling.needs.assessment.events import AssessmentSigned
from yinling.needs.grades.actions import Given, give
from yinling.needs.grades.domain.validity import months_later
from yinling.people.registry.queries import person_card

REPORT = "assessment_report"


@dataclass(frozen=True)
class Imported:
    """A result as the report gives it. `valid_until` (the last day) None: as long as the scale's grades hold."""

    scale: str
    grade: int
    assessed_on: date
    organisation: str
    report_name: str
    report: bytes
    valid_until: date | None = None


@transaction.atomic
def import_result(*, person_id: int, given: Imported, by: Actor, at: datetime) -> Any:
    """Keeps the grade and the report, and states the grade. Raises NotAResult, FileRefused, NotVisible."""
    card = person_card(person_id, actor=by, on=day_of(at))
    if not ((by.may("assessment.assign") or by.may("assessment.review")) and contains(by.area, card.area)):
        raise PermissionDenied
    scale = load_scale(given.scale)
    until = _until(scale, given, on=day_of(at))
    document = documents.keep(
        content=given.report, name=given.report_name, kind=REPORT, about=f"person:{card.id}", area=card.area,
        person_id=card.id, by=by, at=at,
    )  # fmt: skip
    kept = Given(
        card.id, scale, given.grade, given.assessed_on, until, organisation=given.organisation.strip(),
        report_document_id=document.pk,
    )  # fmt: skip
    result = give(kept, by=by, at=at)
    announce(AssessmentSigned(None, card.id, scale.id, given.grade, until, at), by=by, at=at)
    record(
        by=by, at=at, verb="assessment.import_result", subject=f"assessment_result:{result.pk}", area=card.area,
        after={"scale": scale.id, "grade": given.grade, "assessed_on": given.assessed_on, "document": document.pk},
    )  # fmt: skip
    words = f"已登记{scale.title}结果：{scale.grade_words(given.grade)}。"
    tell_person(card.id, card.name_masked, words, at=at, link=reverse("elder:grades", args=[card.id]))
    return result


def _until(scale: Scale, given: Imported, *, on: date) -> date:
    """The first day on which the result no longer holds."""
    if given.grade not in {each.grade for each in scale.grades}:
        raise NotAResult(f"{scale.title}没有 {given.grade} 级")
    if given.assessed_on > on:
        raise NotAResult("评估日期不能晚于今天")
    if not given.organisation.strip():
        raise NotAResult("请写明出具报告的机构")
    longest = months_later(given.assessed_on, scale.terms["valid_months"].value)
    if given.valid_until is None:
        return longest
    if given.valid_until < given.assessed_on:
        raise NotAResult("有效期不能早于评估日期")
    return date.fromordinal(given.valid_until.toordinal() + 1)
