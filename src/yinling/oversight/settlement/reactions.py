"""What settlement does when works are accepted."""

from datetime import datetime

from yinling.care.adaptation.events import WorkAccepted
from yinling.kernel.actor import Actor
from yinling.oversight.settlement import actions


def owe(event: WorkAccepted, *, by: Actor, at: datetime) -> None:
    """The district owes the firm what the determination says."""
    actions.owe(case_id=event.case_id, provider_id=event.provider_id, accepted_on=event.accepted_on, by=by, at=at)
