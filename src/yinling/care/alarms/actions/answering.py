"""The call desk takes an alarm in hand, speaks, writes down, and ends it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from yinling.care.alarms.actions.keeping import keep, life_of, locked_alarm, owner_of
from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.domain.life import Owner
from yinling.care.alarms.domain.states import OutcomeNeeded
from yinling.care.alarms.domain.words import WHOM_WORDS
from yinling.care.alarms.events import AlarmClosed
from yinling.care.alarms.models import Alarm, Dispatch
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere, StepRefused
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.alarms import load_alarms
from yinling.kernel.actor import Actor


@transaction.atomic
def acknowledge(*, alarm_id: int, by: Actor, at: datetime) -> Alarm:
    """Takes the alarm in hand; it climbs no more. Raises TakenBy (by name), WrongState."""
    permit(by, "alarms.answer")
    alarm = locked_alarm(alarm_id, by=by)
    return take(alarm, by=by, at=at)


def take(alarm: Alarm, *, by: Actor, at: datetime) -> Alarm:
    """The same for an alarm that is locked."""
    life = lives.acknowledge(life_of(alarm), owner=owner_of(by), at=at)
    keep(alarm, life, "acknowledge", by=by, at=at, first_acknowledged_at=alarm.first_acknowledged_at or at)
    return alarm


@transaction.atomic
def hand_over(*, alarm_id: int, to: Owner, by: Actor, at: datetime, note: str = "") -> Alarm:
    """Another operator has the alarm from now on: given by its owner, or taken over by `to`. Raises NotTaken."""
    permit(by, "alarms.answer")
    alarm = locked_alarm(alarm_id, by=by)
    life, me = life_of(alarm), owner_of(by)
    if to != me:
        life.check_owner(me)
    last = life.owner
    keep(alarm, lives.hand_over(life, to=to, at=at), "hand_over", by=by, at=at, note=note, data={"to": to.name})
    for one in {last, to} - {me}:
        if one is not None and one.user_id is not None:
            notify(text=f"报警 {alarm.pk} 现在由{to.name}处置", link=f"/alarms/{alarm.pk}/", at=at, user_id=one.user_id)
    return alarm


@transaction.atomic
def note(*, alarm_id: int, text: str, by: Actor, at: datetime) -> Alarm:
    """Writes something down. Raises StepRefused where there is nothing to write."""
    permit(by, "alarms.answer", "alarms.respond")
    if not text.strip():
        raise StepRefused("请写明情况")
    alarm = locked_alarm(alarm_id, by=by)
    keep(alarm, lives.note(life_of(alarm), owner=owner_of(by), at=at), "note", by=by, at=at, note=text)
    return alarm


@transaction.atomic
def record_call(*, alarm_id: int, whom: str, is_reached: bool, by: Actor, at: datetime, note: str = "") -> Alarm:
    """Somebody was called: reached or not; calls that failed are counted per community and device."""
    permit(by, "alarms.answer")
    if whom not in WHOM_WORDS:
        raise NotThere()
    alarm = locked_alarm(alarm_id, by=by)
    life = lives.note(life_of(alarm), owner=owner_of(by), at=at)
    verb = "call" if is_reached else "call_failed"
    keep(alarm, life, verb, by=by, at=at, note=note, data={"whom": whom})
    return alarm


@transaction.atomic
def record_outcome(*, alarm_id: int, outcome: str, by: Actor, at: datetime, note: str = "") -> Alarm:
    """How it ended; those who were sent are free again. Raises OutcomeNeeded, NotTaken, TakenBy, WrongState."""
    permit(by, "alarms.answer")
    known = load_alarms(settings.PACK).outcomes.get(outcome)
    if known is None:
        raise OutcomeNeeded()
    alarm = locked_alarm(alarm_id, by=by)
    life = lives.act(life_of(alarm), "record_outcome", owner=owner_of(by), at=at)
    Dispatch.objects.filter(alarm=alarm, ended_at=None).update(ended_at=at)
    keep(alarm, life, "record_outcome", by=by, at=at, note=note, data={"outcome": outcome}, outcome=outcome,
         is_false=known.is_false)  # fmt: skip
    return alarm


@transaction.atomic
def close(*, alarm_id: int, by: Actor, at: datetime, note: str = "") -> Alarm:
    """Ends the alarm; only with an outcome. Raises OutcomeNeeded, NotTaken, TakenBy, WrongState."""
    permit(by, "alarms.answer")
    alarm = locked_alarm(alarm_id, by=by)
    life = life_of(alarm)
    if life.owner and not alarm.outcome:
        raise OutcomeNeeded()
    life = lives.act(life, "close", owner=owner_of(by), at=at)
    keep(alarm, life, "close", by=by, at=at, note=note, closed_at=at, closed_by_name=by.name)
    announce(
        AlarmClosed(alarm.pk, alarm.person_id, alarm.device_id, alarm.kind, alarm.outcome, alarm.is_false), by=by, at=at
    )
    return alarm
