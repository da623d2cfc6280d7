"""Lists of workers and certificates as pages show them, and the figures above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from yinling.engines.linkage.identity import normalise_identity
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.people.places.queries import full_names
from yinling.people.workforce.domain import expiry
from yinling.people.workforce.models import Occupation, Qualification, QualificationKind, QualificationLevel, Worker
from yinling.people.workforce.queries.fitness import standing
from yinling.people.workforce.queries.workers import employed, workers_visible

PAGE_ROWS = 12
IDENTITY = "worker.id_number"
_IDENTITY_LENGTH = 18
_LEVELS = [level.value for level in QualificationLevel]


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts match all. `state`: employed, left, shared or empty."""

    text: str = ""
    provider_id: int | None = None
    occupation: str = ""
    area: str = ""
    state: str = "employed"
    after: int = 0


@dataclass(frozen=True)
class WorkerRow:
    """A worker in a list: the highest level in force, and why they may not be sent today."""

    worker: Worker
    area_name: str
    level_words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of workers; `next_after` None = the last."""

    rows: list[WorkerRow]
    next_after: int | None


@dataclass(frozen=True)
class CertificateRow:
    """A certificate with how soon it runs out."""

    qualification: Qualification
    stage: str
    words: str


@dataclass(frozen=True)
class Figures:
    """Heads in employment. `certified` hold a caregiver's certificate in force; one that ran out does not count."""

    employed: int
    caregivers: int
    certified: int
    unfit: int

    @property
    def percent(self) -> str:
        """Certified among caregivers; — where there are none."""
        return f"{self.certified * 1000 // self.caregivers / 10:.1f}" if self.caregivers else "—"


def find_workers(wanted: Wanted, *, actor: Actor, on: date) -> Page:
    """Workers whom the actor may see, in the order of their numbers."""
    found = _asked_for(workers_visible(actor), wanted, on).filter(pk__gt=wanted.after).order_by("pk")
    rows = list(found[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    return Page(_rows(shown, on), shown[-1].pk if len(rows) > PAGE_ROWS else None)


def _asked_for(workers: QuerySet[Worker], wanted: Wanted, on: date) -> QuerySet[Worker]:
    if wanted.provider_id:
        workers = workers.filter(provider_id=wanted.provider_id)
    if wanted.occupation:
        workers = workers.filter(occupation=wanted.occupation)
    if wanted.area:
        first, last = code_range(wanted.area)
        workers = workers.filter(area__gte=first, area__lt=last)
    if wanted.state == "left":
        workers = workers.filter(employed_until__lte=on)
    elif wanted.state == "shared":
        workers = workers.filter(employed(on), _is_shared(on))
    elif wanted.state == "employed":
        workers = workers.exclude(employed_until__lte=on)
    return workers.filter(_meant(wanted.text)) if wanted.text.strip() else workers


def _meant(text: str) -> Q:
    number = normalise_identity(text)
    if len(number) == _IDENTITY_LENGTH and number[:-1].isdigit():
        return Q(id_index=blind_index(number, purpose=IDENTITY))
    return Q(name__startswith=text.strip())


def _is_shared(on: date) -> Exists:
    others = Worker.objects.filter(employed(on), id_index=OuterRef("id_index"))
    return Exists(others.exclude(provider_id=OuterRef("provider_id")))


def shared_with(worker: Worker, *, on: date) -> list[Worker]:
    """The same person's employments at other providers on a day; who sees their names is the page's to say."""
    others = Worker.objects.filter(employed(on), id_index=worker.id_index).exclude(provider_id=worker.provider_id)
    return list(others.select_related("provider").order_by("employed_from"))


def employments_of(worker: Worker, *, actor: Actor) -> list[Worker]:
    """Every employment of the same person that the actor may see, latest first."""
    rows = workers_visible(actor).filter(id_index=worker.id_index)
    return list(rows.order_by("-employed_from", "-pk"))


def _rows(workers: Sequence[Worker], on: date) -> list[WorkerRow]:
    ids = [worker.pk for worker in workers]
    places, why, levels = full_names([w.area for w in workers]), standing(ids, on=on), _levels(ids, on)
    return [WorkerRow(w, _within_district(places[w.area]), levels.get(w.pk, ""), why[w.pk]) for w in workers]


def _within_district(name: str) -> str:
    """Without the district, which every row of a list would repeat."""
    return name.partition(" ")[2] or name


def _levels(worker_ids: Iterable[int], on: date) -> dict[int, str]:
    """The highest level in force of each."""
    rows = _in_force(on).filter(worker_id__in=worker_ids, kind=QualificationKind.CAREGIVER)
    best: dict[int, str] = {}
    for worker_id, level in rows.values_list("worker_id", "level"):
        best[worker_id] = max(best.get(worker_id, level), level, key=_LEVELS.index)
    return {worker_id: str(QualificationLevel(level).label) for worker_id, level in best.items()}


def _in_force(on: date) -> QuerySet[Qualification]:
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Qualification.objects.filter(lasting, withdrawn_at=None, issued_on__lte=on)


def certificate_rows(worker: Worker, *, on: date) -> list[CertificateRow]:
    """A worker's certificates, withdrawn ones left out."""
    return [_certificate(row, on) for row in worker.qualifications.filter(withdrawn_at=None)]


def expiring(actor: Actor, *, on: date, days: int = expiry.NOTICE_DAYS) -> list[CertificateRow]:
    """Certificates of those in employment that have run out or will within `days`, unless renewed; soonest first."""
    workers = workers_visible(actor).filter(employed(on))
    until = on + timedelta(days=days)
    renewed = Qualification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=until), worker=OuterRef("worker"), kind=OuterRef("kind"),
        withdrawn_at=None,
    )  # fmt: skip
    rows = Qualification.objects.filter(worker__in=workers, withdrawn_at=None, valid_until__lte=until)
    latest: dict[tuple[int, str], Qualification] = {}
    for row in rows.exclude(Exists(renewed)).select_related("worker__provider").order_by("valid_until", "pk"):
        latest[row.worker_id, row.kind] = row
    ordered = sorted(latest.values(), key=lambda row: (row.valid_until or date.max, row.pk))
    return [_certificate(row, on) for row in ordered]


def _certificate(row: Qualification, on: date) -> CertificateRow:
    return CertificateRow(row, expiry.stage(row.valid_until, on), expiry.words(row.valid_until, on))


def figures(actor: Actor, *, on: date) -> Figures:
    """Heads of the actor's area or organisation; a person at two providers is one head."""
    rows = list(workers_visible(actor).filter(employed(on)).values_list("pk", "id_index", "occupation"))
    caregivers = {index for _pk, index, occupation in rows if occupation == Occupation.CAREGIVER}
    held = _in_force(on).filter(kind=QualificationKind.CAREGIVER, worker__occupation=Occupation.CAREGIVER)
    holders = set(held.values_list("worker__id_index", flat=True)) & caregivers
    why = standing([pk for pk, _index, _occupation in rows], on=on)
    return Figures(
        len({index for _pk, index, _occupation in rows}), len(caregivers), len(holders), sum(map(bool, why.values()))
    )
