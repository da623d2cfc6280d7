"""Who is told: the older person and their agents, the desk that examines, the one who objected."""

from datetime import datetime

from django.urls import reverse

from yinling.foundation.outbox.actions import notify
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.queries.lists import programme_name
from yinling.needs.hearings.models import BenefitObjection
from yinling.people.registry.queries import agents_of

CHANNELS = ("application", "sms")
TEXT_LENGTH_MAX = 500


def tell_person(objection: BenefitObjection, text: str, *, at: datetime) -> None:
    """The older person, and every agent with a mandate in force."""
    link = reverse("elder:benefit", args=[objection.pack, objection.programme])
    words = text[:TEXT_LENGTH_MAX]
    notify(text=words, link=link, at=at, person_id=objection.person_id, channels=CHANNELS)
    for user_id in agents_of(objection.person_id, on=day_of(at)):
        notify(text=words, link=link, at=at, user_id=user_id, channels=CHANNELS)


def tell_desk(objection: BenefitObjection, text: str, *, at: datetime) -> None:
    """Those who examine objections over the person's place."""
    link = reverse("hearings:objection", args=[objection.pk])
    notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, role="bureau_reviewer", area=objection.area)


def tell_objector(objection: BenefitObjection, text: str, *, at: datetime) -> None:
    """Whoever wrote it down hears of it; the public is answered by the desk, by the contact that was left."""
    if objection.kind == BenefitObjection.Kind.PUBLIC:
        tell_desk(objection, f"异议 {objection.code} 已处理，请按留下的联系方式答复提出人。", at=at)
    if objection.raised_by_id:
        link = reverse("hearings:objection", args=[objection.pk]) if objection.kind == "public" else ""
        notify(text=text[:TEXT_LENGTH_MAX], link=link, at=at, user_id=objection.raised_by_id)


def name_of(objection: BenefitObjection) -> str:
    """The programme in quotation marks."""
    return f"“{programme_name(objection.pack, objection.programme)}”"
