"""Schematic maps: points that lie too close for their labels are moved apart, their order to each other kept."""

from collections.abc import Sequence
from itertools import combinations
from math import hypot

ROUNDS = 40
Point = tuple[float, float]


def spread(points: Sequence[Point], *, least: float) -> list[Point]:
    """The points with at least about `least` between any two, in the unit of the points; moved as little as needed."""
    moved = [list(point) for point in points]
    for _round in range(ROUNDS):
        close = [(a, b) for a, b in combinations(moved, 2) if hypot(a[0] - b[0], a[1] - b[1]) < least * 0.99]
        if not close:
            break
        for a, b in close:
            _part(a, b, least)
    return [(point[0], point[1]) for point in moved]


def _part(a: list[float], b: list[float], least: float) -> None:
    across, up = a[0] - b[0], a[1] - b[1]
    distance = hypot(across, up)
    if distance == 0:
        across, distance = 1.0, 1.0
    push = (least - min(distance, least)) / 2 / distance
    for axis, way in enumerate((across, up)):
        a[axis] += way * push
        b[axis] -= way * push
