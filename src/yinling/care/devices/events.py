"""What devices announce. `event_id` leads to the stored report; `person_id` None: installed nowhere."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DeviceAlarmed:
    """A device asks for help. `kind` and `severity` are words of devices.yaml; tests are never announced so."""

    event_id: int
    device_id: int
    person_id: int | None
    area: str
    kind: str
    severity: str
    received_at: datetime


@dataclass(frozen=True)
class StrangerAlarmed:
    """Something asks for help and nobody knows where: an account that is not registered (`device_id` None), or a
    device that hangs nowhere."""

    event_id: int
    device_id: int | None
    area: str
    line: str
    account: str
    kind: str
    received_at: datetime


@dataclass(frozen=True)
class DeviceRestored:
    """A device says that what it raised is over; nobody has looked yet."""

    event_id: int
    device_id: int
    person_id: int | None
    kind: str
    received_at: datetime


@dataclass(frozen=True)
class DeviceSilent:
    """Nothing was heard for longer than its kind may be silent; told once."""

    device_id: int
    person_id: int | None
    area: str
    silent_since: datetime


@dataclass(frozen=True)
class DeviceBack:
    """A silent device was heard again."""

    device_id: int
    person_id: int | None
    heard_at: datetime


@dataclass(frozen=True)
class DeviceVacated:
    """Whoever lived with a device died or went away: it hangs there still, but its silence says nothing any more."""

    device_id: int
    person_id: int
    vacated_at: datetime


@dataclass(frozen=True)
class DeviceRemoved:
    """A device was taken down: what stands open about it will not be told by it any more."""

    device_id: int
    person_id: int | None
    removed_at: datetime
