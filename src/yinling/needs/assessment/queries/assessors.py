"""Who may assess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from yinling.foundation.access.queries import choices_of
from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.assessors import Credential, Ties, certified, unfit
from yinling.needs.assessment.domain.states import AT_WORK
from yinling.needs.assessment.models import Assessment, Assessor
from yinling.needs.assessment.queries.assessments import assessors_before, visible_assessment

EXPIRES_SOON_DAYS = 60


@dataclass(frozen=True)
class AssessorLine:
    """An assessor in a list. `unfit` says why they may not take the assessment in question; empty if they may."""

    id: int
    user_id: int
    name: str
    certificate_number: str
    certificate_class: str
    valid_until: date
    organisation_id: int | None
    organisation: str
    is_valid: bool
    expires_soon: bool
    open_assessments: int
    unfit: str = ""


def credential_of(row: Assessor) -> Credential:
    """An assessor as the rules see them."""
    return Credential(
        row.user_id, str(row.user), row.certificate_number, row.valid_from, row.valid_until, row.organisation_id,
        row.is_active,
    )  # fmt: skip


def credentials(user_ids: Iterable[int]) -> dict[int, Credential]:
    """Credentials by user; users without one are left out."""
    rows = Assessor.objects.filter(user_id__in=list(user_ids)).select_related("user")
    return {row.user_id: credential_of(row) for row in rows}


def assessors_visible(actor: Actor, *, on: date) -> list[AssessorLine]:
    """All assessors for the desk, an assessor's own line for themselves, nobody else's."""
    rows = Assessor.objects.select_related("user").order_by("-is_active", "user__name", "id")
    if actor.may("assessment.assess"):
        rows = rows.filter(user_id=actor.user_id or 0)
    elif not actor.may("assessment.view"):
        return []
    return [_line(row, on=on) for row in rows]


def qualified_assessors(assessment_id: int, *, actor: Actor, on: date, ties: Ties | None = None) -> list[AssessorLine]:
    """Everyone with a certificate, fit ones first, with the reason against the others. Raises AssessmentUnknown."""
    row = visible_assessment(assessment_id, actor=actor, on=on)
    before = assessors_before(row)
    rows = Assessor.objects.filter(is_active=True).select_related("user").order_by("user__name", "id")
    lines = [
        _line(each, on=on, unfit=unfit(credential_of(each), on=on, ties=ties or Ties(), before=before)) for each in rows
    ]
    return sorted(lines, key=lambda line: (bool(line.unfit), line.open_assessments))


def _line(row: Assessor, *, on: date, unfit: str = "") -> AssessorLine:
    organisations = dict(choices_of("organisation"))
    mine = Q(first_assessor=row.user_id) | Q(second_assessor=row.user_id)
    return AssessorLine(
        row.pk, row.user_id, str(row.user), row.certificate_number, row.certificate_class, row.valid_until,
        row.organisation_id, organisations.get(str(row.organisation_id), ""),
        certified(credential_of(row), on=on), on + timedelta(days=EXPIRES_SOON_DAYS) >= row.valid_until,
        Assessment.objects.filter(mine, state__in=sorted(AT_WORK)).count(), unfit,
    )  # fmt: skip
