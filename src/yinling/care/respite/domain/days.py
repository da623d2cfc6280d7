"""Days of a booking by calendar year, and what is left of a year."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date]


def days_by_year(from_on: date, until_on: date) -> Counter[int]:
    """Days in [from_on, until_on), counted in the year in which they lie."""
    return Counter((from_on + timedelta(days=offset)).year for offset in range((until_on - from_on).days))


def left_in(year: int, *, days_max: int, booked: Iterable[Span]) -> int:
    """Days of a year that are still to be had; not below 0."""
    used = sum(days_by_year(*span)[year] for span in booked)
    return max(0, days_max - used)


def overlapping(span: Span, booked: Iterable[Span]) -> bool:
    """Whether a span shares a day with one of the others."""
    return any(span[0] < until and from_ < span[1] for from_, until in booked)
