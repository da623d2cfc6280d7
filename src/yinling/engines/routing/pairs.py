"""The problem with coupled stops, and its answer: frozen values.

A stop needs one work, or two by different vehicles whose starts lie within a gap (0 to 0: at once). A work starts no
earlier than the stop opens; a start after it closes is late. Cost = weighted travel, total and worst lateness.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Work:
    """What is done at a stop: the skill it needs, and how long it takes."""

    skill: str
    minutes: float


@dataclass(frozen=True)
class Stop:
    """One or two works at a place; the second starts gap[0] to gap[1] minutes after the first."""

    key: str
    place: int
    opens: float
    closes: float
    works: tuple[Work, ...]
    gap: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Vehicle:
    """Starts at minute 0 at one place, ends at another, whenever."""

    key: str
    skills: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True)
class Weights:
    """What a minute or metre of each counts."""

    travel: float = 1 / 3
    late: float = 1 / 3
    worst: float = 1 / 3


@dataclass(frozen=True)
class PairsProblem:
    """Stops, vehicles and travel[place, place], which is time and distance in one."""

    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    travel: NDArray[np.float64]
    weights: Weights = Weights()


@dataclass(frozen=True)
class Visit:
    """One work of a stop (its index, the work's index) and when it starts."""

    stop: int
    work: int
    starts: float


@dataclass(frozen=True)
class PairsPlan:
    """One route a vehicle, in the order of the problem's vehicles, and the cost that the search found."""

    routes: tuple[tuple[Visit, ...], ...]
    cost: float


class NoVehicle(ValueError):
    """A work that no vehicle can do, or a pair that no two vehicles can."""

    def __init__(self, stop: Stop, skills: Sequence[str]) -> None:
        super().__init__(stop.key)
        self.stop = stop
        self.skills = tuple(skills)


def require_vehicles(problem: PairsProblem) -> None:
    """Raises NoVehicle if a stop can never be done."""
    for stop in problem.stops:
        able = [
            {index for index, vehicle in enumerate(problem.vehicles) if work.skill in vehicle.skills}
            for work in stop.works
        ]
        if not all(able) or len(set().union(*able)) < len(stop.works):
            raise NoVehicle(stop, [work.skill for work in stop.works])
