"""Whether receivers hear: which lines are down, and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from yinling.care.inlets.models import Inlet, Outage

# Receivers report every ten seconds. Both are shorter than what the most talkative kind of device may be silent.
OPEN_MAX, HEARD_MAX = timedelta(seconds=45), timedelta(seconds=90)


@dataclass(frozen=True)
class Down:
    """Nobody hears this line, since then."""

    line: str
    since: datetime


def lines_closed(lines: Collection[str], *, at: datetime) -> list[Down]:
    """Lines that receivers once took and none takes now. Where none has ever reported nothing can be said."""
    return [Down(line, opened) for line, opened, _heard in _inlets(lines) if at - opened > OPEN_MAX]


def lines_quiet(lines: Collection[str], *, at: datetime) -> list[Down]:
    """Open lines by which nothing at all came lately; whether anybody spoke by them the caller knows."""
    return [
        Down(line, heard)
        for line, opened, heard in _inlets(lines)
        if heard is not None and at - opened <= OPEN_MAX and at - heard > HEARD_MAX
    ]


def _inlets(lines: Collection[str]) -> list[tuple[str, datetime, datetime | None]]:
    rows = Inlet.objects.filter(line__in=lines).order_by("line").values("line")
    found = rows.annotate(opened=Max("open_at"), heard=Max("heard_at")).exclude(opened=None)
    return list(found.values_list("line", "opened", "heard"))


def receivers_of(line: str, *, at: datetime) -> set[str]:
    """Receivers that take calls by a line just now, by their own word."""
    open_now = Inlet.objects.filter(line=line, open_at__gt=at - OPEN_MAX)
    return set(open_now.values_list("receiver", flat=True))


def outages() -> tuple[Down, ...]:
    """Lines that a watch found down and not yet back."""
    return tuple(
        Down(*row) for row in Outage.objects.filter(over_at=None).order_by("line").values_list("line", "since")
    )
