"""What casework does by the clock; `project/schedule.py` says how often."""

from datetime import datetime

from yinling.kernel.actor import machine
from yinling.needs.casework.actions import put_due_in_force


def advance(*, at: datetime) -> list[int]:
    """Puts every undisputed case in force whose notice is over. Run twice, the second run finds nothing."""
    return put_due_in_force(by=machine("casework_advance"), at=at)
