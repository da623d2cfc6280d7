"""Working time of a day: the hours agreed, less the time away. Minutes from midnight."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from yinling.kernel.dates import SHANGHAI

DAY_MINUTES = 24 * 60
Stretch = tuple[int, int]


def minutes_of(starts_at: datetime, ends_at: datetime, *, on: date) -> Stretch | None:
    """The part of a stretch of time that falls on a day, where the offices are; None if none does."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)
    first = max(0, _minutes(starts_at - midnight))
    last = min(DAY_MINUTES, _minutes(ends_at - midnight))
    return (first, last) if first < last else None


def left_of(hours: Iterable[Stretch], away: Iterable[Stretch]) -> list[Stretch]:
    """The hours without the time away, in order."""
    left = sorted(hours)
    for gone_from, gone_until in away:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, gone_from)), (max(start, gone_until), end))
            if part[0] < part[1]
        ]
    return left


def clock(minutes: int) -> str:
    """`08:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


class NotHours(ValueError):
    """The text names no stretches of a day; the message says why, to a person."""


def read_hours(text: str) -> list[Stretch]:
    """Stretches of a day from `08:00-12:00、13:00-17:00`; empty text is a day off. Raises NotHours."""
    parts = [part for part in re.split(r"[、,，;；\s]+", text.strip()) if part]
    found = sorted(_stretch(part) for part in parts)
    if any(earlier[1] > later[0] for earlier, later in pairwise(found)):
        raise NotHours(f"“{text}”中的时间段有重叠")
    return found


def write_hours(hours: Iterable[Stretch]) -> str:
    """The reverse of `read_hours`."""
    return "、".join(f"{clock(starts)}-{clock(ends)}" for starts, ends in sorted(hours))


def _stretch(text: str) -> Stretch:
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})[-–—~～至到](\d{1,2})[:：](\d{2})", text)
    if not match:
        raise NotHours(f"看不懂“{text}”，应写作 08:00-17:00，两段之间用顿号")
    first, last = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if not (first < last <= DAY_MINUTES and int(match[2]) < 60 and int(match[4]) < 60):
        raise NotHours(f"“{text}”不是一天之内的时间段")
    return first, last


_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEK = r"(?:\u5468|\u661f\u671f)"  # 周 or 星期: no text to be translated
_LINE = re.compile(rf"{_WEEK}([{''.join(_DAYS)}])(?:[\u81f3\u5230–—-]{_WEEK}?([{''.join(_DAYS)}]))?[\s\uff1a:]*(.+)")


def read_week(text: str) -> list[tuple[int, int, int]]:
    """(weekday, starts, ends) from `周一至周五 08:00-12:00、13:00-17:00；周六 08:00-12:00`. Raises NotHours."""
    week: dict[int, list[Stretch]] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[；;]", text))):
        if not (match := _LINE.fullmatch(part)):
            raise NotHours(f"看不懂“{part}”，应写作 周一至周五 08:00-17:00")
        first = _DAYS[match[1]]
        for weekday in range(first, _DAYS[match[2] or match[1]] + 1):
            week[weekday] = read_hours(match[3])
    return [(weekday, *stretch) for weekday in sorted(week) for stretch in week[weekday]]
