"""Until when something is due, with a clock that may be stopped; and whether it is late. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.kernel.dates import WorkCalendar

WORKING, CALENDAR = "working_days", "calendar_days"


@dataclass(frozen=True)
class Limit:
    """So many days, counted as working or calendar days."""

    days: int
    count: str = WORKING


@dataclass(frozen=True)
class Stop:
    """The clock stood from the day something was asked until the day it was answered; None = still stands."""

    asked_on: date
    answered_on: date | None = None

    def covers(self, day: date) -> bool:
        """Days after asking, up to and including the day of the answer, are not counted."""
        return self.asked_on < day and (self.answered_on is None or day <= self.answered_on)


def due_on(start: date, limit: Limit | None, *, calendar: WorkCalendar, stops: Sequence[Stop] = ()) -> date | None:
    """The last day in time; the starting day is not counted. None: no limit, or the clock stands."""
    if limit is None or any(stop.answered_on is None for stop in stops):
        return None
    day, left = start, limit.days
    while left > 0:
        day += timedelta(days=1)
        counts = limit.count == CALENDAR or calendar.is_working_day(day)
        left -= counts and not any(stop.covers(day) for stop in stops)
    return day


@dataclass(frozen=True)
class Lateness:
    """Working days left until `due_on`, or past it when late. `due_on` None: nothing is owed to a date."""

    due_on: date | None
    is_late: bool
    working_days: int

    @property
    def words(self) -> str:
        """`还有 3 个工作日`, `今天到期`, `已超期 2 个工作日`; empty without a limit."""
        if self.due_on is None:
            return ""
        if self.is_late:
            return f"已超期 {self.working_days} 个工作日"
        return f"还有 {self.working_days} 个工作日" if self.working_days else "今天到期"


def lateness(due: date | None, on: date, calendar: WorkCalendar) -> Lateness:
    """How `on` stands to the due day."""
    if due is None:
        return Lateness(None, False, 0)
    if on > due:
        return Lateness(due, True, calendar.working_days_between(due, on))
    return Lateness(due, False, calendar.working_days_between(on, due))


def window_until(start: date, limit: Limit, calendar: WorkCalendar) -> date:
    """The first day after a window of `limit` days that begins the day after `start`."""
    last = due_on(start, limit, calendar=calendar)
    return (last or start) + timedelta(days=1)
