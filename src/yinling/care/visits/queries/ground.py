"""The ground under a map: the communities of a town as known from the registered doors. Names are public, doors not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.cache import cache

from yinling.care.visits.models import Door
from yinling.design.ground import Patch, Point, patches
from yinling.kernel.area import code_range
from yinling.people.places.queries import short_name, towns_in, villages_in

COUNTY_DIGITS, TOWN_DIGITS, VILLAGE_DIGITS = 6, 9, 12
TOWNS_MAX, DOORS_MAX = 4, 20_000
KEPT_SECONDS = 3600  # thousands of doors are not read for every map; an outline of a hundred metres can wait an hour


def ground_of(areas: Iterable[str]) -> list[dict[str, Any]]:
    """What a map draws under its points: rough outlines of the communities of the towns that hold most of some areas,
    and the names of the towns around them; nothing for areas above a town."""
    held = Counter(area[:TOWN_DIGITS] for area in areas if len(area) >= TOWN_DIGITS)
    towns = sorted(held, key=lambda town: (-held[town], town))[:TOWNS_MAX]
    if not towns:
        return []
    around = [
        asdict(Patch(one.name, (float(one.latitude), float(one.longitude))))
        for one in towns_in(towns[0][:COUNTY_DIGITS])
        if one.latitude is not None and one.longitude is not None
    ]
    return [*(patch for town in towns for patch in _communities(town)), *around]


def _communities(town: str) -> list[dict[str, Any]]:
    """The communities of a town as they were known within the hour."""
    found: list[dict[str, Any]] | None = cache.get(f"ground:{town}")
    if found is None:
        found = _drawn(town)
        cache.set(f"ground:{town}", found, KEPT_SECONDS)
    return found


def _drawn(town: str) -> list[dict[str, Any]]:
    names = {one.code: short_name(one.name) for one in villages_in(town)}
    return [asdict(one) for one in patches(_doors_by_village(town), names)]


def _doors_by_village(town: str) -> dict[str, list[Point]]:
    first, last = code_range(town)
    within = Door.objects.filter(person__area__gte=first, person__area__lt=last, longitude__isnull=False)
    rows = within.values_list("person__area", "longitude", "latitude")
    found: dict[str, list[Point]] = {}
    for area, x, y in rows[:DOORS_MAX]:
        if len(area) >= VILLAGE_DIGITS and x is not None and y is not None:
            found.setdefault(area, []).append((x, y))
    return found
