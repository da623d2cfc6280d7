"""What devices do when the register learns something of the people with whom they hang."""

from datetime import datetime

from yinling.care.devices.actions.following import follow_people
from yinling.care.devices.actions.watching import WATCHER
from yinling.kernel.actor import Actor
from yinling.people.registry.events import PeopleChanged


def follow_changed(event: PeopleChanged, *, by: Actor, at: datetime) -> None:
    """They moved, died, went away or turned out to be one: what hangs with them follows at once."""
    follow_people(event.person_ids, by=WATCHER, at=at)
