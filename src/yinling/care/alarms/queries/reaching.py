"""Where an alarm is, and who could be there soonest."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from yinling.care.alarms.models import Alarm, Dispatch
from yinling.care.devices.queries.readings import for_alarm
from yinling.care.responders.domain.reach import Spot, travel_seconds
from yinling.care.responders.queries.responders import Reach, reaches
from yinling.care.visits.queries.troubles import door_places
from yinling.gateways.policy.alarms import load_alarms

REACHES = 8


def spot_of(alarm: Alarm) -> Spot | None:
    """Where help is needed, (longitude, latitude): where a moving device says it is, else the door; None unknown."""
    said = for_alarm(alarm.device_id, count=1) if alarm.device_id else None
    place = None
    if said is not None and said.longitude is not None and said.latitude is not None:
        place = (said.longitude, said.latitude)
    if place is not None and said is not None and said.is_moving:
        return place
    door = door_places([alarm.person_id]).get(alarm.person_id) if alarm.person_id else None
    return door or place


def busy() -> Collection[int]:
    """Responders who are sent somewhere."""
    return set(Dispatch.objects.filter(ended_at=None).values_list("responder_id", flat=True))


def reaches_of(alarm: Alarm, *, at: datetime, limit: int = REACHES) -> list[Reach]:
    """Free responders for an alarm: on duty before others, nearest first; the caller has asked who may see it."""
    return reaches(
        spot_of(alarm), area=alarm.area, person_id=alarm.person_id, busy=busy(),
        paces=load_alarms(settings.PACK).paces, at=at, limit=limit,
    )  # fmt: skip


def travel_estimate(alarm: Alarm, *, start: Spot | None, mode: str) -> int | None:
    """Seconds to the door; None where a place is unknown."""
    spot = spot_of(alarm)
    return travel_seconds(start, spot, mode, load_alarms(settings.PACK).paces) if spot and start else None
