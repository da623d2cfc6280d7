"""The demo's day goes on: invented carers arrive and leave as time passes; log-ins are played by people."""

import random
from datetime import datetime

from django.db.models import Exists, OuterRef

from yinling.care.visits.models import MarkKind, Visit, VisitCarer, VisitMark, VisitState
from yinling.kernel.dates import day_of, minute_of_day
from yinling.project.demo.sending import Sent
from yinling.project.demo.visit_days import Day


def go_on(at: datetime) -> int:
    """What invented carers have begun or ended since the last time, as their phones would tell it; how many visits."""
    on = day_of(at)
    played = VisitCarer.objects.filter(visit=OuterRef("pk"), worker__user__isnull=False)
    begun = Visit.objects.filter(
        ~Exists(played), on=on, carers_needed=1, state__in=[VisitState.ASSIGNED, VisitState.UNDER_WAY],
        planned_start__lt=minute_of_day(at),
    )  # fmt: skip
    rows = {row.pk: row for row in begun.select_related("order")}
    goes = dict(VisitCarer.objects.filter(visit__in=rows).values_list("visit", "worker"))
    arrived = {row.visit_id: row for row in VisitMark.objects.filter(visit__in=rows, kind=MarkKind.ARRIVAL)}
    sent = [Sent(row, goes[pk], row.planned_start or 0) for pk, row in rows.items() if pk in goes]
    Day(on, 0, at, random.Random(at.isoformat())).carry_on(sent, arrived)
    return len(sent)
