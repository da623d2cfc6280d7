"""The monthly rate by area, from village up to city, from the list and the visits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.domain.rates import Rate
from yinling.care.wellbeing.models import ListRun, Target
from yinling.care.wellbeing.queries.rules import district, rules
from yinling.care.wellbeing.queries.targets import cards_of, counted_in, visited_in
from yinling.kernel.actor import Actor, machine
from yinling.kernel.area import LEVELS, code_range
from yinling.kernel.dates import Period
from yinling.people.places.queries import names_of
from yinling.people.registry.queries import PersonCard

BEHIND_MAX = 500
DIGITS = sorted(LEVELS)
DIGITS_OF_LEVEL = {level: digits for digits, level in LEVELS.items()}


@dataclass(frozen=True)
class AreaRate:
    """One area with its rate; `is_met` None where the month has no goal or nobody counts."""

    area: str
    name: str
    rate: Rate
    is_met: bool | None
    is_village: bool


@dataclass(frozen=True)
class Overview:
    """A month: the areas one level down, and all of them together."""

    month: Period
    total: AreaRate
    lines: list[AreaRate]
    goal: float | None


def rates_by_area(
    area: str, month: Period, *, digits: int, actor: Actor, on: date
) -> dict[str, Rate]:  # fmt: skip
    """Rates by areas of so many digits within one; people whose place is coarser count where they are."""
    first, last = code_range(area)
    rows = counted_in(month, Target.objects.visible_to(actor).filter(area__gte=first, area__lt=last), on=on)
    people = rows.annotate(place=Substr("area", 1, digits)).values("place").order_by("place")
    counted = people.annotate(
        people=Count("person", distinct=True), visited=Count("person", distinct=True, filter=Q(visited_in(month)))
    )
    return {row["place"]: Rate(row["people"], row["visited"]) for row in counted}


def overview(area: str, month: Period, *, actor: Actor, on: date) -> Overview:
    """The month within an area; empty `area`: the actor's own."""
    top = area or (actor.area if len(actor.area) > len(district()) else district())
    digits = next((each for each in DIGITS if each > len(top)), DIGITS[-1])
    found = rates_by_area(top, month, digits=digits, actor=actor, on=on)
    names, goal = names_of([top, *found]), rules().goal_in(month.from_.year)
    total = sum(found.values(), Rate(0, 0))
    return Overview(
        month=month,
        total=_line(top, names[top], total, goal),
        lines=[_line(code, names[code], rate, goal) for code, rate in found.items()],
        goal=goal,
    )


def _line(area: str, name: str, rate: Rate, goal: float | None) -> AreaRate:
    is_met = None if goal is None or rate.percent is None else rate.percent >= goal
    return AreaRate(area, name, rate, is_met, len(area) == DIGITS[-1])


def chart(found: Overview) -> dict[str, Any]:
    """Bars by area, the goal as a line."""
    rates = [line.rate.percent for line in found.lines]
    marks = [{"name": _("目标"), "values": [found.goal] * len(rates)}] if found.goal is not None else []
    return {
        "label": _("区划"),
        "labels": [line.name for line in found.lines],
        "unit": "%",
        "bars": [{"name": _("探访率"), "values": [None if one is None else round(one, 1) for one in rates]}],
        "lines": marks,
    }


def months_known(today: date, count: int = 12) -> list[date]:
    """First days of this month and those before it, the latest first."""
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append(month_of(date.fromordinal(found[-1].toordinal() - 1)).from_)
    return found


def people_behind(area: str, month: Period, *, actor: Actor, on: date) -> list[tuple[PersonCard, bool]]:
    """Those who count in a month, and whether they were visited; who was not comes first."""
    first, last = code_range(area)
    rows = counted_in(month, Target.objects.visible_to(actor).filter(area__gte=first, area__lt=last), on=on)
    found = list(rows.annotate(seen=visited_in(month)).order_by("seen", "pk")[:BEHIND_MAX])
    cards = cards_of([row.person_id for row in found], on=on)
    return [(cards[row.person_id], row.seen) for row in found if row.person_id in cards]


def monthly_counts(area: str, span: Period, *, level: str = "town") -> dict[str, Rate]:
    """By area of a level: of the months of a span up to the day of the list, people and visited added up.

    For indicators: a month's figure is that month's; a year's is that of all its months together.
    """
    kept = ListRun.objects.filter(is_running=False).order_by("-on").values_list("on", flat=True).first()
    found: dict[str, Rate] = {}
    month = month_of(span.from_)
    while kept is not None and month.from_ < span.until and month.from_ <= kept:
        by_area = rates_by_area(
            area, month, digits=DIGITS_OF_LEVEL[level], actor=machine("探访率"), on=kept
        )  # fmt: skip
        for code, rate in by_area.items():
            found[code] = found.get(code, Rate(0, 0)) + rate
        month = month_of(month.until)
    return found
