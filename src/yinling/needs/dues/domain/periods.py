"""Months, and the periods for which a programme is given in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.engines.rules.rule import Cycle
from yinling.kernel.dates import Period, birthday_in

MONTHS = {"month": 1, "quarter": 3, "year": 12, "once": 1}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Giving:
    """What a programme gives in a month: for which period, decided on which day (None: day by day)."""

    period: Period
    counted_on: date | None


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month so many later (earlier where negative)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(first, offset) for offset in range(count)]


def month_period(first: date) -> Period:
    """The days of a month."""
    return Period(first, month_after(first))


def giving(cycle: Cycle, month: date) -> Giving | None:
    """What is given in the month that begins on `month`; None where the period is decided in another month.

    A quarter or year counted at its start is given in its first month, otherwise in its last.
    """
    length = MONTHS[cycle.every]
    begins = date(month.year, (month.month - 1) // length * length + 1, 1)
    ends = month_after(begins, length)
    at_start = cycle.counted_on == "month_start"
    if month != (begins if at_start else month_after(ends, -1)):
        return None
    days = {"month_start": begins, "month_end": ends - _ONE_DAY, "each_day": None}
    return Giving(Period(begins, ends), days[cycle.counted_on])


def clipped(periods: list[Period], within: Period) -> Iterator[Period]:
    """What of the periods lies within another."""
    for period in periods:
        from_, until = max(period.from_, within.from_), min(period.until, within.until)
        if from_ < until:
            yield Period(from_, until)


def birthdays_in(birth: date, period: Period) -> list[date]:
    """Birthdays within a period."""
    days = (birthday_in(birth, year) for year in range(period.from_.year, period.until.year + 1))
    return [day for day in days if day in period]


def split(period: Period, cuts: list[date]) -> list[Period]:
    """The period cut before each of the days."""
    edges = [period.from_, *sorted({day for day in cuts if period.from_ < day < period.until}), period.until]
    return [Period(from_, until) for from_, until in zip(edges, edges[1:], strict=False)]
