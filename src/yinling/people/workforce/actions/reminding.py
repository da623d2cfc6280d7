"""Offices hear of certificates that run out: sixty days ahead, thirty days ahead, and when it has happened."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.people.workforce.domain.expiry import EXPIRED, NOTICED, URGENT
from yinling.people.workforce.models import Qualification
from yinling.people.workforce.queries.lists import expiring

WORDS = {EXPIRED: "已过期，不能派工", URGENT: "30 天内到期", NOTICED: "60 天内到期"}


@transaction.atomic
def tell_expiring(*, at: datetime) -> int:
    """One notice an office and stage, each certificate once a stage. How many notices; again tells nothing."""
    news: dict[tuple[int, str], list[Qualification]] = defaultdict(list)
    for row in expiring(machine("证书到期"), on=day_of(at)):
        if row.qualification.told_stage != row.stage:
            news[row.qualification.worker.provider_id, row.stage].append(row.qualification)
    for (provider_id, stage), certificates in news.items():
        names = "、".join(dict.fromkeys(each.worker.name for each in certificates[:5]))
        notify(
            text=f"{len(certificates)} 张证书{WORDS[stage]}：{names}{'等' if len(certificates) > 5 else ''}", at=at,
            link=reverse("workforce:expiring"), role="care_provider", organisation_id=provider_id,
        )  # fmt: skip
        Qualification.objects.filter(pk__in=[each.pk for each in certificates]).update(told_stage=stage)
    return len(news)
