"""Until when a grade holds, and from when the next assessment is due."""

from calendar import monthrange
from datetime import date, timedelta


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_from(valid_until: date, ahead_days: int) -> date:
    """The day on which the re-assessment enters the list."""
    return valid_until - timedelta(days=ahead_days)
