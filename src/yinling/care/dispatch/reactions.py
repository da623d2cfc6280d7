"""What the dispatcher's table does when the workforce announces something."""

from datetime import datetime

from yinling.care.visits.queries.visits import visits_visible
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor, machine
from yinling.people.workforce.events import WorkerBack
from yinling.people.workforce.queries import worker_lines


def tell_of_return(event: WorkerBack, *, by: Actor, at: datetime) -> None:
    """Somebody is there after all: the office hears what still waits for a carer; whom it sends is its own choice."""
    rows = visits_visible(machine("dispatch"), on=event.on).filter(
        provider=event.provider_id, on__gte=event.on, state="planned", cause="carer_absent"
    )
    if count := rows.count():
        name = worker_lines([event.worker_id])[event.worker_id].name
        notify(
            text=f"{name}撤销了请假，还有 {count} 次上门没有派人，可以派给本人", at=at,
            link=f"/visits/?on={event.on}", role="care_provider", organisation_id=event.provider_id,
        )  # fmt: skip
