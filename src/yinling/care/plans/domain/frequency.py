"""On which days an item is due: chosen weekdays of every, every second or every fourth week."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

WEEKDAY_WORDS = ("一", "二", "三", "四", "五", "六", "日")
EVERY_WEEKS = (1, 2, 4)
_DAY_MINUTES = 24 * 60


def is_due(on: date, *, weekdays: Collection[int], every_weeks: int, anchor: date) -> bool:
    """Whether an item is due on a day; weeks are counted from the Monday of `anchor`'s week, Monday is 0."""
    if on < anchor or on.weekday() not in weekdays:
        return False
    first_monday = anchor - timedelta(days=anchor.weekday())
    return (on - first_monday).days // 7 % every_weeks == 0


def days_due(*, weekdays: Collection[int], every_weeks: int, anchor: date, from_: date, until: date) -> Iterator[date]:
    """Days in [from_, until) on which an item is due."""
    span = (from_ + timedelta(days=offset) for offset in range((until - from_).days))
    return (day for day in span if is_due(day, weekdays=weekdays, every_weeks=every_weeks, anchor=anchor))


def frequency_words(weekdays: Collection[int], every_weeks: int) -> str:
    """`每周一、三、五`, `每天`, `每两周的周二`."""
    days = "、".join(WEEKDAY_WORDS[day] for day in sorted(weekdays))
    if len(set(weekdays)) == len(WEEKDAY_WORDS):
        return "每天" if every_weeks == 1 else f"每{every_weeks}周中的一周，每天"
    return f"每周{days}" if every_weeks == 1 else f"每{'两' if every_weeks == 2 else '四'}周一次的周{days}"


def time_words(minute: int) -> str:
    """`08:30`; 1440 is the end of the day."""
    return f"{min(minute, _DAY_MINUTES) // 60:02d}:{minute % 60:02d}"
