"""The code that hangs at a door: made, printed once, replaced; and where the door is."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.care.visits.models import Door
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor, NotVisible
from yinling.kernel.dates import day_of
from yinling.people.registry.queries.persons import visible_person


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return hmac.new(settings.SECRET_KEY.encode(), f"door:{code}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def hang_code(*, person_id: int, by: Actor, at: datetime) -> str:
    """A new code for a person's door; an older one holds no longer. The code is told here and never again."""
    permit(by, "orders.place", "visits.manage")
    door, code = _door(person_id, by, at), secrets.token_urlsafe(12)
    door.code_digest = digest_of(code)
    _save(door, "hang_code", {}, by, at)
    return code


@transaction.atomic
def place_door(*, person_id: int, longitude: float, latitude: float, by: Actor, at: datetime, note: str = "") -> Door:
    """Where a person's door is, in degrees. Raises NotThere."""
    permit(by, "orders.place", "visits.manage")
    door = _door(person_id, by, at)
    door.longitude, door.latitude, door.note = longitude, latitude, note[:200]
    _save(door, "place_door", {"longitude": longitude, "latitude": latitude}, by, at)
    return door


def _door(person_id: int, by: Actor, at: datetime) -> Door:
    if by.role != "machine":
        try:
            visible_person(person_id, actor=by, on=day_of(at))
        except NotVisible as unknown:
            raise NotThere() from unknown
    return Door.objects.filter(person=person_id).first() or Door(person_id=person_id)


def _save(door: Door, verb: str, after: dict[str, float], by: Actor, at: datetime) -> None:
    door.recorded_by_name, door.recorded_at = by.name, at
    door.save()
    record(by=by, at=at, verb=f"visits.{verb}", subject=f"person:{door.person_id}", after=after)
