"""Dates as rules need them: ages, half-open periods, working days. Nothing here reads a clock."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The day of a moment where the offices are; `at` is aware. A moment's own `.date()` may be yesterday's."""
    return at.astimezone(SHANGHAI).date()


def in_chinese(day: date) -> str:
    """As people write it: 2026年8月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def birthday_in(birth: date, year: int) -> date:
    """The day an age is reached in `year`; 29 February counts on 1 March of common years."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(birth: date, on: date) -> int:
    """Whole years of age; a birthday counts from its day. Negative before birth."""
    return on.year - birth.year - (on < birthday_in(birth, on.year))


@dataclass(frozen=True, order=True)
class Period:
    """Half-open days [from_, until); an open end is `date.max`."""

    from_: date
    until: date = date.max

    def __contains__(self, day: date) -> bool:
        return self.from_ <= day < self.until


def parse_period(text: str) -> Period:
    """`2020` (year), `2020-Q2`, `2020-05` (month) as days. Raises ValueError."""
    if re.fullmatch(r"\d{4}", text):
        return Period(date(int(text), 1, 1), date(int(text) + 1, 1, 1))
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, quarter = int(match[1]), int(match[2])
        return Period(date(year, 3 * quarter - 2, 1), _month_after(year, 3 * quarter))
    if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text):
        year, month = int(match[1]), int(match[2])
        return Period(date(year, month, 1), _month_after(year, month))
    raise ValueError(text)


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class WorkCalendar:
    """Days that differ from the plain week: holidays that fall on weekdays, weekends that are worked (调休)."""

    holidays: AbstractSet[date] = frozenset()
    worked_weekends: AbstractSet[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if day in self.worked_weekends:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def add_working_days(self, start: date, days: int) -> date:
        """The day `days` working days after `start`; the starting day is not counted. `days` ≥ 0."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 if `end` is not later."""
        span = range(1, (end - start).days + 1)
        return sum(self.is_working_day(start + timedelta(days=offset)) for offset in span)


def clock_minutes(clock: time) -> int:
    """Minutes from midnight of a time of day, 0 to 1,439."""
    return clock.hour * 60 + clock.minute


def minutes_at(clock: str) -> int:
    """Minutes from midnight of HH:MM."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def day_moment(on: date, minutes: int) -> datetime:
    """The moment `minutes` after midnight of a day where the offices are; past 24 hours it is the next day."""
    return datetime(on.year, on.month, on.day, tzinfo=SHANGHAI) + timedelta(minutes=minutes)


def minute_of_day(at: datetime) -> int:
    """Minutes from midnight where the offices are."""
    return clock_minutes(at.astimezone(SHANGHAI).timetz())
