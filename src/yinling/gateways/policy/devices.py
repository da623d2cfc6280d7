"""Devices: what a kind of device owes, what a code means, how a JSON message is read; of the nation or of a pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from yinling.engines.telemetry.forms import Form
from yinling.engines.telemetry.reports import Qualifier
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

NATIONAL, FILE = "national", "devices.yaml"
UNKNOWN = "unknown"  # the event of a code that no table holds


@dataclass(frozen=True)
class DeviceKind:
    """A kind of device and what it owes: one heartbeat in so many seconds; `grace` times that in silence is too long.

    `battery_floor_percent` is None where the kind runs on mains or says no percentage. `raises` are events by code.
    """

    code: str
    name: str
    power: str
    heartbeat_seconds: int
    grace: float
    battery_floor_percent: int | None
    raises: tuple[str, ...]
    source: str
    is_verified: bool

    @property
    def offline_after(self) -> timedelta:
        """Silence after which the device counts as offline."""
        return timedelta(seconds=self.heartbeat_seconds * self.grace)


@dataclass(frozen=True)
class EventKind:
    """What can happen: `severity` is `critical`, `high`, `low` or `none`; a test is never dispatched."""

    code: str
    name: str
    severity: str
    is_test: bool


@dataclass(frozen=True)
class Meaning:
    """What a code says: the event's `kind` and name, how grave it is, and whether it ends what it names."""

    kind: str
    name: str
    severity: str
    is_test: bool
    is_restore: bool
    source: str
    is_verified: bool


@dataclass(frozen=True)
class ClockWindow:
    """How far the clock of a sender may be behind or ahead; past that its frame is refused with the right time."""

    behind: timedelta
    ahead: timedelta
    source: str
    is_verified: bool


@dataclass(frozen=True)
class RawKept:
    """How many days the bytes of a report are kept, from a day on."""

    from_: date
    days: int
    source: str
    is_verified: bool


@dataclass(frozen=True)
class DeviceRules:
    """All a receiver must know. `codes` are meanings as the tables say them, by protocol and code."""

    kinds: Mapping[str, DeviceKind]
    events: Mapping[str, EventKind]
    codes: Mapping[str, Mapping[str, Meaning]]
    forms: tuple[Form, ...]
    clock: ClockWindow
    raw_kept: tuple[RawKept, ...]

    def raw_days(self, on: date) -> int:
        """How long the bytes of a report are kept, as in force on a day."""
        return next(one.days for one in self.raw_kept if one.from_ <= on)

    def meaning(self, protocol: str, code: str, qualifier: str = Qualifier.NEW) -> Meaning:
        """What a report says. A code with a slash that no table holds is looked up by what stands before the slash."""
        table = self.codes.get(protocol, {})
        found = table.get(code) or table.get(code.split("/", 1)[0])
        if found is None:
            found = _meaning(self.events, {"kind": UNKNOWN}, {"source": "", "verified": False})
        return found if qualifier != Qualifier.RESTORED or found.is_restore else _restored(found)


def load_devices(pack: str) -> DeviceRules:
    """The nation's rules, with what the pack's own file says in their place, entry by entry."""
    return _rules(policy_root(), pack)


@cache
def _rules(root: Path, pack: str) -> DeviceRules:
    own = root / pack / FILE
    said: list[dict[str, Any]] = [read_yaml(root / NATIONAL / FILE).data]
    said += [read_yaml(own).data] if own.exists() else []
    events = {code: _event(code, one) for data in said for code, one in data.get("events", {}).items()}
    codes: dict[str, dict[str, Meaning]] = {}
    for data in said:
        for protocol, table in data.get("codes", {}).items():
            meanings = {str(code): _meaning(events, one, table) for code, one in table["codes"].items()}
            codes.setdefault(protocol, {}).update(meanings)
    forms = {one["name"]: _form(one) for data in said for one in data.get("forms", ())}
    return DeviceRules(
        kinds={code: _kind(code, one) for data in said for code, one in data.get("kinds", {}).items()},
        events=events,
        codes=codes,
        forms=tuple(forms.values()),
        clock=_clock([data["clock"] for data in said if "clock" in data][-1]),
        raw_kept=_raw_kept([data["raw_kept"] for data in said if "raw_kept" in data][-1]),
    )


def _kind(code: str, row: Mapping[str, Any]) -> DeviceKind:
    said = {name: one for name, one in row.items() if name not in ("verified", "raises")}
    return DeviceKind(code=code, raises=tuple(row["raises"]), is_verified=row["verified"], **said)


def _event(code: str, row: Mapping[str, Any]) -> EventKind:
    return EventKind(code, row["name"], row["severity"], row.get("test", False))


def _meaning(events: Mapping[str, EventKind], row: Mapping[str, Any], table: Mapping[str, Any]) -> Meaning:
    event = events[row["kind"]]
    return Meaning(
        kind=event.code,
        name=row.get("name", event.name),
        severity=row.get("severity", event.severity),
        is_test=event.is_test,
        is_restore=row.get("restored", False),
        source=row.get("source", table["source"]),
        is_verified=row.get("verified", table["verified"]),
    )


def _restored(one: Meaning) -> Meaning:
    return Meaning(one.kind, one.name, one.severity, one.is_test, True, one.source, one.is_verified)


def _form(row: Mapping[str, Any]) -> Form:
    said = {name: one for name, one in row.items() if name not in ("verified", "restored")}
    return Form(restored=tuple(row.get("restored", ())), is_verified=row["verified"], **said)


def _clock(row: Mapping[str, Any]) -> ClockWindow:
    behind, ahead = (timedelta(seconds=row[name]) for name in ("behind_seconds", "ahead_seconds"))
    return ClockWindow(behind, ahead, row["source"], row["verified"])


def _raw_kept(rows: Iterable[Mapping[str, Any]]) -> tuple[RawKept, ...]:
    """The latest first; the earliest holds before its day too, for bytes must not be lost for want of a line."""
    found = sorted(
        (RawKept(row["from"], row["days"], row["source"], row["verified"]) for row in rows), key=lambda one: one.from_
    )  # fmt: skip
    return tuple(reversed([replace(found[0], from_=date.min), *found[1:]]))
