"""When somebody must have seen or heard that a person is alive."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_due(*, since: date, last_done: date | None, months: int | None) -> date | None:
    """The last day in time for the next life check; None where the programme asks for none."""
    if months is None:
        return None
    return months_after(max(since, last_done) if last_done else since, months)
