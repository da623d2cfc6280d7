"""Which items are due on a day: what orders and day plans are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yinling.care.catalogue.queries import services
from yinling.care.plans.domain.frequency import days_due, is_due
from yinling.care.plans.domain.states import AGREED, HELD
from yinling.care.plans.models import PlanItem, Version
from yinling.kernel.dates import Period


@dataclass(frozen=True)
class DueItem:
    """One visit that a plan asks for on a day. Windows in minutes from midnight, half-open; priority 1 comes first."""

    plan_item_id: int
    plan_id: int
    person_id: int
    provider_id: int
    area: str
    service_code: str
    minutes: int
    window_from: int
    window_until: int
    skills: tuple[str, ...]
    carers: int
    wished_worker_id: int | None
    wished_gender: str
    priority: int
    note: str


def items_on(*, on: date, provider_id: int | None = None, plan_id: int | None = None) -> list[DueItem]:
    """Visits due on a day by agreed plans: of a provider, of one plan, or of all; rests are left to orders."""
    rows = _in_force(on)
    if provider_id is not None:
        rows = rows.filter(version__plan__provider_id=provider_id)
    if plan_id is not None:
        rows = rows.filter(version__plan_id=plan_id)
    return due_items(rows.order_by("id"), on=on)


def _in_force(on: date) -> QuerySet[PlanItem]:
    ends = Q(version__in_force_until=None) | Q(version__in_force_until__gt=on)
    closed = Q(version__plan__ended_on=None) | Q(version__plan__ended_on__gt=on)
    return PlanItem.objects.filter(
        ends, closed, version__state__in=sorted(HELD), version__in_force_from__lte=on,
        version__agreed_at__isnull=False,
    ).select_related("version__plan")  # fmt: skip


def first_due(plan_id: int, *, asked: Period) -> list[tuple[DueItem, date]]:
    """The items of a plan's agreed version, each with the first day of the period on which it is due."""
    rows = list(PlanItem.objects.filter(version__plan=plan_id, version__state=AGREED).select_related("version__plan"))
    found = []
    for row in sorted(rows, key=lambda each: each.pk):
        days = days_due(
            weekdays=row.weekdays, every_weeks=row.every_weeks, anchor=row.version.in_force_from,
            from_=asked.from_, until=asked.until,
        )  # fmt: skip
        if (day := next(iter(days), None)) is not None:
            found.append((due_items([row], on=day)[0], day))
    return found


def due_items(rows: Iterable[PlanItem], *, on: date) -> list[DueItem]:
    """Those of the items whose weekday and week it is."""
    known = services(with_withdrawn=True)
    return [
        _due(row, known[row.service_code].skills if row.service_code in known else ())
        for row in rows
        if is_due(on, weekdays=row.weekdays, every_weeks=row.every_weeks, anchor=row.version.in_force_from)
    ]


def _due(row: PlanItem, skills: tuple[str, ...]) -> DueItem:
    plan = row.version.plan
    return DueItem(
        plan_item_id=row.pk, plan_id=plan.pk, person_id=plan.person_id, provider_id=plan.provider_id, area=plan.area,
        service_code=row.service_code, minutes=row.minutes, window_from=row.window_from,
        window_until=row.window_until, skills=skills, carers=row.carers, wished_worker_id=row.wished_worker_id,
        wished_gender=row.wished_gender, priority=row.priority, note=row.note,
    )  # fmt: skip


def agreed_plan_id(person_id: int, *, provider_id: int) -> int | None:
    """The person's open plan with a provider, where a version of it is agreed."""
    rows = Version.objects.filter(plan__person_id=person_id, plan__provider_id=provider_id, plan__ended_on=None)
    return rows.filter(state=AGREED).values_list("plan_id", flat=True).first()
