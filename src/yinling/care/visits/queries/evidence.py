"""What shows that visits took place, many at a time, for whoever checks claims; the caller has asked who may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yinling.care.visits.models import Door, MarkKind, Visit, VisitCarer, VisitMark, VisitState
from yinling.gateways.among import among


@dataclass(frozen=True)
class Evidence:
    """Who went to one visit, where the door is, which pictures were kept (numbers of documents)."""

    worker_ids: tuple[int, ...]
    place: tuple[float, float] | None
    photos: tuple[int, ...]


def done_visits(*, from_: date, until: date, provider_id: int | None = None) -> QuerySet[Visit]:
    """Visits that were done in [from_, until), in the order of their days."""
    rows = Visit.objects.filter(state=VisitState.DONE, on__gte=from_, on__lt=until)
    rows = rows if provider_id is None else rows.filter(provider_id=provider_id)
    return rows.order_by("on", "started_at", "pk")


def beside(visits: Iterable[Visit], *, from_: date, until: date) -> list[Visit]:
    """Those visits and every other done one of the same people and carers in [from_, until)."""
    found = {visit.pk: visit for visit in visits}
    people = {visit.person_id for visit in found.values()}
    workers = {one for each in _carers(found).values() for one in each}
    done = done_visits(from_=from_, until=until)
    for field, numbers in (("person_id", people), ("carers__worker_id", workers)):
        for part in among(field, numbers):
            found |= {visit.pk: visit for visit in done.filter(part)}
    return sorted(found.values(), key=lambda visit: (visit.on, visit.pk))


def with_photos(document_ids: Collection[int]) -> list[Visit]:
    """Visits of whose pictures one is among the documents."""
    found: dict[int, Visit] = {}
    for part in among("document_id", document_ids):
        marks = VisitMark.objects.filter(part, kind=MarkKind.PHOTO, document_id__isnull=False).select_related("visit")
        found |= {mark.visit_id: mark.visit for mark in marks if mark.document_id in document_ids}
    return list(found.values())


def evidence_of(visits: Collection[Visit]) -> dict[int, Evidence]:
    """By visit, in as many questions as there are tables."""
    ids = {visit.pk for visit in visits}
    carers, photos = _carers(ids), _photos(ids)
    places: dict[int, tuple[float, float]] = {}
    for part in among("person_id", {visit.person_id for visit in visits}):
        rows = Door.objects.filter(part, longitude__isnull=False)
        places |= {person: (x, y) for person, x, y in rows.values_list("person_id", "longitude", "latitude")}
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
        found |= set(Visit.objects.filter(part & Q(is_proved=True)).values_list("pk", flat=True))
    return found & set(visit_ids)


def _carers(visit_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for part in among("visit_id", visit_ids):
        for visit_id, worker_id in VisitCarer.objects.filter(part).order_by("pk").values_list("visit_id", "worker_id"):
            found[visit_id].append(worker_id)
    return found


def _photos(visit_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for part in among("visit_id", visit_ids):
        rows = VisitMark.objects.filter(part, kind=MarkKind.PHOTO, document_id__isnull=False)
        for visit_id, document_id in rows.values_list("visit_id", "document_id"):
            found[visit_id].append(document_id)
    return found
