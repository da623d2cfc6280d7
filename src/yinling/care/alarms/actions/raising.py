"""An alarm begins, is heard again, or is cleared by its device."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from yinling.care.alarms.actions.keeping import Change, keep, keep_all, life_of
from yinling.care.alarms.domain.life import again, begun, clear
from yinling.care.alarms.events import AlarmRaised
from yinling.care.alarms.models import Alarm, AlarmStep, Source
from yinling.care.chains.queries import written
from yinling.care.orders.actions.permits import permit
from yinling.foundation.outbox.actions import announce_all
from yinling.gateways.policy.alarms import load_alarms
from yinling.kernel.actor import Actor

TRIES = 3  # two may raise the same at once; more often than twice in a row it was closed in between


@dataclass(frozen=True)
class Raised:
    """What calls for help. `key` names the source among those of its sort; `event_id` is the device's report."""

    source: Source
    key: str
    kind: str
    severity: str
    area: str
    person_id: int | None = None
    device_id: int | None = None
    event_id: int | None = None
    note: str = ""
    is_test: bool = False

    @property
    def source_key(self) -> str:
        """The source in one word."""
        return f"{self.source}:{self.key}"[:80]


def called(kind: str, severity: str, area: str, *, person_id: int | None = None, note: str = "") -> Raised:
    """What somebody says on the telephone: each call is one of its own."""
    return Raised(Source.CALL, uuid4().hex, kind, severity, area, person_id=person_id, note=note)


@transaction.atomic
def raise_(raised: Raised, *, by: Actor, at: datetime) -> Alarm | None:
    """The open alarm of that source and kind: a new one, or the one that is open, which counts the call.

    A test raises nothing. A report that was told before changes nothing. Raises NotPermitted.
    """
    permit(by, "alarms.answer")
    if raised.is_test:
        return None
    if raised.event_id is not None:
        known = AlarmStep.objects.filter(event_id=raised.event_id).select_related("alarm").first()
        if known is not None:
            return known.alarm
    for _ in range(TRIES):
        alarm = Alarm.objects.select_for_update().open().filter(source_key=raised.source_key, kind=raised.kind).first()
        if alarm is not None:
            return _join(alarm, raised, by=by, at=at)
        try:
            with transaction.atomic():
                return _begin([raised], by=by, at=at)[0]
        except IntegrityError:
            continue  # somebody was quicker: join theirs
    raise RuntimeError(raised.source_key)


@transaction.atomic(savepoint=False)
def raise_all(raised: Sequence[Raised], *, by: Actor, at: datetime) -> None:
    """As `raise_`, of many that were stored just now: what nobody has raised yet begins together, all else is taken one
    by one. Raises IntegrityError where somebody was quicker with one of them: do all of it again, and join theirs."""
    permit(by, "alarms.answer")
    fresh = _fresh(raised)
    if fresh:
        _begin([raised[place] for place in fresh], by=by, at=at)
    for place, one in enumerate(raised):
        if place not in fresh:
            raise_(one, by=by, at=at)


def _fresh(raised: Sequence[Raised]) -> dict[int, None]:
    """Places of the first of each source and kind, where no alarm is open."""
    is_open = Alarm.objects.open().filter(source_key__in={one.source_key for one in raised})
    opened = set(is_open.values_list("source_key", "kind"))
    first: dict[tuple[str, str], int] = {}
    for place, one in enumerate(raised):
        if not one.is_test and (one.source_key, one.kind) not in opened:
            first.setdefault((one.source_key, one.kind), place)
    return dict.fromkeys(first.values())


def _begin(raised: Sequence[Raised], *, by: Actor, at: datetime) -> list[Alarm]:
    """New alarms. Raises IntegrityError where somebody was quicker with one of them."""
    chains = {severity: written(severity, at=at) for severity in {one.severity for one in raised}}
    alarms, life = [_alarm(one, chains[one.severity], at) for one in raised], begun(at)
    begins = [Change(alarm, life, one.note, one.event_id) for alarm, one in zip(alarms, raised, strict=True)]
    keep_all(begins, "raise", by=by, at=at)
    announce_all(
        [AlarmRaised(one.pk, one.person_id, one.device_id, one.area, one.kind, one.severity) for one in alarms],
        by=by, at=at,
    )  # fmt: skip
    return alarms


def _alarm(raised: Raised, chain: dict[str, Any], at: datetime) -> Alarm:
    rules = load_alarms(settings.PACK)
    return Alarm(
        source=raised.source, source_key=raised.source_key, device_id=raised.device_id, person_id=raised.person_id,
        kind=raised.kind, severity=raised.severity, order=rules.severity(raised.severity).order, area=raised.area,
        raised_at=at, last_raised_at=at, chain=chain,
    )  # fmt: skip


def _join(alarm: Alarm, raised: Raised, *, by: Actor, at: datetime) -> Alarm:
    keep(
        alarm, again(life_of(alarm), at=at), "join", by=by, at=at, note=raised.note, event_id=raised.event_id,
        last_raised_at=max(alarm.last_raised_at, at), times_raised=alarm.times_raised + 1, is_audited=False,
    )  # fmt: skip
    return alarm


@transaction.atomic
def device_cleared(*, device_id: int, kind: str, by: Actor, at: datetime) -> Alarm | None:
    """Flags the open alarm of that device and kind; None where there is none. It goes on climbing."""
    permit(by)
    rows = Alarm.objects.select_for_update().open()
    alarm = rows.filter(source_key=f"{Source.DEVICE}:{device_id}", kind=kind).first()
    if alarm is None or alarm.cleared_at is not None:
        return alarm
    keep(alarm, clear(life_of(alarm)), "clear", by=by, at=at, is_audited=False)
    return alarm
