"""Until when somebody is to be visited, and in which months they count."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from yinling.kernel.dates import Period, WorkCalendar
from yinling.kernel.deadlines import Limit, due_on


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, first + timedelta(days=monthrange(day.year, day.month)[1]))


def last_day(month: Period) -> date:
    """The last day of a month."""
    return month.until - timedelta(days=1)


def first_due(joined: date, *, days: int, count: str, calendar: WorkCalendar) -> date:
    """Until when somebody who joined the list on a day is to be visited for the first time."""
    return due_on(joined, Limit(days, count), calendar=calendar) or joined


def parts_of(month: Period, per_month: int) -> list[date]:
    """The last days of so many equal parts of a month, ascending; the last one is the month's last day."""
    days = (month.until - month.from_).days
    return [month.from_ + timedelta(days=-(-days * part // per_month) - 1) for part in range(1, per_month + 1)]


def next_due(visited: Sequence[date], *, per_month: int) -> date:
    """The next due day after visits, of which the last is looked at; always later than it.

    A visit serves the earliest part of its month that none has served, or the part in which it lies. Whoever has had
    all visits of a month is due in the first part of the next one.
    """
    last = max(visited)
    month = month_of(last)
    parts = parts_of(month, per_month)
    made = sum(day in month for day in visited)
    left = [part for number, part in enumerate(parts) if number >= made and part > last]
    return left[0] if left else parts_of(month_of(month.until), per_month)[0]


def due_after(joined: date, first: date, visited: Sequence[date], *, per_month: int) -> date:
    """When the next visit is due. In the month of joining the first visit is all that is asked."""
    if not visited:
        return first
    if max(visited) in month_of(joined):
        return parts_of(month_of(month_of(joined).until), per_month)[0]
    return next_due(visited, per_month=per_month)


def counts_in(month: Period, *, joined: date, first: date, left: date | None, on: date) -> bool:
    """Whether somebody counts in a month's rate, as seen on a day of it or later.

    They are on the list at the end of the month, or today while it runs, and their first visit fell due within it.
    """
    seen = min(on, last_day(month))
    return joined <= seen and first < month.until and (left is None or left > seen)
