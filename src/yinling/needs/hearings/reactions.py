"""What hearings do when enrolments say that something happened."""

from datetime import datetime

from yinling.kernel.actor import Actor
from yinling.needs.enrolments.actions import StepRefused
from yinling.needs.enrolments.events import EnrolmentResumed
from yinling.needs.enrolments.queries import resting_now
from yinling.needs.hearings.actions.holding import OBJECTION
from yinling.needs.hearings.domain.refusals import UnderObjection
from yinling.needs.hearings.queries.holds import open_hold


def keep_held(event: EnrolmentResumed, *, by: Actor, at: datetime) -> None:
    """Undoes a resumption that would pay what an open objection holds. Raises StepRefused of enrolments."""
    resting = {reason for reason, _words in resting_now(event.enrolment_id)}
    if OBJECTION not in resting and open_hold(event.enrolment_id):
        raise StepRefused(UnderObjection.words)
