"""Who is told of a step: the older person and their agents, or a desk role in the area."""

from datetime import datetime

from django.urls import reverse

from yinling.foundation.outbox.actions import notify
from yinling.kernel.dates import day_of
from yinling.needs.casework.models import Case
from yinling.people.registry.queries import agents_of

CHANNELS = ("application", "sms")
TEXT_LENGTH_MAX = 500


def tell_applicant(case: Case, text: str, *, at: datetime) -> None:
    """The older person, and every agent with a mandate in force, in the application and by text message."""
    link = reverse("elder:case", args=[case.pk])
    notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, person_id=case.person_id, channels=CHANNELS)
    for user_id in agents_of(case.person_id, on=day_of(at)):
        words = f"{case.person_name_masked}：{text}"[:TEXT_LENGTH_MAX]
        notify(text=words, link=link, at=at, user_id=user_id, channels=CHANNELS)


def tell_role(case: Case, role: str, text: str, *, at: datetime) -> None:
    """Everyone who holds a role over the case's area."""
    notify(text=text, link=reverse("casework:case", args=[case.pk]), at=at, role=role, area=case.area)
