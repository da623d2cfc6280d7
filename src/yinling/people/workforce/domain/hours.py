"""Working time of a day: the hours agreed, less the time away. Minutes from midnight."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from yinling.kernel.dates import SHANGHAI

DAY_MINUTES = 24 * 60
Stretch = tuple[int, int]


def minutes_of(starts_at: datetime, ends_at: datetime, *, on: date) -> Stretch | None:
    """The part of a stretch of time that falls on a day, where the offices are; None if none does."""
    midnight = datetime.combine(on, time(), tzinfo=SHANGHAI)
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
