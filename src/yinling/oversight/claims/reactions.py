"""What claims do when visits announce something."""

from datetime import datetime

from yinling.care.visits.events import VisitCorrected
from yinling.kernel.actor import Actor
from yinling.oversight.claims.actions.reviewing import look_again


def question_corrected(event: VisitCorrected, *, by: Actor, at: datetime) -> None:
    """A visit that is claimed was corrected: its line is looked at again."""
    look_again(visit_id=event.visit_id, is_proved=event.is_proved, by=by, at=at)
