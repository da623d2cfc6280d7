"""Seconds from place to place by mode: from given matrices, else from straight lines, a detour factor and a speed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
METRES_PER_DEGREE = 111_195.0  # a great circle of 6,371 km


@dataclass(frozen=True)
class Pace:
    """How a mode travels: metres a second, detour over the straight line, seconds for setting out and arriving."""

    speed: float
    detour: float = 1.3
    overhead: int = 0


@dataclass(frozen=True)
class Travel:
    """Places as (longitude, latitude), paces by mode; `matrices[mode][from, to]` in seconds go before paces."""

    places: Sequence[tuple[float, float]]
    paces: Mapping[str, Pace]
    matrices: Mapping[str, Array] = field(default_factory=dict)

    @cached_property
    def metres(self) -> Array:
        """Places on a plane, in metres: `metres[place, 2]`; true to a per mille within a district."""
        degrees = np.asarray(self.places, dtype=np.float64).reshape(-1, 2)
        middle = math.radians(float(degrees[:, 1].mean())) if len(degrees) else 0.0
        return np.multiply(degrees, [METRES_PER_DEGREE * math.cos(middle), METRES_PER_DEGREE])

    @cached_property
    def points(self) -> list[list[float]]:
        """The same as plain numbers, for one leg at a time."""
        found: list[list[float]] = self.metres.tolist()
        return found

    def seconds(self, mode: str, start: int, end: int) -> int:
        """One leg, rounded up: a sum of rounded legs is then never shorter than the direct way."""
        matrix = self.matrices.get(mode)
        if matrix is not None:
            return int(matrix[start, end])
        if start == end:
            return 0
        (x, y), (u, v), pace = self.points[start], self.points[end], self.paces[mode]
        metres = math.sqrt((x - u) * (x - u) + (y - v) * (y - v))
        return math.ceil(metres * (pace.detour / pace.speed) + pace.overhead - 1e-6) if metres else 0

    def block(self, mode: str, places: Array) -> Array:
        """The same for all legs between some places: `block[from, to]`, int32."""
        matrix = self.matrices.get(mode)
        if matrix is not None:
            return np.ascontiguousarray(matrix[np.ix_(places, places)], dtype=np.int32)
        points, pace = self.metres[places], self.paces[mode]
        across, up = (points[:, None, axis] - points[None, :, axis] for axis in (0, 1))
        metres = np.sqrt(across * across + up * up)
        seconds = np.ceil(metres * (pace.detour / pace.speed) + pace.overhead - 1e-6)
        return np.where(metres > 0, seconds, 0).astype(np.int32)
