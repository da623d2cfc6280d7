"""What two names stand under: every answer of a signed assessment. Reading it is logged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yinling.engines.scales.scale import Scale
from yinling.foundation.audit.actions import record_read
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.domain.states import State
from yinling.needs.assessment.models import Assessment
from yinling.needs.assessment.queries.assessments import AssessmentUnknown, latest_sheet
from yinling.needs.grades.queries import detail_of, result_of

READ = ("assessment.answers", "assessment.basics")


@dataclass(frozen=True)
class Record:
    """A signed sheet with its grade. `basics` are the fields of the form beside the scale, as text.

    `scale` is the text as it stands now; `digest` names the one by which the sheet was graded.
    """

    number: str
    person_id: int
    place: str
    scale: Scale
    digest: str
    answers: Mapping[str, int]
    circumstances: Mapping[str, int]
    basics: Mapping[str, str]
    signed_at: datetime
    assessors: tuple[str, ...]
    total: int | None
    initial_grade: int | None
    final_grade: int
    adjustments: tuple[str, ...]


def signed_record(assessment_id: int, *, actor: Actor, at: datetime) -> Record:
    """The record of an assessment that has its result. Raises AssessmentUnknown."""
    found = Assessment.objects.visible_to(actor, on=day_of(at)).filter(pk=assessment_id, state=State.COMPLETED)
    row = found.first()
    sheet = latest_sheet(row) if row else None
    result = result_of(row.pk) if row else None
    if row is None or sheet is None or result is None:
        raise AssessmentUnknown(assessment_id)
    record_read(by=actor, at=at, subject=f"person:{row.person_id}", fields=READ, area=row.area)
    content = json.loads(sheet.content)
    signatures = list(sheet.signatures.order_by("id"))
    return Record(
        row.number, row.person_id, row.place, load_scale(row.scale), result.scale_digest, content["answers"],
        content["circumstances"], content.get("basics", {}), signatures[-1].at,
        tuple(each.assessor_name for each in signatures), result.total, result.initial_grade, result.grade,
        tuple(detail_of(result).get("adjustments", ())),
    )  # fmt: skip
