"""What a map without tiles shows to find one's way by: places as a rough outline of the points known in them.

Nothing is more exact than a hundred metres, and few points make no outline: nobody's door can be read off a map.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import fmean, median

OUTLINED_MIN = 6  # fewer points give a place its name alone
DECIMALS = 3  # of a degree: about a hundred metres
MARGIN = 0.0008  # degrees that an outline lies outside its outermost points
STRAY = 3.0  # farther than so many times the median distance from the middle, a point was put down wrongly
Point = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True)
class Patch:
    """A named piece of ground: its middle and its outline, both (latitude, longitude) as maps want it."""

    name: str
    at: Point
    outline: tuple[Point, ...] = ()


def patches(points: Mapping[str, Sequence[Point]], names: Mapping[str, str]) -> list[Patch]:
    """The places of which enough is known; by code, as are their names."""
    found = ((names[code], points[code]) for code in sorted(points) if code in names)
    return [_patch(name, known) for name, known in found if known]


def _patch(name: str, points: Sequence[Point]) -> Patch:
    middle = (median(x for x, _y in points), median(y for _x, y in points))
    outline = outlined(points, middle) if len(points) >= OUTLINED_MIN else ()
    return Patch(name, _turned(middle), tuple(_turned(corner) for corner in outline))


def _turned(point: Point) -> Point:
    return round(point[1], DECIMALS), round(point[0], DECIMALS)


def outlined(points: Iterable[Point], middle: Point) -> list[Point]:
    """The convex hull of the points, strays left out, a little wider, corners rounded; nothing of points in a line."""
    away = [(hypot(x - middle[0], y - middle[1]), (x, y)) for x, y in points]
    reach = STRAY * median(distance for distance, _point in away)
    kept = sorted({point for distance, point in away if distance <= reach})
    corners = _side(kept) + _side(kept[::-1])
    if len(corners) < 3:
        return []
    inside = (fmean(x for x, _y in corners), fmean(y for _x, y in corners))
    return [_wider(corner, inside) for corner in corners]


def _wider(corner: Point, inside: Point) -> Point:
    across, up = corner[0] - inside[0], corner[1] - inside[1]
    share = 1 + MARGIN / hypot(across, up)
    return round(inside[0] + across * share, DECIMALS), round(inside[1] + up * share, DECIMALS)


def _side(ordered: Sequence[Point]) -> list[Point]:
    """One side of the hull, without its last point, by Andrew's chain."""
    found: list[Point] = []
    for point in ordered:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    """Positive where the way from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
