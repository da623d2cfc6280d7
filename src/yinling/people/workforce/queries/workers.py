"""Who works where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yinling.kernel.actor import Actor
from yinling.people.workforce.models import Worker


@dataclass(frozen=True)
class WorkerLine:
    """A worker in a list or on a plan."""

    id: int
    provider_id: int
    provider: str
    name: str
    gender: str
    gender_words: str
    occupation: str
    occupation_words: str
    phone_masked: str
    languages: tuple[str, ...]
    area: str
    user_id: int | None


def workers_visible(actor: Actor) -> QuerySet[Worker]:
    """Workers whom the actor may see, with their providers."""
    return Worker.objects.visible_to(actor).select_related("provider")


def worker_line(worker_id: int) -> WorkerLine:
    """One worker by id; the caller has asked who may see. Raises Worker.DoesNotExist."""
    return _line(Worker.objects.select_related("provider").get(pk=worker_id))


def worker_lines(worker_ids: Collection[int]) -> dict[int, WorkerLine]:
    """Workers by id, in one question."""
    rows = Worker.objects.filter(pk__in=set(worker_ids)).select_related("provider")
    return {row.pk: _line(row) for row in rows}


def employed_lines(actor: Actor, *, limit: int) -> list[WorkerLine]:
    """Those in employment whom the actor may see, by name: to choose from."""
    return [_line(row) for row in workers_visible(actor).filter(employed_until=None).order_by("name", "pk")[:limit]]


def worker_of_user(user_id: int | None) -> int | None:
    """The worker whom a log-in stands for; of several employments the one that has no end, else the last."""
    rows = Worker.objects.filter(user_id=user_id) if user_id else Worker.objects.none()
    latest = sorted(rows, key=lambda row: (row.employed_until is None, row.employed_from, row.pk))
    return latest[-1].pk if latest else None


def employed_at(provider_id: int, *, on: date) -> list[int]:
    """Workers of a provider who are in employment on a day; the caller has asked who may see."""
    rows = Worker.objects.filter(employed(on), provider_id=provider_id).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def employed(on: date) -> Q:
    """Those in employment on a day."""
    return Q(employed_from__lte=on) & (Q(employed_until=None) | Q(employed_until__gt=on))


def _line(worker: Worker) -> WorkerLine:
    return WorkerLine(
        id=worker.pk,
        provider_id=worker.provider_id,
        provider=worker.provider.name,
        name=worker.name,
        gender=worker.gender,
        gender_words=str(worker.get_gender_display()),
        occupation=worker.occupation,
        occupation_words=str(worker.get_occupation_display()),
        phone_masked=worker.phone_masked,
        languages=tuple(worker.languages),
        area=worker.area,
        user_id=worker.user_id,
    )
