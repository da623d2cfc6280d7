"""What visits do when others announce something."""

from datetime import datetime

from yinling.care.visits.actions.assigning import release_absent
from yinling.kernel.actor import Actor
from yinling.people.workforce.events import WorkerAbsent


def free_visits_of_absent(event: WorkerAbsent, *, by: Actor, at: datetime) -> None:
    """Visits of somebody who cannot come wait for somebody else."""
    release_absent(event.worker_id, starts_at=event.starts_at, ends_at=event.ends_at, by=by, at=at)
