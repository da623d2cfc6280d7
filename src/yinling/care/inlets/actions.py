"""Receivers say that they live and hear; a watch notes which lines went down and which are back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from yinling.care.inlets.models import Inlet, Outage
from yinling.care.inlets.queries import Down


@dataclass(frozen=True)
class Open:
    """A line that can be reached now; `has_heard`: something came by it since the last time. Where `takes_calls` is
    false only signs of life are heard here: that does not keep the line open."""

    line: str
    has_heard: bool
    takes_calls: bool = True


@transaction.atomic
def report_open(ways: Collection[Open], *, receiver: str, at: datetime) -> None:
    """A receiver says by which lines it can be reached now; what it leaves out is not."""
    for way in ways:
        heard = {"heard_at": at} if way.has_heard else {}
        now = {"open_at": at, **heard} if way.takes_calls else heard
        Inlet.objects.update_or_create(receiver=receiver[:80], line=way.line, defaults=now)


@transaction.atomic
def note_outages(down: Collection[Down], *, at: datetime) -> dict[str, datetime]:
    """Begins and ends outages; until when each line was down, `at` where it is down now."""
    lines = [one.line for one in down]
    Outage.objects.filter(over_at=None).exclude(line__in=lines).update(over_at=at)
    for one in down:
        Outage.objects.get_or_create(line=one.line, over_at=None, defaults={"since": one.since, "found_at": at})
    over = Outage.objects.exclude(over_at=None).order_by().values_list("line").annotate(Max("over_at"))
    return dict(over) | dict.fromkeys(lines, at)
