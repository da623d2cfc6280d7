"""An alarm begins, is heard again, or is cleared by its device."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from yinling.care.alarms.actions.keeping import keep, life_of
from yinling.care.alarms.domain.life import again, begun, clear
from yinling.care.alarms.events import AlarmRaised
from yinling.care.alarms.models import Alarm, AlarmStep, Source
from yinling.care.orders.actions.permits import permit
from yinling.foundation.outbox.actions import announce
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
        alarm = _open_alarm(raised)
        if alarm is not None:
            return _join(alarm, raised, by=by, at=at)
        try:
            with transaction.atomic():
                return _begin(raised, by=by, at=at)
        except IntegrityError:
            continue  # somebody was quicker: join theirs
    raise RuntimeError(raised.source_key)


def _open_alarm(raised: Raised) -> Alarm | None:
    return Alarm.objects.select_for_update().open().filter(source_key=raised.source_key, kind=raised.kind).first()


def _begin(raised: Raised, *, by: Actor, at: datetime) -> Alarm:
    rules = load_alarms(settings.PACK)
    alarm = Alarm(
        source=raised.source, source_key=raised.source_key, device_id=raised.device_id, person_id=raised.person_id,
        kind=raised.kind, severity=raised.severity, order=rules.severity(raised.severity).order, area=raised.area,
        raised_at=at, last_raised_at=at, chain=dict(rules.chain(raised.severity)),
    )  # fmt: skip
    keep(alarm, begun(at), "raise", by=by, at=at, note=raised.note, event_id=raised.event_id)
    announce(
        AlarmRaised(alarm.pk, alarm.person_id, alarm.device_id, alarm.area, alarm.kind, alarm.severity), by=by, at=at
    )
    return alarm


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
    alarm = (
        Alarm.objects.select_for_update().open().filter(source_key=f"{Source.DEVICE}:{device_id}", kind=kind).first()
    )
    if alarm is None or alarm.cleared_at is not None:
        return alarm
    keep(alarm, clear(life_of(alarm)), "clear", by=by, at=at, is_audited=False)
    return alarm
