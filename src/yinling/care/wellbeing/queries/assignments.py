"""Towns and villages with their visitors, and when the list was last brought up to date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr

from yinling.care.wellbeing.models import Assignment, ListRun, Target
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.people.places.queries import towns_in, villages_in

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12
PAGE_ROWS = 30


@dataclass(frozen=True)
class PlaceLine:
    """One town or village: people on the list, those without a visitor, those overdue, and who goes to a village."""

    area: str
    name: str
    people: int = 0
    nobody: int = 0
    late: int = 0
    visitor: str = ""


def town_lines(area: str, *, actor: Actor, on: date) -> list[PlaceLine]:
    """The towns of a district."""
    known = _counted(area, TOWN_DIGITS, actor, on)
    return [PlaceLine(one.code, one.name, **known.get(one.code, {})) for one in towns_in(area)]


def village_lines(
    area: str, *, actor: Actor, on: date, nobody: bool = False, after: str = ""
) -> tuple[list[PlaceLine], str]:
    """A page of the villages of a town, or of those where somebody has no visitor; after which one goes on, if any."""
    known = _counted(area, VILLAGE_DIGITS, actor, on)
    first, last = code_range(area)
    going = Assignment.objects.filter(area__gte=first, area__lt=last, person=None, until_on=None)
    who = {one.area: str(one.visitor) for one in going.select_related("visitor")}
    lines = [
        PlaceLine(one.code, one.name, **known.get(one.code, {}), visitor=who.get(one.code, ""))
        for one in villages_in(area)
        if one.code > after
    ]
    wanted = [line for line in lines if line.nobody or not nobody]
    page = wanted[:PAGE_ROWS]
    return page, page[-1].area if len(wanted) > PAGE_ROWS else ""


def _counted(area: str, digits: int, actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    first, last = code_range(area)
    rows = Target.objects.visible_to(actor).open().filter(area__gte=first, area__lt=last)
    counted = rows.annotate(place=Substr("area", 1, digits)).values("place").order_by("place").annotate(
        people=Count("pk"), nobody=Count("pk", filter=Q(visitor=None)), late=Count("pk", filter=Q(due_on__lt=on))
    )  # fmt: skip
    return {row["place"]: {name: row[name] for name in ("people", "nobody", "late")} for row in counted}


def last_run() -> ListRun | None:
    """The walk that runs, or else the last one."""
    return ListRun.objects.order_by("-is_running", "-pk").first()
