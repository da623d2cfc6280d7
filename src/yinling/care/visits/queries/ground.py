"""The ground under a map: the communities of a town as known from the registered doors. Names are public, doors not."""

from collections.abc import Collection
from dataclasses import asdict
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from yinling.care.visits.models import Door
from yinling.design.ground import Patch, Point, patches
from yinling.kernel.area import code_range
from yinling.people.places.queries import short_name, towns_in, villages_in

COUNTY_DIGITS, TOWN_DIGITS, VILLAGE_DIGITS = 6, 9, 12
TOWNS_MAX, DOORS_MAX = 4, 20_000


def ground_of(areas: Collection[str]) -> list[dict[str, Any]]:
    """What a map draws under its points: rough outlines of the communities of the towns that hold some areas, and the
    names of the towns around them; nothing for areas above a town."""
    towns = sorted({area[:TOWN_DIGITS] for area in areas if len(area) >= TOWN_DIGITS})[:TOWNS_MAX]
    if not towns:
        return []
    names = {one.code: short_name(one.name) for town in towns for one in villages_in(town)}
    around = [
        Patch(one.name, (float(one.latitude), float(one.longitude)))
        for one in towns_in(towns[0][:COUNTY_DIGITS])
        if one.latitude is not None and one.longitude is not None
    ]
    return [asdict(one) for one in (*patches(_doors_by_village(towns), names), *around)]


def _doors_by_village(towns: Collection[str]) -> dict[str, list[Point]]:
    ranges = [code_range(town) for town in towns]
    within = reduce(or_, (Q(person__area__gte=first, person__area__lt=last) for first, last in ranges))
    rows = Door.objects.filter(within, longitude__isnull=False).values_list("person__area", "longitude", "latitude")
    found: dict[str, list[Point]] = {}
    for area, x, y in rows[:DOORS_MAX]:
        if len(area) >= VILLAGE_DIGITS and x is not None and y is not None:
            found.setdefault(area, []).append((x, y))
    return found
