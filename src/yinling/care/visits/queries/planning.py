"""What a day plan is made from: a provider's visits of a day, doors, who was there before, when work ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from yinling.care.catalogue.queries import services
from yinling.care.visits.models import Visit, VisitCarer, VisitState
from yinling.people.registry.queries import PersonCard, person_cards

OPEN = (VisitState.PLANNED.value, VisitState.ASSIGNED.value)
WAITING = (*OPEN, VisitState.MISSED.value)  # somebody may still be sent
UNDER_WAY = VisitState.UNDER_WAY.value
HELD = (UNDER_WAY, VisitState.DONE.value)
CONTINUITY_DAYS = 28


@dataclass(frozen=True)
class PlannedVisit:
    """One visit as a plan sees it; times are minutes from midnight. `workers` and `starts`: how it stands now."""

    id: int
    person_id: int
    area: str
    service_name: str
    skills: tuple[str, ...]
    window_from: int
    window_until: int
    minutes: int
    carers: int
    state: str
    state_words: str
    cause: str
    is_fixed: bool
    starts: int | None
    workers: tuple[int, ...]
    wished_worker: int | None
    wished_gender: str
    priority: int


@dataclass(frozen=True)
class CarerStop:
    """Where a carer goes next: a surname and a place, no more."""

    visit_id: int
    on: date
    starts: int
    ends: int
    surname: str
    area_name: str


def visits_to_plan(visits: Iterable[Visit]) -> list[PlannedVisit]:
    """Visits for a plan or its picture; called-off and missed ones are the caller's to leave out."""
    rows = list(visits)
    items, goers = services(with_withdrawn=True), goers_of(row.pk for row in rows)
    return [
        PlannedVisit(
            id=row.pk, person_id=row.person_id, area=row.area, service_name=items[row.service_code].name,
            skills=tuple(items[row.service_code].skills), window_from=row.window_from, window_until=row.window_until,
            minutes=row.minutes, carers=row.carers_needed, state=row.state, state_words=row.get_state_display(),
            cause=row.cause, is_fixed=row.is_fixed, starts=row.planned_start, workers=goers.get(row.pk, ()),
            wished_worker=row.order.wished_worker_id, wished_gender=row.order.wished_gender,
            priority=row.order.priority,
        )
        for row in rows
    ]  # fmt: skip


def cards_of(visits: Iterable[PlannedVisit], *, on: date) -> list[PersonCard]:
    """Those who are visited, to be shown."""
    rows = Visit.objects.filter(pk__in={one.id for one in visits}).select_related("person")
    return person_cards({row.person for row in rows}, on=on)


def goers_of(visit_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Those who go, by visit."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = VisitCarer.objects.filter(visit__in=list(visit_ids)).order_by("pk")
    for visit_id, worker_id in rows.values_list("visit_id", "worker_id"):
        found[visit_id].append(worker_id)
    return {visit_id: tuple(each) for visit_id, each in found.items()}


def carers_before(person_ids: Collection[int], *, on: date, provider_id: int) -> dict[int, set[int]]:
    """Who went to each person in the four weeks before a day."""
    rows = VisitCarer.objects.filter(
        visit__person__in=list(person_ids), visit__provider=provider_id, visit__state=VisitState.DONE, on__lt=on,
        on__gte=on - timedelta(days=CONTINUITY_DAYS),
    )  # fmt: skip
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, worker_id in rows.values_list("visit__person_id", "worker_id"):
        found[person_id].add(worker_id)
    return found


def work_ended(worker_ids: Collection[int], *, on: date) -> dict[int, int]:
    """When the last visit of a day ends for each, in minutes from midnight."""
    rows = VisitCarer.objects.filter(worker__in=list(worker_ids), on=on).exclude(visit__state=VisitState.CANCELLED)
    return dict(rows.values_list("worker_id").annotate(last=Max("ends")).order_by())


def carer_stops(worker_id: int, *, from_: date, until: date) -> list[CarerStop]:
    """A carer's visits in [from_, until) that have not fallen away, in order; no service and no address."""
    rows = list(
        VisitCarer.objects.filter(worker=worker_id, on__gte=from_, on__lt=until, visit__state__in=[*OPEN, *HELD])
        .select_related("visit__person").order_by("on", "starts")
    )  # fmt: skip
    cards = {card.id: card for card in person_cards({row.visit.person for row in rows}, on=from_)}
    return [
        CarerStop(
            row.visit_id, row.on, row.starts, row.ends, cards[row.visit.person_id].name_masked[:1],
            cards[row.visit.person_id].area_name,
        )
        for row in rows
    ]  # fmt: skip
