"""What log-ins do when the workforce announces something."""

from datetime import datetime

from yinling.kernel.actor import Actor, machine
from yinling.people.logins.actions import end_posts
from yinling.people.workforce.events import WorkerLeft
from yinling.people.workforce.queries import workers_visible


def close_of_left(event: WorkerLeft, *, by: Actor, at: datetime) -> None:
    """Somebody who leaves signs in no more from that day on."""
    worker = workers_visible(machine("logins")).get(pk=event.worker_id)
    end_posts(worker, until=event.from_, reason="离职", by=by, at=at)
