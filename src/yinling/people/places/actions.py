"""Verbs of places: load the list of divisions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yinling.kernel.actor import Actor
from yinling.kernel.area import level
from yinling.kernel.dates import day_of
from yinling.people.places.models import Area

_LOADED_FIELDS = ["name", "level", "parent", "latitude", "longitude"]


class DivisionsBroken(ValueError):
    """The list names a parent that it does not hold, or a level that its code contradicts."""


@transaction.atomic
def load_divisions(
    rows: Iterable[Mapping[str, str]], *, points: Mapping[str, tuple[Decimal, Decimal]], by: Actor, at: datetime
) -> int:
    """Stores areas, or renews their names and points; returns how many. Rows: code, name, level, parent."""
    areas = [_area(row, points.get(row["code"], (None, None)), day_of(at)) for row in rows]
    codes = {area.code for area in areas}
    for area in areas:
        if (area.parent and area.parent not in codes) or area.level != level(area.code):
            raise DivisionsBroken(f"{area.code} {area.name}")
    Area.objects.bulk_create(
        areas, batch_size=1000, update_conflicts=True, update_fields=_LOADED_FIELDS, unique_fields=["code"]
    )
    return len(areas)


def _area(row: Mapping[str, str], point: tuple[Decimal | None, Decimal | None], valid_from: date) -> Area:
    latitude, longitude = point
    return Area(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent=row["parent"],
        latitude=latitude,
        longitude=longitude,
        valid_from=row.get("valid_from") or valid_from,
    )
