"""A visit that was done, as far as claims and checks ask about it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DoneVisit:
    """`minutes` were ordered, `minutes_counted` were settled when it ended."""

    id: int
    person_id: int
    service_code: str
    on: date
    minutes: int
    minutes_counted: int | None
    is_proved: bool
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Evidence:
    """Who went to one visit, where the door is, which pictures were kept (numbers of documents)."""

    worker_ids: tuple[int, ...]
    place: tuple[float, float] | None
    photos: tuple[int, ...]
