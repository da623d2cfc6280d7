"""What shows that visits took place, many at a time; visits hand out their rows, nobody writes through them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yinling.care.visits.queries.troubles import door_places
from yinling.care.visits.queries.visits import visits_visible
from yinling.gateways.among import among
from yinling.kernel.actor import machine

CHECKS = machine("结算核对")
PHOTO = {"marks__kind": "photo", "marks__document_id__isnull": False}


@dataclass(frozen=True)
class Evidence:
    """Who went to one visit, where the door is, which pictures were kept (numbers of documents)."""

    worker_ids: tuple[int, ...]
    place: tuple[float, float] | None
    photos: tuple[int, ...]


def done_visits(*, from_: date, until: date, provider_id: int | None = None) -> QuerySet[Any]:
    """Visits that were done in [from_, until), in the order of their days."""
    rows = visits_visible(CHECKS, on=from_).filter(state="done", on__gte=from_, on__lt=until)
    rows = rows if provider_id is None else rows.filter(provider_id=provider_id)
    return rows.order_by("on", "started_at", "pk")


def beside(visits: Iterable[Any], *, from_: date, until: date) -> list[Any]:
    """Those visits and every other done one of the same people and carers in [from_, until)."""
    found = {visit.pk: visit for visit in visits}
    people = {visit.person_id for visit in found.values()}
    workers = {one for each in _pairs(found, "carers__worker_id").values() for one in each}
    done = done_visits(from_=from_, until=until)
    for field, numbers in (("person_id", people), ("carers__worker_id", workers)):
        for part in among(field, numbers):
            found |= {visit.pk: visit for visit in done.filter(part)}
    return sorted(found.values(), key=lambda visit: (visit.on, visit.pk))


def with_photos(document_ids: Collection[int]) -> list[Any]:
    """Visits of whose pictures one is among the documents."""
    found: dict[int, Any] = {}
    for part in among("marks__document_id", document_ids):
        found |= {visit.pk: visit for visit in visits_visible(CHECKS, on=date.min).filter(part, state="done", **PHOTO)}
    return list(found.values())


def evidence_of(visits: Collection[Any]) -> dict[int, Evidence]:
    """By visit, in as many questions as there are tables."""
    ids = {visit.pk for visit in visits}
    carers, photos = _pairs(ids, "carers__worker_id"), _pairs(ids, "marks__document_id", PHOTO)
    places = door_places({visit.person_id for visit in visits})
    return {
        visit.pk: Evidence(
            tuple(carers.get(visit.pk, ())), places.get(visit.person_id), tuple(photos.get(visit.pk, ()))
        )
        for visit in visits
    }


def still_proved(visit_ids: Collection[int]) -> set[int]:
    """Which of the visits are done and proved now."""
    found: set[int] = set()
    for part in among("pk", visit_ids):
        found |= set(visits_visible(CHECKS, on=date.min).filter(part, is_proved=True).values_list("pk", flat=True))
    return found & set(visit_ids)


def _pairs(visit_ids: Collection[int], field: str, only: Mapping[str, object] | None = None) -> dict[int, list[int]]:
    """What hangs at each visit under a field."""
    found: dict[int, list[int]] = defaultdict(list)
    for part in among("pk", visit_ids):
        rows = visits_visible(CHECKS, on=date.min).filter(part, **(only or {f"{field}__isnull": False}))
        for visit_id, number in rows.values_list("pk", field):
            found[visit_id].append(number)
    return found
