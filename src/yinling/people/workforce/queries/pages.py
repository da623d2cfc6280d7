"""Everything of one worker, as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yinling.kernel.actor import Actor
from yinling.people.workforce.domain.hours import write_hours
from yinling.people.workforce.models import (
    Absence,
    IntegrityEvent,
    Qualification,
    SkillCode,
    Star,
    Worker,
)
from yinling.people.workforce.queries.fitness import standing
from yinling.people.workforce.queries.lists import CertificateRow, certificate_rows, employments_of, shared_with
from yinling.people.workforce.queries.workers import workers_visible

ABSENCES_SHOWN = 12


@dataclass(frozen=True)
class WorkerPage:
    """One worker: certificates, skills, hours by weekday, absences, record, other employments.

    `shared` are the names of other providers where the person works today; a provider's office is told only how many.
    """

    worker: Worker
    reasons: tuple[str, ...]
    certificates: Sequence[CertificateRow]
    skills: Sequence[str]
    hours: Sequence[tuple[int, str]]
    absences: Sequence[Absence]
    integrity: Sequence[IntegrityEvent]
    stars: Sequence[Star]
    employments: Sequence[Worker]
    shared: Sequence[str]
    shared_count: int


def worker_page(worker: Worker, *, actor: Actor, on: date) -> WorkerPage:
    """The page of a worker whom the caller has found among the visible ones."""
    others = shared_with(worker, on=on)
    words = dict(SkillCode.choices)
    return WorkerPage(
        worker=worker,
        reasons=standing([worker.pk], on=on)[worker.pk],
        certificates=certificate_rows(worker, on=on),
        skills=[str(words[code]) for code in worker.skills.order_by("code").values_list("code", flat=True)],
        hours=hours_by_weekday(worker, on=on),
        absences=list(worker.absences.filter(withdrawn_at=None)[:ABSENCES_SHOWN]),
        integrity=list(worker.integrity_events.all()),
        stars=list(worker.stars.all()),
        employments=employments_of(worker, actor=actor),
        shared=[row.provider.name for row in others] if actor.organisation_id is None else [],
        shared_count=len(others),
    )


def hours_by_weekday(worker: Worker, *, on: date) -> list[tuple[int, str]]:
    """Weekday and its hours in words, as agreed for a day; empty for a day off."""
    agreed = worker.hours.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)
    parts: dict[int, list[tuple[int, int]]] = {weekday: [] for weekday in range(7)}
    for row in agreed:
        parts[row.weekday].append((row.starts, row.ends))
    return [(weekday, write_hours(found)) for weekday, found in parts.items()]


def worker_of_event(event_id: int, *, actor: Actor) -> int:
    """Whose integrity event it is; 0 where the actor may not see them."""
    rows = IntegrityEvent.objects.filter(pk=event_id, worker__in=workers_visible(actor))
    return rows.values_list("worker_id", flat=True).first() or 0


def worker_of_absence(absence_id: int, *, actor: Actor) -> int:
    """Whose absence it is; 0 where the actor may not see them."""
    rows = Absence.objects.filter(pk=absence_id, worker__in=workers_visible(actor))
    return rows.values_list("worker_id", flat=True).first() or 0


def worker_of_qualification(qualification_id: int, *, actor: Actor) -> int:
    """Whose certificate it is; 0 where the actor may not see them."""
    rows = Qualification.objects.filter(pk=qualification_id, worker__in=workers_visible(actor))
    return rows.values_list("worker_id", flat=True).first() or 0
