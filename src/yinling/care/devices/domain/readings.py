"""What receivers hand in and get back. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from yinling.engines.telemetry.reports import Value, clean

# Devices are registered by the line on which they speak; one line carries several tables of codes.
LINES = {"dc09": "dc09", "adm-cid": "dc09", "sia": "dc09"}
ASKS_FOR_HELP = frozenset({"critical", "high"})  # severities of devices.yaml
BATTERY_RECOVERED = 50  # percent; a changed or charged battery: when it is low again, it is told again


class Verdict(StrEnum):
    """What became of a report."""

    TAKEN = "taken"
    TEST = "test"
    CLOCK = "clock"
    NOT_INSTALLED = "not_installed"
    UNKNOWN = "unknown"
    DUPLICATE = "duplicate"
    HEARTBEAT = "heartbeat"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one report. Unless it failed, what it says is stored for good and may be acknowledged."""

    verdict: Verdict
    event_id: int | None = None
    device_id: int | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the sender may forget it."""
        return self.verdict is not Verdict.FAILED


class Heartbeat(NamedTuple):
    """A device was heard; the battery where it said so."""

    device_id: int
    heard_at: datetime
    battery_percent: int | None = None


def line_of(protocol: str) -> str:
    """The line of a protocol: `adm-cid` comes by `dc09`."""
    return LINES.get(protocol, protocol)


def storable(values: Mapping[str, Value]) -> dict[str, Value]:
    """Readings as any database keeps them: no control characters, no number that is none."""
    return {
        clean(name, 40): clean(said) if isinstance(said, str) else said
        for name, said in values.items()
        if not isinstance(said, float) or isfinite(said)
    }


def battery_in(values: Mapping[str, Value]) -> int | None:
    """A percentage among the readings of a report; anything that is none is left out."""
    said = values.get("battery")
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= 100:
        return None
    return int(said)


def latest(heartbeats: Iterable[Heartbeat], at: datetime) -> list[Heartbeat]:
    """One for each device, by number: when it was heard last, with the newest battery; never in the future."""
    found: dict[int, Heartbeat] = {}
    for one in heartbeats:
        heard = min(one.heard_at, at)
        known = found.get(one.device_id)
        if known is None:
            found[one.device_id] = Heartbeat(one.device_id, heard, one.battery_percent)
            continue
        newer, older = (one, known) if heard >= known.heard_at else (known, one)
        battery = older.battery_percent if newer.battery_percent is None else newer.battery_percent
        found[one.device_id] = Heartbeat(one.device_id, max(heard, known.heard_at), battery)
    return [found[device_id] for device_id in sorted(found)]


def silent_after(heartbeat_seconds: int, grace: float, expected_seconds: int | None) -> timedelta:
    """How long a device may say nothing; its own period goes before that of its kind."""
    return timedelta(seconds=(expected_seconds or heartbeat_seconds) * grace)
