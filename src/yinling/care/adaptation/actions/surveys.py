"""A home is surveyed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from yinling.care.adaptation.actions.steps import locked, signed, take
from yinling.care.adaptation.domain import papers, photos
from yinling.care.adaptation.domain.refusals import SurveyRefused
from yinling.care.adaptation.models import Finding, Job, Severity, Survey
from yinling.foundation.documents.actions import keep
from yinling.gateways.policy.reading import load_risk_items
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


@transaction.atomic
def record_survey(*, job_id: int, paper: papers.SurveyPaper, by: Actor, at: datetime) -> Survey:
    """Keeps a survey with its findings and photos. Raises SurveyRefused, PhotoRefused, DatesWrong, StepRefused."""
    catalogue = {item.code: item for item in load_risk_items(settings.PACK)}
    papers.checked_day(paper.surveyed_on, today=day_of(at))
    _check_findings(paper.findings, catalogue.keys())
    job = take(locked(job_id), "survey", by=by, at=at)
    survey = Survey.objects.create(job=job, surveyed_on=paper.surveyed_on, remark=paper.remark, **signed(by, at))
    for found in paper.findings:
        item = catalogue[found.item]
        Finding.objects.create(
            survey=survey, item=item.code, room=item.room, name=item.name, measure=item.measure,
            severity=found.severity,
        )  # fmt: skip
    keep_photos(job, paper.photos, about=f"survey:{survey.pk}", by=by, at=at)
    return survey


def _check_findings(findings: Sequence[papers.Found], known: Collection[str]) -> None:
    items = [found.item for found in findings]
    if len(set(items)) < len(items) or not set(items) <= set(known):
        raise SurveyRefused()
    if any(found.severity not in Severity.values for found in findings):
        raise SurveyRefused()


def keep_photos(job: Job, pictures: Sequence[photos.Photo], *, about: str, by: Actor, at: datetime) -> None:
    """Keeps each photo about a survey or a round of works. Raises PhotoRefused, FileRefused."""
    for photo in photos.checked(pictures):
        keep(
            content=photo.content, name=photo.name, kind="photo", about=about, area=job.area,
            organisation_id=job.firm_id, person_id=job.person_id, by=by, at=at,
        )  # fmt: skip
