"""What devices say, many reports at once: stored for good before anybody is told, each once, each with its meaning."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from yinling.care.devices.actions.beating import store_beats
from yinling.care.devices.domain import sameness
from yinling.care.devices.domain.readings import (
    ASKS_FOR_HELP,
    Heartbeat,
    Receipt,
    Verdict,
    battery_in,
    line_of,
    storable,
)
from yinling.care.devices.events import DeviceAlarmed, DeviceRestored, StrangerAlarmed
from yinling.care.devices.models import DeviceEvent
from yinling.care.devices.queries.finding import Account, Home, events_of, homes_of, rules
from yinling.engines.telemetry.reports import Report, clean
from yinling.foundation.outbox.actions import announce_all
from yinling.gateways.policy.devices import Meaning
from yinling.kernel.actor import Actor, machine

log = logging.getLogger(__name__)
Kept = TypeVar("Kept")
RECEIVER = machine("设备接收")
TRIES = 6  # one by one is many times as slow
_FAILED = Receipt(Verdict.FAILED)
ANNOUNCED = (Verdict.TAKEN, Verdict.CLOCK)
STRANGE = (Verdict.UNKNOWN, Verdict.NOT_INSTALLED)


class _NotTaken(Exception):
    """Something in the reports, or in an answer to them, went wrong."""


@dataclass(slots=True)
class _Draft:
    """A report on its way to a row."""

    report: Report
    meaning: Meaning
    home: Home | None
    verdict: Verdict
    keys: tuple[str, str]


def receive(reports: Sequence[Report], *, at: datetime, by: Actor = RECEIVER) -> list[Receipt]:
    """Takes reports in one transaction, in their order; durable when it returns, announced, each event once.

    One that cannot be stored or answered fails alone; the sender is to repeat it. Raises OperationalError where the
    database does not answer: what was not taken then is to be handed in again. Heartbeats
    leave no row, they only touch when the device was heard.
    """
    if not reports:
        return []
    _sync_to_disk()
    try:
        return beside_others(lambda: _kept(reports, at=at, by=by))
    except (IntegrityError, _NotTaken):
        if len(reports) == 1:
            log.exception("a report of %s %s failed", reports[0].protocol, reports[0].account)
            return [_FAILED]
        return [receipt for report in reports for receipt in receive([report], at=at, by=by)]


def beside_others(keep: Callable[[], Kept]) -> Kept:
    """Does a whole transaction. Another receiver is given the same reports in the same moment: what it has just stored
    is found the next time."""
    for _ in range(TRIES - 1):
        try:
            return keep()
        except IntegrityError:
            continue
    return keep()


def _kept(reports: Sequence[Report], *, at: datetime, by: Actor) -> list[Receipt]:
    with transaction.atomic(durable=True):
        try:
            return _taken(reports, at=at, by=by)
        except (IntegrityError, OperationalError, InterfaceError):
            raise
        except Exception as fault:
            raise _NotTaken from fault


def _sync_to_disk() -> None:
    """What is acknowledged outlives a power cut: SQLite then waits for the disk, PostgreSQL does so anyway."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


@transaction.atomic
def take(reports: Sequence[Report], *, at: datetime, by: Actor = RECEIVER) -> list[Receipt]:
    """As `receive`, within the caller's transaction: durable when that is, and all or none. Raises IntegrityError where
    another receiver was quicker: see `beside_others`."""
    return _taken(reports, at=at, by=by)


def _taken(reports: Sequence[Report], *, at: datetime, by: Actor) -> list[Receipt]:
    homes = homes_of({(line_of(one.protocol), one.account) for one in reports})
    drafts = [_draft(one, homes, at) for one in reports]
    stored = events_of({key for draft in drafts for key in draft.keys})
    receipts: list[Receipt | None] = []
    fresh: list[tuple[int, _Draft]] = []
    for position, draft in enumerate(drafts):
        receipt = _receipt_without_row(draft, stored)
        receipts.append(receipt)
        if receipt is None:
            fresh.append((position, draft))
            stored |= dict.fromkeys(draft.keys, -position - 1)
    rows = DeviceEvent.objects.bulk_create([_row(draft, at) for _position, draft in fresh])
    for (position, draft), row in zip(fresh, rows, strict=True):
        receipts[position] = Receipt(draft.verdict, row.pk, row.device_id)
    heard = [(draft.home, draft.report.values) for draft in drafts if draft.home is not None]
    store_beats([Heartbeat(home.id, at, battery_in(values)) for home, values in heard], at=at)
    told = [event for (_position, draft), row in zip(fresh, rows, strict=True) for event in _told(draft, row, at)]
    announce_all(told, by=by, at=at)
    return [_settled(receipt, receipts) for receipt in receipts]


def _draft(report: Report, homes: dict[Account, Home], at: datetime) -> _Draft:
    meaning = rules().meaning(report.protocol, report.code, report.qualifier)
    home = homes.get((line_of(report.protocol), report.account))
    return _Draft(report, meaning, home, _verdict(report, meaning, home, at), _keys(report, meaning, home, at))


def _verdict(report: Report, meaning: Meaning, home: Home | None, at: datetime) -> Verdict:
    if home is None:
        return Verdict.UNKNOWN
    if meaning.kind == "heartbeat":
        return Verdict.HEARTBEAT
    if meaning.is_test or home.is_tested(at):
        return Verdict.TEST
    if home.person_id is None:
        return Verdict.NOT_INSTALLED
    return Verdict.TAKEN if sameness.is_believable(report.occurred_at, at) else Verdict.CLOCK


def _keys(report: Report, meaning: Meaning, home: Home | None, at: datetime) -> tuple[str, str]:
    """A strange account that only beats is noted once a day."""
    if home is None and meaning.kind == "heartbeat":
        return sameness.daily_keys(line_of(report.protocol), report.account, at)
    return sameness.keys_of(report, at)


def _receipt_without_row(draft: _Draft, stored: dict[str, int]) -> Receipt | None:
    """The answer to what leaves no row: a heartbeat, or what was stored before."""
    device_id = draft.home.id if draft.home else None
    if draft.verdict is Verdict.HEARTBEAT:
        return Receipt(Verdict.HEARTBEAT, None, device_id)
    known = next((stored[key] for key in draft.keys if key in stored), None)
    return None if known is None else Receipt(Verdict.DUPLICATE, known, device_id)


def _settled(receipt: Receipt | None, receipts: list[Receipt | None]) -> Receipt:
    """A duplicate within one batch names the row of the first, which had no number yet."""
    assert receipt is not None
    if receipt.event_id is None or receipt.event_id >= 0:
        return receipt
    first = receipts[-receipt.event_id - 1]
    return Receipt(receipt.verdict, first.event_id if first else None, receipt.device_id)


def _row(draft: _Draft, at: datetime) -> DeviceEvent:
    report, home, place = draft.report, draft.home, draft.report.place
    return DeviceEvent(
        device_id=home.id if home else None, person_id=home.person_id if home else None, area=home.area if home else "",
        protocol=report.protocol[:12], account=clean(report.account, 64), code=clean(report.code, 40),
        kind=draft.meaning.kind, severity=draft.meaning.severity,
        qualifier="restored" if draft.meaning.is_restore else str(report.qualifier),
        zone=clean(report.zone, 40), reference=clean(report.reference, 80), text=clean(report.text, 500),
        values=storable(report.values), longitude=place.longitude if place else None,
        latitude=place.latitude if place else None, occurred_at=report.occurred_at, received_at=at,
        is_test=draft.verdict is Verdict.TEST or draft.meaning.is_test, verdict=draft.verdict.value, raw=report.raw,
        key=draft.keys[0], key_shifted=draft.keys[1],
    )  # fmt: skip


def _told(draft: _Draft, row: DeviceEvent, at: datetime) -> Iterator[Any]:
    """Events of what asks for help, never a test; and what says that it is over, in homes only."""
    home, meaning = draft.home, draft.meaning
    asks = meaning.severity in ASKS_FOR_HELP and not (meaning.is_restore or meaning.is_test)
    if draft.verdict in STRANGE and asks:
        line = line_of(draft.report.protocol)
        yield StrangerAlarmed(row.pk, row.device_id, row.area, line, row.account, meaning.kind, at)
    if home is None or draft.verdict not in ANNOUNCED:
        return
    if meaning.kind == "cancel":
        if kind := _raised_last(row):
            yield DeviceRestored(row.pk, home.id, home.person_id, kind, at)
    elif meaning.is_restore:
        yield DeviceRestored(row.pk, home.id, home.person_id, meaning.kind, at)
    elif meaning.severity in ASKS_FOR_HELP:
        yield DeviceAlarmed(row.pk, home.id, home.person_id, home.area, meaning.kind, meaning.severity, at)


def _raised_last(row: DeviceEvent) -> str | None:
    """What a device that takes its alarm back had raised."""
    since = row.received_at - sameness.DAY
    raised = DeviceEvent.objects.filter(device=row.device_id, pk__lt=row.pk, received_at__gte=since)
    raised = raised.filter(severity__in=ASKS_FOR_HELP, is_test=False).exclude(qualifier="restored")
    return raised.order_by("-pk").values_list("kind", flat=True).first()
