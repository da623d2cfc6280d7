"""When a visit that has not begun is late, and when it counts as missed. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lateness:
    """`minutes` past the latest start; 0 = in time."""

    minutes: int
    is_late: bool
    is_missed: bool


def lateness(*, latest_start: int, now: int, late_minutes: int, missed_minutes: int) -> Lateness:
    """`latest_start` and `now` are minutes of the same day; both limits are at least 1 and come from the district."""
    past = max(0, now - latest_start)
    return Lateness(past, past >= late_minutes, past >= missed_minutes)


def latest_start(*, window_until: int, planned_start: int | None) -> int:
    """A visit with a time in the day plan is late from that time; another from the end of its window of arrival."""
    return window_until if planned_start is None else planned_start
