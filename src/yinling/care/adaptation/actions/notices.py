"""Who is told what: the firm, or the older person and those who act for them."""

from datetime import datetime

from django.urls import reverse

from yinling.care.adaptation.models import Job
from yinling.foundation.outbox.actions import notify
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import agents_of

ELDER_CHANNELS = ("application", "sms")


def tell_firm(job: Job, text: str, *, at: datetime) -> None:
    """A notice for everyone at the job's firm."""
    notify(text=text, link=reverse("adaptation:job", args=[job.pk]), at=at, organisation_id=job.firm_id)


def tell_clerks(job: Job, text: str, *, at: datetime) -> None:
    """A notice for the town's clerks."""
    link = reverse("adaptation:job", args=[job.pk])
    notify(text=text, link=link, at=at, role="town_clerk", area=job.area)


def tell_household(job: Job, text: str, *, page: str, at: datetime) -> None:
    """A notice for the older person, and for each agent with a mandate in force."""
    link = reverse(page, args=[job.pk])
    notify(text=text, link=link, at=at, person_id=job.person_id, channels=ELDER_CHANNELS)
    for user_id in agents_of(job.person_id, on=day_of(at)):
        notify(text=text, link=link, at=at, user_id=user_id)
