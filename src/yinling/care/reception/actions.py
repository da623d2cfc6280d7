"""What receivers heard is handed to care/devices, and only a verdict comes back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from yinling.care.devices.actions.beating import beat
from yinling.care.devices.actions.receiving import beside_others, receive, take
from yinling.care.devices.domain import readings
from yinling.care.devices.domain.readings import Heartbeat, battery_in, line_of
from yinling.care.reception.models import Push
from yinling.care.reception.queries import are_stored, numbers_of
from yinling.engines.telemetry.reports import Report
from yinling.gateways.receivers.intake import Away, Heard, Verdict

PUSHES_KEPT = timedelta(days=7)
STRANGERS_AT_ONCE = 50  # signs of life of accounts that nobody registered, noted in one go
_VERDICTS = {readings.Verdict.UNKNOWN: Verdict.UNKNOWN, readings.Verdict.FAILED: Verdict.FAILED}


class Repeated(Exception):
    """This push was taken before."""


def keep_reports(heard: Sequence[Heard]) -> list[Verdict]:
    """Has reports stored for good, each with the second in which it came. Raises Away."""
    verdicts: list[Verdict] = []
    try:
        for at, together in groupby(heard, lambda one: one.at.replace(microsecond=0)):
            group = list(together)
            receipts = receive([one.report for one in group], at=max(at, group[0].at))
            verdicts += [_VERDICTS.get(one.verdict, Verdict.KEPT) for one in receipts]
    except (OperationalError, InterfaceError) as fault:
        connection.close()
        raise Away(str(fault).strip()) from fault
    return verdicts


def keep_missing(heard: Sequence[Heard]) -> list[Verdict]:
    """Has those stored that another receiver, whose turn they were, has not stored by now. Raises Away."""
    try:
        known = are_stored(heard)
    except (OperationalError, InterfaceError) as fault:
        connection.close()
        raise Away(str(fault).strip()) from fault
    missing = iter(keep_reports([one for one, is_known in zip(heard, known, strict=True) if not is_known]))
    return [Verdict.KEPT if is_known else next(missing) for is_known in known]


def keep_signs(heard: Sequence[Heard]) -> list[Verdict]:
    """Notes when devices were heard; accounts that nobody registered are noted for the desk. Raises Away."""
    try:
        found = numbers_of([(line_of(one.report.protocol), one.report.account) for one in heard])
        beats = [
            Heartbeat(number, one.at, battery_in(one.report.values))
            for one, number in zip(heard, found, strict=True) if number is not None
        ]  # fmt: skip
        if beats:
            beat(beats, at=max(one.heard_at for one in beats))
    except (OperationalError, InterfaceError) as fault:
        connection.close()
        raise Away(str(fault).strip()) from fault
    strangers = [one for one, number in zip(heard, found, strict=True) if number is None]
    if strangers:
        keep_reports(strangers[:STRANGERS_AT_ONCE])
    return [Verdict.UNKNOWN if number is None else Verdict.KEPT for number in found]


def take_push(reports: Sequence[Report], *, signature: str, at: datetime) -> int:
    """Stores what a signed push reports, for good when this returns; how many. Raises Repeated."""
    return beside_others(lambda: _take_push(reports, signature, at))


@transaction.atomic(durable=True)
def _take_push(reports: Sequence[Report], signature: str, at: datetime) -> int:
    Push.objects.filter(at__lt=at - PUSHES_KEPT).delete()
    try:
        with transaction.atomic():
            Push.objects.create(signature=signature, at=at)
    except IntegrityError as known:
        raise Repeated from known
    return len(take(reports, at=at))
