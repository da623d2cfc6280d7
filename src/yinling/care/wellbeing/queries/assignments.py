"""Villages with their visitors, and when the list was last brought up to date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import Substr

from yinling.care.wellbeing.models import Assignment, ListRun, Target
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.people.places.queries import villages_in


@dataclass(frozen=True)
class VillageLine:
    """One village: people on the list, those without a visitor, those overdue, and who goes."""

    area: str
    name: str
    people: int
    nobody: int
    late: int
    visitor: str


def village_lines(area: str, *, actor: Actor, on: date) -> list[VillageLine]:
    """The villages of a town, or of a district, that have people on the list or a visitor."""
    first, last = code_range(area)
    within = Q(area__gte=first, area__lt=last)
    rows = Target.objects.visible_to(actor).open().filter(within).annotate(place=Substr("area", 1, 12))
    counted = rows.values("place").order_by("place").annotate(
        people=Count("pk"), nobody=Count("pk", filter=Q(visitor=None)), late=Count("pk", filter=Q(due_on__lt=on))
    )  # fmt: skip
    known = {row["place"]: row for row in counted}
    going = Assignment.objects.filter(within, person=None, until_on=None).select_related("visitor")
    who = {one.area: str(one.visitor) for one in going}
    none = {"people": 0, "nobody": 0, "late": 0}
    return [
        VillageLine(one.code, one.name, row["people"], row["nobody"], row["late"], who.get(one.code, ""))
        for one in villages_in(area)
        for row in [known.get(one.code, none)]
        if one.code in known or one.code in who
    ]


def last_run() -> ListRun | None:
    """The walk that runs, or else the last one."""
    return ListRun.objects.order_by("-is_running", "-pk").first()
