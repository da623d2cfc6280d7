"""One assessment: its line for lists and other capabilities, its standing for the rules."""

from dataclasses import dataclass
from datetime import date, datetime

from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.states import OPEN, tone_of
from yinling.needs.assessment.domain.transitions import Standing
from yinling.needs.assessment.models import AnswerSheet, Assessment
from yinling.people.registry.queries import is_represented
from yinling.people.registry.queries.dossiers import keepers_of


class AssessmentUnknown(LookupError):
    """No such assessment, or none that the actor may see."""


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment in a list."""

    id: int
    number: str
    person_id: int
    person_name_masked: str
    area: str
    scale: str
    scale_title: str
    reason: str
    reason_words: str
    cause: str
    state: str
    state_words: str
    since: datetime
    requested_at: datetime
    planned_on: date | None
    is_open: bool

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return tone_of(self.state)


COPIED = ("number", "person_id", "person_name_masked", "area", "scale", "reason", "cause", "state", "requested_at",
          "planned_on")  # fmt: skip


def line_of(row: Assessment) -> AssessmentLine:
    """An assessment as a line."""
    return AssessmentLine(
        id=row.pk,
        scale_title=load_scale(row.scale).title,
        reason_words=row.get_reason_display(),
        state_words=row.get_state_display(),
        since=row.state_since,
        is_open=row.state in OPEN,
        **{name: getattr(row, name) for name in COPIED},
    )


def visible_assessment(assessment_id: int, *, actor: Actor, on: date) -> Assessment:
    """The assessment if the actor may see it. Raises AssessmentUnknown."""
    found = Assessment.objects.visible_to(actor, on=on).filter(pk=assessment_id).first()
    if found is None:
        raise AssessmentUnknown(assessment_id)
    return found


def assessments_of_person(person_id: int, *, actor: Actor, on: date) -> list[AssessmentLine]:
    """The person's assessments that the actor may see, newest first; at most 50."""
    people = keepers_of([person_id]) or [person_id]
    found = Assessment.objects.visible_to(actor, on=on).filter(person_id__in=people).order_by("-id")
    return [line_of(row) for row in found[:50]]


def standing_of(row: Assessment, *, actor: Actor, on: date, words: str = "") -> Standing:
    """The assessment as the rules see it."""
    return Standing(
        state=row.state,
        area=row.area,
        on=on,
        made_because=row.reason,
        is_applicant=is_represented(row.person_id, actor=actor, on=on),
        assessor_ids=row.assessor_ids,
        words=words,
    )


def latest_sheet(row: Assessment) -> AnswerSheet | None:
    """The version that counts; None before the first save."""
    return AnswerSheet.objects.filter(assessment=row).order_by("-version").first()


def assessors_before(row: Assessment) -> set[int]:
    """Everybody who took part in what this assessment reviews, all the way back."""
    found: set[int] = set()
    earlier = row.follows
    while earlier is not None:
        found |= set(earlier.assessor_ids)
        earlier = earlier.follows
    return found
