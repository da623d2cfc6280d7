"""Whoever was met today need not be asked any more."""

from datetime import datetime

from yinling.care.daily.actions import follow_people, seen_well
from yinling.care.wellbeing.events import WelfareVisited
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.events import PeopleChanged


def note_seen(event: WelfareVisited, *, by: Actor, at: datetime) -> None:
    """A visitor met the person today."""
    if event.is_met and event.on == day_of(at):
        seen_well(event.person_id, by=by, at=at)


def follow_changed(event: PeopleChanged, *, by: Actor, at: datetime) -> None:
    """They moved: who rings and who goes is now of the new place."""
    follow_people(event.person_ids, at=at)
