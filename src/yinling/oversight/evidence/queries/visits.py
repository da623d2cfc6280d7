"""What shows that visits took place, many at a time; visits hand out their rows, nobody writes through them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q

from yinling.care.visits.queries.troubles import door_places
from yinling.care.visits.queries.visits import visits_visible
from yinling.gateways.among import among
from yinling.kernel.actor import machine
from yinling.oversight.evidence.domain.visits import DoneVisit, Evidence

CHECKS = machine("结算核对")
PHOTO = {"marks__kind": "photo", "marks__document_id__isnull": False}
FIELDS = (
    "pk", "person_id", "service_code", "on", "minutes", "minutes_counted", "is_proved", "started_at", "ended_at",
)  # fmt: skip
DONE = Q(state="done")


def done_visits(
    *, from_: date, until: date, provider_id: int, people: Collection[int] | None = None
) -> list[DoneVisit]:
    """A provider's visits that were done in [from_, until), in the order of their days; only to some if told."""
    only = Q() if people is None else Q(person_id__in=people)
    return _rows(_between(from_, until) & Q(provider_id=provider_id) & only)


def done_count(*, from_: date, until: date, provider_id: int) -> int:
    """How many visits a provider did in [from_, until)."""
    wanted = _between(from_, until) & Q(provider_id=provider_id)
    return visits_visible(CHECKS, on=date.min).filter(wanted).count()


def visited_people(*, from_: date, until: date, provider_id: int, after: int, limit: int) -> list[int]:
    """The next people after a number whom a provider visited in [from_, until), in order."""
    wanted = _between(from_, until) & Q(provider_id=provider_id, person_id__gt=after)
    rows = visits_visible(CHECKS, on=date.min).filter(wanted).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def _between(from_: date, until: date) -> Q:
    return DONE & Q(on__gte=from_, on__lt=until)


def _rows(wanted: Q) -> list[DoneVisit]:
    rows = visits_visible(CHECKS, on=date.min).filter(wanted).order_by("on", "started_at", "pk")
    return [DoneVisit(*row) for row in rows.values_list(*FIELDS).iterator()]


def beside(visits: Collection[DoneVisit], *, from_: date, until: date) -> dict[int, DoneVisit]:
    """Those visits and every other done one of the same people and carers in [from_, until), by number."""
    people = {visit.person_id for visit in visits}
    workers = {one for each in _pairs([visit.id for visit in visits], "carers__worker_id").values() for one in each}
    found = {visit.id: visit for visit in visits}
    for field, numbers in (("person_id", people), ("carers__worker_id", workers)):
        for part in among(field, numbers):
            found |= {visit.id: visit for visit in _rows(_between(from_, until) & part)}
    return found


def with_photos(document_ids: Collection[int]) -> dict[int, DoneVisit]:
    """Visits of whose pictures one is among the documents, by number."""
    found: dict[int, DoneVisit] = {}
    for part in among("marks__document_id", document_ids):
        found |= {visit.id: visit for visit in _rows(DONE & part & Q(**PHOTO))}
    return found


def evidence_of(visits: Iterable[DoneVisit]) -> dict[int, Evidence]:
    """By visit, in as many questions as there are tables."""
    people = {visit.id: visit.person_id for visit in visits}
    carers, photos = _pairs(people, "carers__worker_id"), _pairs(people, "marks__document_id", PHOTO)
    places = door_places(set(people.values()))
    return {
        visit_id: Evidence(
            tuple(carers.get(visit_id, ())), places.get(person_id), tuple(photos.get(visit_id, ()))
        )
        for visit_id, person_id in people.items()
    }  # fmt: skip


def still_proved(visit_ids: Collection[int]) -> set[int]:
    """Which of the visits are done and proved now."""
    found: set[int] = set()
    for part in among("pk", visit_ids):
        rows = visits_visible(CHECKS, on=date.min).filter(DONE, part, is_proved=True)
        found |= set(rows.values_list("pk", flat=True))
    return found & set(visit_ids)


def _pairs(visit_ids: Iterable[int], field: str, only: Mapping[str, object] | None = None) -> dict[int, list[int]]:
    """What hangs at each visit under a field."""
    found: dict[int, list[int]] = defaultdict(list)
    for part in among("pk", visit_ids):
        rows = visits_visible(CHECKS, on=date.min).filter(part, **(only or {f"{field}__isnull": False}))
        for visit_id, number in rows.values_list("pk", field).iterator():
            found[visit_id].append(number)
    return found
