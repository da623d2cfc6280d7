"""Who is told of a step: the older person and their agents, the assessors, or a desk role in the area."""

from datetime import datetime

from django.urls import reverse

from yinling.foundation.outbox.actions import notify
from yinling.kernel.dates import day_of
from yinling.needs.assessment.domain.states import AT_WORK
from yinling.needs.assessment.models import Assessment
from yinling.people.registry.queries import agents_of

CHANNELS = ("application", "sms")
TEXT_LENGTH_MAX = 500


def tell_person(person_id: int, name_masked: str, text: str, *, at: datetime, link: str) -> None:
    """The older person, and every agent with a mandate in force, in the application and by text message."""
    notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, person_id=person_id, channels=CHANNELS)
    for user_id in agents_of(person_id, on=day_of(at)):
        words = f"{name_masked}：{text}"[:TEXT_LENGTH_MAX]
        notify(text=words, link=link, at=at, user_id=user_id, channels=CHANNELS)


def tell_applicant(row: Assessment, text: str, *, at: datetime) -> None:
    """The person of an assessment."""
    link = reverse("elder:assessment", args=[row.pk])
    tell_person(row.person_id, row.person_name_masked, text, at=at, link=link)


def tell_assessors(row: Assessment, text: str, *, at: datetime) -> None:
    """The two who are assigned, if any."""
    link = reverse("field:visit", args=[row.pk]) if row.state in AT_WORK else reverse("field:list")
    for user_id in row.assessor_ids:
        notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, user_id=user_id)


def tell_role(row: Assessment, role: str, text: str, *, at: datetime) -> None:
    """Everyone who holds a role over the area."""
    link = reverse("assessment:assessment", args=[row.pk])
    notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, role=role, area=row.area)
