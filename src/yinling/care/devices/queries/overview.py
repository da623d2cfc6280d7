"""Counts of devices, and accounts that hang in no home."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Q

from yinling.care.devices.domain.readings import line_of
from yinling.care.devices.domain.states import TOWN_DIGITS
from yinling.care.devices.models import Device, DeviceEvent, DeviceState
from yinling.care.devices.queries.finding import homes_of
from yinling.care.devices.queries.readings import EventLine, event_lines, kind_name
from yinling.care.devices.queries.register import OPEN, PAGE_ROWS, DeviceFilter, devices_visible, filtered
from yinling.kernel.actor import Actor
from yinling.people.places.queries import names_of

TROUBLES = ("silent", "low", "untested", "vacated")
EVENTS_MAX = 2_000  # of the latest, in which strangers are looked for


@dataclass(frozen=True)
class StrangerLine:
    """An account that spoke and hangs nowhere: nobody registered it, or it was never put up."""

    protocol: str
    line: str
    account: str
    device_id: int | None
    times: int
    last: EventLine


@dataclass(frozen=True)
class CountLine:
    """Devices of one kind or place: how many in homes, how many of them silent."""

    name: str
    query: str
    installed: int
    silent: int


def strangers(*, actor: Actor, on: date) -> list[StrangerLine]:
    """Accounts that spoke lately and hang in no home, latest first, at most a page.

    An account that nobody registered has no place: whoever registers devices sees it.
    """
    kept = Device.objects.visible_to(actor, on=on).filter(state__in=[DeviceState.IN_STORE, DeviceState.RETIRED])
    whose = Q(verdict="not_installed", device__in=kept)
    if actor.may("devices.manage") or actor.role == "machine":
        whose |= Q(verdict="unknown")
    rows = DeviceEvent.objects.filter(whose).order_by("-pk")[:EVENTS_MAX]
    found: dict[tuple[str, str], tuple[DeviceEvent, int]] = {}
    for row in rows.defer("raw"):
        newest, times = found.get((row.protocol, row.account), (row, 0))
        found[row.protocol, row.account] = (newest, times + 1)
    known = homes_of({(line_of(protocol), account) for protocol, account in found})
    return [
        StrangerLine(protocol, line, account, row.device_id, times, event_lines([row])[0])
        for (protocol, account), (row, times) in list(found.items())[:PAGE_ROWS]
        for line in [line_of(protocol)]
        if row.device_id is not None or (line, account) not in known
    ]


def counts(*, actor: Actor, on: date) -> dict[str, int]:
    """Devices by state, and how many are silent, low, not tested or to be fetched."""
    rows = devices_visible(actor, on=on)
    found = Counter(dict(rows.values_list("state").annotate(Count("id")).order_by()))
    for trouble in TROUBLES:
        found[trouble] = filtered(DeviceFilter(trouble=trouble), actor=actor, on=on).count()
    return {state: found[state] for state in (*DeviceState.values, *TROUBLES)}


def counts_by_kind(*, actor: Actor, on: date) -> list[CountLine]:
    """In homes, by kind."""
    found = _counted(actor, on, "kind")
    return [CountLine(kind_name(kind), f"kind={kind}", *found[kind]) for kind in sorted(found)]


def counts_by_town(*, actor: Actor, on: date) -> list[CountLine]:
    """In homes, by town."""
    found: dict[str, list[int]] = {}
    for area, (installed, silent) in _counted(actor, on, "area").items():
        both = found.setdefault(area[:TOWN_DIGITS], [0, 0])
        both[0] += installed
        both[1] += silent
    names = names_of(list(found))
    return [CountLine(names[town], f"area={town}", *found[town]) for town in sorted(found)]


def _counted(actor: Actor, on: date, by: str) -> dict[str, tuple[int, int]]:
    homes = devices_visible(actor, on=on).filter(watched_from__isnull=False).order_by()
    rows = homes.values_list(by).annotate(Count("id", distinct=True))
    silent = dict(homes.filter(Exists(OPEN)).values_list(by).annotate(Count("id", distinct=True)))
    return {value: (count, silent.get(value, 0)) for value, count in rows}
