"""Who may be sent on a day, and at what hours."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from yinling.kernel.dates import SHANGHAI
from yinling.people.workforce.domain import fitness as rules
from yinling.people.workforce.domain.expiry import Certificate
from yinling.people.workforce.domain.hours import Stretch, left_of, minutes_of
from yinling.people.workforce.models import Absence, IntegrityEvent, Qualification, Skill, SkillCode, Worker
from yinling.people.workforce.models import WorkingHours as Hours
from yinling.people.workforce.models.records import IntegrityKind
from yinling.people.workforce.queries.workers import employed


@dataclass(frozen=True)
class Shift:
    """A stretch of a day in which a worker can be sent; `starts`, `ends` in minutes from midnight."""

    worker_id: int
    starts: int
    ends: int
    longitude: Decimal | None
    latitude: Decimal | None
    mode: str
    skills: tuple[str, ...]
    gender: str
    languages: tuple[str, ...]


def fitness(worker_ids: Collection[int], *, skills: Collection[str], on: date) -> dict[int, tuple[str, ...]]:
    """For each worker the reasons why they may not be assigned on a day; empty = fit. Unknown workers are left out."""
    words = dict(SkillCode.choices)
    rows = _with_records(Worker.objects.filter(pk__in=set(worker_ids)), on)
    return {
        row.pk: rules.reasons(
            _state(row, on), skills=skills, skill_words={code: str(word) for code, word in words.items()}, on=on
        )
        for row in rows
    }


def standing(worker_ids: Collection[int], *, on: date) -> dict[int, tuple[str, ...]]:
    """Reasons that hold whatever is asked for."""
    return fitness(worker_ids, skills=(), on=on)


def shifts_on(provider_id: int, *, on: date) -> list[Shift]:
    """When each worker of a provider can be sent on a day; those who may not be sent at all are left out."""
    rows = _with_records(Worker.objects.filter(employed(on), provider_id=provider_id), on)
    return [shift for row in rows for shift in _shifts(row, on)]


def _shifts(worker: Worker, on: date) -> list[Shift]:
    state = _state(worker, on)
    if rules.standing_reasons(state, on=on):
        return []
    able = tuple(sorted(code for code, ground in state.skills.items() if ground is None or ground.holds(on)))
    return [
        Shift(
            worker.pk, starts, ends, worker.longitude, worker.latitude, worker.transport, able, worker.gender,
            tuple(worker.languages),
        )
        for starts, ends in left_of(_hours(worker), _away(worker, on))
    ]  # fmt: skip


def _with_records(workers: QuerySet[Worker], on: date) -> QuerySet[Worker]:
    """Everything that decides about a day, in as many questions as there are tables."""
    first = datetime.combine(on, time(), tzinfo=SHANGHAI)
    agreed = Hours.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), weekday=on.weekday(), valid_from__lte=on)
    listed = IntegrityEvent.objects.filter(
        Q(lifted_on=None) | Q(lifted_on__gt=on), kind=IntegrityKind.LISTED, happened_on__lte=on
    )
    away = Absence.objects.filter(
        withdrawn_at=None, starts_at__lt=first + timedelta(days=1), ends_at__gt=first
    )  # fmt: skip
    return workers.order_by("pk").prefetch_related(
        Prefetch("qualifications", Qualification.objects.filter(withdrawn_at=None), to_attr="certificates_kept"),
        Prefetch("skills", Skill.objects.select_related("qualification"), to_attr="skills_kept"),
        Prefetch("hours", agreed, to_attr="hours_of_day"),
        Prefetch("absences", away, to_attr="absences_of_day"),
        Prefetch("integrity_events", listed, to_attr="listings"),
    )


def _state(worker: Worker, on: date) -> rules.State:
    kept: Iterable[Skill] = worker.skills_kept  # type: ignore[attr-defined]
    away, hours = _away(worker, on), _hours(worker)
    return rules.State(
        employed_from=worker.employed_from,
        employed_until=worker.employed_until,
        certificates=tuple(_certificate(row) for row in worker.certificates_kept),  # type: ignore[attr-defined]
        skills={row.code: _ground(row) for row in kept},
        is_listed=bool(worker.listings),  # type: ignore[attr-defined]
        is_absent=bool(away) and not left_of(hours, away),
    )


def _hours(worker: Worker) -> list[Stretch]:
    return [(row.starts, row.ends) for row in worker.hours_of_day]  # type: ignore[attr-defined]


def _away(worker: Worker, on: date) -> list[Stretch]:
    rows: Iterable[Absence] = worker.absences_of_day  # type: ignore[attr-defined]
    return [part for row in rows if (part := minutes_of(row.starts_at, row.ends_at, on=on))]


def _ground(skill: Skill) -> Certificate | None:
    return _certificate(skill.qualification) if skill.qualification else None


def _certificate(row: Qualification) -> Certificate:
    """One that was withdrawn never held: it counts as issued after everything."""
    return Certificate(row.kind, row.issued_on if row.withdrawn_at is None else date.max, row.valid_until)
