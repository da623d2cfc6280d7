"""On which days an order is due: weekdays, every so many weeks, holidays left out. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.kernel.dates import Period

WEEK = 7


@dataclass(frozen=True)
class Pattern:
    """`weekdays` 0 (Monday) to 6; empty: once, on the first day. `every_weeks` counts from the first day's week."""

    weekdays: frozenset[int] = frozenset()
    every_weeks: int = 1
    skips_holidays: bool = False

    def __post_init__(self) -> None:
        if not all(0 <= day < WEEK for day in self.weekdays) or self.every_weeks < 1:
            raise ValueError(self)


def days_due(
    pattern: Pattern,
    span: Period,
    asked: Period,
    *,
    holidays: Collection[date] = frozenset(),
) -> list[date]:
    """The days of `asked` on which an order that runs over `span` is due; a holiday is left out, not moved.

    An order of one day is not moved by a holiday: that day was asked for by its date.
    """
    return [
        day
        for day in _candidates(pattern, span, asked)
        if not (pattern.weekdays and pattern.skips_holidays and day in holidays)
    ]


def _candidates(pattern: Pattern, span: Period, asked: Period) -> Iterator[date]:
    if not pattern.weekdays:
        if span.from_ in asked:
            yield span.from_
        return
    monday = span.from_ - timedelta(days=span.from_.weekday())
    day, until = max(span.from_, asked.from_), min(span.until, asked.until)
    while day < until:
        if day.weekday() in pattern.weekdays and ((day - monday).days // WEEK) % pattern.every_weeks == 0:
            yield day
        day += timedelta(days=1)
