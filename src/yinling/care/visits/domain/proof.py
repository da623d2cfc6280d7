"""Whether what a phone recorded proves a visit, and what is odd about it. Pure.

A visit is proved by an arrival and a leaving. Each is recorded at the door: by the code that hangs there, or by place
and time near it. Oddities do not undo a proof; they are told to the office and to whoever checks claims.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

EARTH_METRES = 6_371_000
ASKED_FOR = {"photo": "no_photo", "signature": "no_signature", "result": "no_result"}
MISSING = frozenset({"no_arrival", "no_leaving", "not_at_door", "leaving_before_arrival", *ASKED_FOR.values()})


@dataclass(frozen=True)
class Mark:
    """One record of a phone. `said_at` is the phone's clock, `received_at` ours; metres are None without a place."""

    said_at: datetime
    received_at: datetime
    is_code_right: bool
    metres_from_door: float | None = None
    accuracy_metres: float | None = None


@dataclass(frozen=True)
class Limits:
    """Of a district: how near, how short, how far a phone's clock may run ahead of ours."""

    door_metres: int
    least_share_of_minutes: float
    clock_ahead_minutes: int


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Along the ground, between (longitude, latitude) in degrees."""
    (x1, y1), (x2, y2) = [(radians(x), radians(y)) for x, y in (a, b)]
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))


def is_at_door(mark: Mark, limits: Limits) -> bool:
    """By its code, or by a place that lies near the door even if the phone errs by its own accuracy."""
    if mark.is_code_right:
        return True
    if mark.metres_from_door is None:
        return False
    return mark.metres_from_door <= limits.door_metres + min(mark.accuracy_metres or 0.0, limits.door_metres)


def oddities(
    arrival: Mark | None, leaving: Mark | None, *, minutes: int, limits: Limits, lacking: Collection[str] = ()
) -> tuple[str, ...]:
    """Codes of all that speaks against the visit; those in `MISSING` mean that it is not proved.

    `lacking` are proofs that the catalogue asks for and that nobody recorded: keys of `ASKED_FOR`.
    """
    found = [code for code, mark in (("no_arrival", arrival), ("no_leaving", leaving)) if mark is None]
    marks = [mark for mark in (arrival, leaving) if mark is not None]
    if marks and not any(is_at_door(mark, limits) for mark in marks):
        found.append("not_at_door")
    if any(_is_ahead(mark, limits) for mark in marks):
        found.append("clock_ahead")
    if arrival is not None and leaving is not None:
        stayed = (leaving.said_at - arrival.said_at).total_seconds() / 60
        if stayed < 0:
            found.append("leaving_before_arrival")
        elif stayed < minutes * limits.least_share_of_minutes:
            found.append("too_short")
    return (*found, *(ASKED_FOR[name] for name in sorted(lacking)))


def is_proved(found: tuple[str, ...]) -> bool:
    """Whether nothing that a proof needs is missing."""
    return not MISSING.intersection(found)


def _is_ahead(mark: Mark, limits: Limits) -> bool:
    return (mark.said_at - mark.received_at).total_seconds() > limits.clock_ahead_minutes * 60
