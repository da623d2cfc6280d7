"""The history of one device: homes, steps, what it said, when it was silent. The caller has asked who may see."""

from dataclasses import dataclass
from datetime import date, datetime

from yinling.care.devices.domain.states import STEP_WORDS
from yinling.care.devices.models import DeviceEvent, DeviceRecord, Installation, Silence
from yinling.care.devices.queries.readings import EventLine, event_lines
from yinling.people.registry.queries import person_cards

EVENTS_SHOWN = 30


@dataclass(frozen=True)
class HomeLine:
    """One installation, past or present."""

    person_id: int
    person_name_masked: str
    room: str
    installed_at: datetime
    tested_at: datetime | None
    removed_at: datetime | None
    by_name: str
    why_removed: str


@dataclass(frozen=True)
class StepLine:
    """One step of a device."""

    what: str
    note: str
    who: str
    when: datetime


@dataclass(frozen=True)
class SilenceLine:
    """One silent spell."""

    silent_since: datetime
    found_at: datetime
    back_at: datetime | None
    ending_words: str


def homes_of_device(device_id: int, *, on: date) -> list[HomeLine]:
    """Where a device hung and hangs, latest first."""
    rows = list(Installation.objects.filter(device=device_id).select_related("person"))
    cards = {card.id: card for card in person_cards({row.person for row in rows}, on=on)}
    return [
        HomeLine(
            row.person_id, cards[row.person_id].name_masked, row.room, row.installed_at, row.tested_at, row.removed_at,
            row.by_name, row.why_removed,
        )
        for row in rows
    ]  # fmt: skip


def events_of_device(device_id: int, *, after: int = 0) -> list[EventLine]:
    """What a device said, latest first; `after`: older than that number."""
    rows = DeviceEvent.objects.filter(device=device_id)
    return event_lines((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[:EVENTS_SHOWN])


def steps_of_device(device_id: int) -> list[StepLine]:
    """The trail of a device."""
    rows = DeviceRecord.objects.filter(device=device_id)
    return [StepLine(STEP_WORDS.get(row.verb, row.verb), row.note, row.by_name, row.at) for row in rows]


def silences_of_device(device_id: int) -> list[SilenceLine]:
    """When it was silent, latest first."""
    rows = Silence.objects.filter(device=device_id).order_by("-pk")[:EVENTS_SHOWN]
    return [SilenceLine(row.silent_since, row.found_at, row.back_at, str(row.get_ending_display())) for row in rows]
