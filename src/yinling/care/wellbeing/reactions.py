"""What others announce becomes a signal: a silent device, care that did not come."""

from datetime import datetime

from yinling.care.devices.events import DeviceBack, DeviceRemoved, DeviceSilent, DeviceVacated
from yinling.care.visits.events import VisitMissed
from yinling.care.visits.queries.visits import visit_line
from yinling.care.wellbeing.actions.listing import look_anew
from yinling.care.wellbeing.actions.signals import area_of, end_signal, keep_signal
from yinling.care.wellbeing.actions.tickets import follow_people
from yinling.care.wellbeing.queries.rules import rules
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.people.registry.events import PeopleChanged


def note_silent_device(event: DeviceSilent, *, by: Actor, at: datetime) -> None:
    """Until it is heard again."""
    if event.person_id is None:
        return
    area, since = area_of(event.person_id, on=day_of(at)) or event.area, day_of(event.silent_since)
    keep_signal(
        "silent_device", f"device:{event.device_id}", person_id=event.person_id, area=area, since=since, until=None
    )  # fmt: skip


def note_device_back(event: DeviceBack, *, by: Actor, at: datetime) -> None:
    """Heard again."""
    end_signal("silent_device", f"device:{event.device_id}", on=day_of(event.heard_at))


def note_missed_visit(event: VisitMissed, *, by: Actor, at: datetime) -> None:
    """Nobody came; a meal that did not come is a signal of its own."""
    area = area_of(event.person_id, on=day_of(at))
    if area is None:
        return
    line = visit_line(event.visit_id, actor=machine("关注"), at=at)
    is_meal = line is not None and line.service_code in rules().meal_services
    keep_signal(
        "missed_meal" if is_meal else "missed_care", f"visit:{event.visit_id}", person_id=event.person_id, area=area,
        since=event.on, until=event.on,
    )  # fmt: skip


def note_device_removed(event: DeviceRemoved, *, by: Actor, at: datetime) -> None:
    """Taken down: its silence says nothing of the person any more."""
    end_signal("silent_device", f"device:{event.device_id}", on=day_of(event.removed_at))


def note_device_vacated(event: DeviceVacated, *, by: Actor, at: datetime) -> None:
    """Whoever lived with it is gone."""
    end_signal("silent_device", f"device:{event.device_id}", on=day_of(event.vacated_at))


def look_at_changed(event: PeopleChanged, *, by: Actor, at: datetime) -> None:
    """Whoever died or lives in a home is visited no more, whoever moved by those of the new place, where open tickets
    go too."""
    look_anew(event.person_ids, by=machine("探访名单"), at=at)
    follow_people(event.person_ids, by=machine("探访名单"), at=at)
