"""Numerators for targets: households whose adaptation was accepted, by area, and the records behind them."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from yinling.care.adaptation.domain.states import ACCEPTED
from yinling.care.adaptation.models import Job
from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.kernel.area import LEVELS
from yinling.kernel.dates import Period
from yinling.people.places.queries import full_names

RECORDS_MAX = 500


@dataclass(frozen=True)
class CompletedRecord:
    """One accepted adaptation, as drill-down shows it."""

    job_id: int
    case_id: int
    case_number: str
    person_name_masked: str
    area: str
    area_name: str
    firm_name: str
    accepted_on: date


def _accepted(period: Period) -> QuerySet[Job]:
    accepted = Job.objects.filter(state=ACCEPTED, accepted_on__gte=period.from_)
    return accepted if period.until == date.max else accepted.filter(accepted_on__lt=period.until)


def completed_households(*, period: Period, area_level: str = "town") -> dict[str, int]:
    """Distinct households accepted in the period, by area of a level (`city`, `county`, `town`, `village`).

    A household counts once, where it was first accepted; who is in no known household counts alone.
    """
    digits = next(digits for digits, name in LEVELS.items() if name == area_level)
    rows = _accepted(period).order_by("accepted_on", "id").values_list("household_id", "person_id", "area")
    first: dict[tuple[str, int], str] = {}
    for household, person, area in rows.iterator(chunk_size=2_000):
        first.setdefault(("household", household) if household else ("person", person), area[:digits])
    counts: dict[str, int] = {}
    for area in first.values():
        counts[area] = counts.get(area, 0) + 1
    return counts


def completed_records(area: str, period: Period, actor: Actor, *, on: date) -> list[CompletedRecord]:
    """Accepted adaptations in an area that the actor may see on a day, latest first, at most 500."""
    inside = within(replace(actor, area=area))
    visible = Job.objects.visible_to(actor, on=on).filter(pk__in=_accepted(period).filter(inside).values("pk"))
    rows = list(visible.select_related("case", "firm").order_by("-accepted_on", "-id")[:RECORDS_MAX])
    places = full_names([row.area for row in rows])
    return [
        CompletedRecord(
            job_id=row.pk,
            case_id=row.case_id,
            case_number=row.case.number or "",
            person_name_masked=row.case.person_name_masked,
            area=row.area,
            area_name=places[row.area],
            firm_name=row.firm.name if row.firm else "",
            accepted_on=row.accepted_on,
        )
        for row in rows
        if row.accepted_on is not None  # a constraint of the table promises it
    ]
