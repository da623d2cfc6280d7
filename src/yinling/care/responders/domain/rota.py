"""Who is on duty when: hours of every week and single duties, laid on days; and when nobody is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yinling.kernel.dates import day_moment

Span = tuple[datetime, datetime]
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Weekly:
    """Every week on a weekday (0 Monday) from a minute of the day until another, past midnight above 1,440."""

    weekday: int
    starts: int
    ends: int

    @property
    def words(self) -> str:
        """From when until when: `20:00–次日 08:00`."""
        is_over, ends = self.ends > DAY_MINUTES, (self.ends - 1) % DAY_MINUTES + 1
        return f"{_clock(self.starts)}–{'次日 ' if is_over else ''}{_clock(ends)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def weekly_spans(weekly: Iterable[Weekly], days: Sequence[date]) -> list[Span]:
    """The hours of every week on some days, and what runs over from the evening before the first."""
    told, before = list(weekly), [days[0] - timedelta(days=1), *days] if days else []
    return [
        (day_moment(day, one.starts), day_moment(day, one.ends))
        for day in before for one in told if one.weekday == day.weekday()
    ]  # fmt: skip


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same hours with nothing told twice, in order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def within(spans: Iterable[Span], begins: datetime, ends: datetime) -> list[Span]:
    """What of the hours lies between two moments."""
    return [(max(one, begins), min(other, ends)) for one, other in joined(spans) if one < ends and other > begins]


def gaps(spans: Iterable[Span], begins: datetime, ends: datetime) -> list[Span]:
    """When between two moments nobody is on duty."""
    found, free = [], begins
    for one, other in within(spans, begins, ends):
        if one > free:
            found.append((free, one))
        free = other
    return [*found, (free, ends)] if free < ends else found
