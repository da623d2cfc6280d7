"""Who is nearest: travel time over the straight line by the mode in which somebody travels."""

from collections.abc import Mapping, Sequence

from yinling.engines.routing.days_travel import Pace, Travel

Spot = tuple[float, float]  # longitude, latitude


def travel_seconds(start: Spot, end: Spot, mode: str, paces: Mapping[str, Pace]) -> int:
    """Seconds from door to door, setting out and arriving included; none at the very place."""
    return Travel(places=[start, end], paces=paces).seconds(mode, 0, 1)


def nearest(target: Spot, starts: Sequence[tuple[int, Spot, str]], paces: Mapping[str, Pace]) -> list[tuple[int, int]]:
    """(id, seconds) of everybody, nearest first; `starts` are (id, place, mode). Equal times go by id."""
    found = [(one, travel_seconds(place, target, mode, paces)) for one, place, mode in starts]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))
