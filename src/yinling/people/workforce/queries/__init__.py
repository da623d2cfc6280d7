"""Questions about the workforce."""

from yinling.people.workforce.queries.fitness import Shift, fitness, shifts_on, standing
from yinling.people.workforce.queries.workers import (
    WorkerLine,
    worker_line,
    worker_lines,
    worker_of_user,
    workers_visible,
)

__all__ = [
    "Shift",
    "WorkerLine",
    "fitness",
    "shifts_on",
    "standing",
    "worker_line",
    "worker_lines",
    "worker_of_user",
    "workers_visible",
]
