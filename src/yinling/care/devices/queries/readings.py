"""What devices said: of one device for whoever answers its alarm, and which are silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yinling.care.devices.domain.readings import ASKS_FOR_HELP
from yinling.care.devices.models import Device, DeviceEvent, DeviceSeen, Installation, Silence
from yinling.care.devices.queries.finding import rules
from yinling.kernel.dates import SHANGHAI

EVENTS_SHOWN = 12
TONES = {"critical": "bad", "high": "warn", "low": "wait", "none": "off"}


@dataclass(frozen=True)
class EventLine:
    """One report as a page shows it. `is_restored`: it says that what it names is over."""

    id: int
    device_id: int | None
    account: str
    kind: str
    kind_words: str
    code: str
    code_words: str
    severity: str
    tone: str
    zone: str
    text: str
    values: tuple[tuple[str, object], ...]
    is_restored: bool
    is_test: bool
    verdict: str
    verdict_words: str
    occurred_at: datetime | None
    received_at: datetime
    raw_hex: str


@dataclass(frozen=True)
class AlarmSource:
    """What is known of a device when its alarm is answered: what it is, where it hangs, what it said.

    `longitude`, `latitude`: where it last said it is, else where it hangs; None unknown.
    """

    device_id: int
    kind: str
    kind_name: str
    label: str
    room: str
    person_id: int | None
    area: str
    longitude: float | None
    latitude: float | None
    is_moving: bool
    last_seen_at: datetime | None
    battery_percent: int | None
    is_silent: bool
    is_tested: bool
    events: tuple[EventLine, ...]


def for_alarm(device_id: int, *, count: int = EVENTS_SHOWN) -> AlarmSource | None:
    """A device and its last events, newest first; None if there is none. The caller has asked who may see."""
    device = Device.objects.filter(pk=device_id).first()
    if device is None:
        return None
    home = Installation.objects.filter(device=device, removed_at=None).first()
    seen = DeviceSeen.objects.filter(device=device).first()
    events = event_lines(DeviceEvent.objects.filter(device=device).order_by("-pk")[:count])
    placed = DeviceEvent.objects.filter(device=device, longitude__isnull=False).order_by("-pk").first()
    place = placed or home
    return AlarmSource(
        device_id=device.pk, kind=device.kind, kind_name=kind_name(device.kind), label=device.label,
        room=home.room if home else "", person_id=home.person_id if home else None, area=device.area,
        longitude=place.longitude if place else None, latitude=place.latitude if place else None,
        is_moving=placed is not None, last_seen_at=seen.last_seen_at if seen else None,
        battery_percent=seen.battery_percent if seen else None,
        is_silent=Silence.objects.filter(device=device, back_at=None).exists(),
        is_tested=bool(home and home.tested_at), events=tuple(events),
    )  # fmt: skip


def kind_name(kind: str) -> str:
    """What a kind of device is called."""
    known = rules().kinds.get(kind)
    return known.name if known else kind


def event_name(kind: str) -> str:
    """What an event is called."""
    known = rules().events.get(kind)
    return known.name if known else kind


def event_lines(rows: Iterable[DeviceEvent]) -> list[EventLine]:
    """Events with the meaning that their codes have now."""
    return [
        EventLine(
            id=row.pk,
            device_id=row.device_id,
            account=row.account,
            kind=row.kind,
            kind_words=event_name(row.kind),
            code=row.code,
            code_words=rules().meaning(row.protocol, row.code).name if row.key else event_name(row.kind),
            severity=row.severity,
            tone="off" if row.is_test or row.qualifier == "restored" else TONES.get(row.severity, "info"),
            zone=row.zone,
            text=row.text,
            values=tuple(row.values.items()),
            is_restored=row.qualifier == "restored",
            is_test=row.is_test,
            verdict=row.verdict,
            verdict_words=str(row.get_verdict_display()),
            occurred_at=row.occurred_at,
            received_at=row.received_at,
            raw_hex=bytes(row.raw).hex(" "),
        )
        for row in rows
    ]


def last_alarms(device_ids: Iterable[int]) -> QuerySet[DeviceEvent]:
    """Real alarms of devices, newest first."""
    rows = DeviceEvent.objects.filter(device__in=device_ids, severity__in=ASKS_FOR_HELP, is_test=False)
    return rows.exclude(qualifier="restored").order_by("-pk")


def people_with_silent_devices(on: date) -> dict[int, datetime]:
    """Persons with a device that was silent at any time of the day, and since when the longest one is.

    For those who join signals; the caller shows only whom its viewer may see.
    """
    begins = datetime.combine(on, datetime.min.time(), SHANGHAI)
    ends = datetime.combine(on, datetime.max.time(), SHANGHAI)
    found: dict[int, datetime] = {}
    rows = Silence.objects.filter(person__isnull=False, found_at__lte=ends)
    for lasting in (rows.filter(back_at=None), rows.filter(back_at__gt=begins)):
        for person, since in lasting.values_list("person_id", "silent_since"):
            if person is not None:
                found[person] = min(since, found.get(person, since))
    return found
