"""Whoever was met today need not be asked any more."""

from datetime import datetime

from yinling.care.daily.actions import seen_well
from yinling.care.wellbeing.events import WelfareVisited
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


def note_seen(event: WelfareVisited, *, by: Actor, at: datetime) -> None:
    """A visitor met the person today."""
    if event.is_met and event.on == day_of(at):
        seen_well(event.person_id, by=by, at=at)
