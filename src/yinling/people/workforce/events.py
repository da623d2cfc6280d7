"""What the workforce announces."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class WorkerAbsent:
    """A worker cannot be sent for a stretch of time; `on` is its first day."""

    absence_id: int
    worker_id: int
    provider_id: int
    on: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class WorkerBack:
    """An absence was withdrawn; the worker can be sent in its time again."""

    absence_id: int
    worker_id: int
    provider_id: int
    on: date


@dataclass(frozen=True)
class WorkerLeft:
    """An employment ends; `from_` is the first day on which the worker is no longer there."""

    worker_id: int
    provider_id: int
    from_: date
