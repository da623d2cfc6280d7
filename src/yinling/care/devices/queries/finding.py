"""Whose account is it: for receivers, which ask thousands of times a second."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import F, FilteredRelation, Q

from yinling.care.devices.domain.readings import line_of
from yinling.care.devices.models import Device, DeviceEvent, DeviceState, Line
from yinling.gateways.policy.devices import DeviceRules, load_devices

ACCOUNTS_MAX = 500_000  # kept in memory, the longest unasked leave first
KNOWN_SECONDS = 60.0  # a secret or a state that was changed is known to receivers after that
UNKNOWN_SECONDS = 5.0  # a device that has just been registered, after that
LIST_MAX = 900
KEYS_MAX = 400  # two lists of them stay below what SQLite takes in one statement
COLUMNS = ("pk", "kind", "protocol", "account", "area", "state", "test_until")

Account = tuple[str, str]
LINES = {str(code): str(words) for code, words in Line.choices}  # by which way a device speaks


@dataclass(frozen=True, slots=True)
class Found:
    """A registered device, as a receiver needs it. `secret` is plain: keep it out of logs."""

    id: int
    kind: str
    state: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Home:
    """A device with whoever lives with it now; `person_id` None: installed nowhere."""

    id: int
    kind: str
    protocol: str
    account: str
    area: str
    state: str
    test_until: datetime | None
    person_id: int | None

    def is_tested(self, at: datetime) -> bool:
        """Whether an installer is at work: a test that nobody ended is over by itself."""
        return self.state == DeviceState.TESTING and self.test_until is not None and at < self.test_until


def rules() -> DeviceRules:
    """Kinds, periods and meanings in the deployed district."""
    return load_devices(settings.PACK)


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists short enough for one question."""
    ordered = list(values)
    return (ordered[start : start + LIST_MAX] for start in range(0, len(ordered), LIST_MAX))


class _Directory:
    """Accounts that were asked for lately: bounded, and refreshed by age."""

    def __init__(self) -> None:
        self._known: OrderedDict[Account, tuple[float, Found | None]] = OrderedDict()

    def find(self, asked: Iterable[Account], now: float) -> dict[Account, Found]:
        found, missing = {}, set()
        for account in asked:
            until, known = self._known.get(account, (0.0, None))
            if until <= now:
                missing.add(account)
            elif known is not None:
                found[account] = known
        return found | self._read(missing, now) if missing else found

    def _read(self, missing: Collection[Account], now: float) -> dict[Account, Found]:
        found = {}
        for part in _parts(missing):
            rows = Device.objects.filter(account__in=[account for _line, account in part])
            for row in rows.values_list("protocol", "account", "pk", "kind", "state", "secret"):
                if (account := (row[0], row[1])) in missing:
                    found[account] = Found(*row[2:])
        for account in missing:
            age = KNOWN_SECONDS if account in found else UNKNOWN_SECONDS
            self._known[account] = (now + age, found.get(account))
            self._known.move_to_end(account)
        while len(self._known) > ACCOUNTS_MAX:
            self._known.popitem(last=False)
        return found

    def clear(self) -> None:
        self._known.clear()


_directory = _Directory()
forget_accounts = _directory.clear


def find(protocol: str, account: str) -> Found | None:
    """The device of an account, at most a minute old; None if nobody registered it."""
    return find_many([(protocol, account)]).get((line_of(protocol), account))


def find_many(accounts: Iterable[Account]) -> dict[Account, Found]:
    """Devices by (line, account), with one question for all that are not in memory; `line_of` gives the line."""
    return _directory.find(((line_of(protocol), account) for protocol, account in accounts), monotonic())


def ids_of(accounts: Collection[Account]) -> dict[Account, int]:
    """Numbers of devices by (line, account)."""
    found: dict[Account, int] = {}
    for part in _parts({account for _line, account in accounts}):
        rows = Device.objects.filter(account__in=part).values_list("protocol", "account", "pk")
        found |= {(line, account): pk for line, account, pk in rows if (line, account) in accounts}
    return found


def homes_of(accounts: Collection[Account]) -> dict[Account, Home]:
    """Devices of accounts by (line, account), as they are at this moment."""
    found: dict[Account, Home] = {}
    for part in _parts({account for _line, account in accounts}):
        rows = [home for home in _homes(account__in=part) if (home.protocol, home.account) in accounts]
        found |= {(home.protocol, home.account): home for home in rows}
    return found


def homes_by_id(device_ids: Collection[int]) -> dict[int, Home]:
    """Devices by number, as they are at this moment."""
    return {home.id: home for part in _parts(device_ids) for home in _homes(pk__in=part)}


def events_of(keys: Collection[str]) -> dict[str, int]:
    """Which keys of sameness have a stored report already, and which."""
    found: dict[str, int] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), KEYS_MAX):
        part = ordered[start : start + KEYS_MAX]
        rows = DeviceEvent.objects.filter(Q(key__in=part) | Q(key_shifted__in=part))
        for pk, key, shifted in rows.values_list("pk", "key", "key_shifted"):
            found |= {one: pk for one in (key, shifted) if one is not None}
    return found


def _homes(**which: object) -> list[Home]:
    now = FilteredRelation("installations", condition=Q(installations__removed_at=None))
    rows = Device.objects.filter(**which).annotate(now=now, who=F("now__person_id"))
    return [Home(*row) for row in rows.values_list(*COLUMNS, "who")]
