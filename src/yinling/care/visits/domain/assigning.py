"""Whether somebody can take a visit at a time: nobody is in two homes, nobody goes out of hours. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Busy:
    """A stretch of a worker's day, in minutes from midnight, half-open."""

    starts: int
    ends: int


@dataclass(frozen=True)
class Need:
    """What a visit asks of whoever goes; an empty `gender` is no wish."""

    starts: int
    ends: int
    skills: frozenset[str] = frozenset()
    gender: str = ""


def clashes(need: Need, busy: Iterable[Busy]) -> bool:
    """Whether the time meets another visit's."""
    return any(one.starts < need.ends and need.starts < one.ends for one in busy)


def is_on_shift(need: Need, shifts: Iterable[Busy]) -> bool:
    """Whether the whole time lies in one stretch of work."""
    return any(shift.starts <= need.starts and need.ends <= shift.ends for shift in shifts)


def objections(
    need: Need, *, gender: str, shifts: Sequence[Busy], busy: Iterable[Busy], unfit: Sequence[str]
) -> tuple[str, ...]:
    """Why somebody cannot take the visit, in Chinese; empty = they can. `unfit` comes from the register of workers."""
    found = list(unfit)
    if need.gender and gender != need.gender:
        found.append("老人要求女性护理员" if need.gender == "female" else "老人要求男性护理员")
    if not shifts:
        found.append("当天没有排班")
    elif not is_on_shift(need, shifts):
        found.append("不在上班时间内")
    if clashes(need, busy):
        found.append("同一时间已有另一次上门")
    return tuple(found)
