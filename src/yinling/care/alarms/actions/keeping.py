"""An alarm held still while it changes: its life, its step, and the one timer that belongs to how it stands now."""

from datetime import datetime
from typing import Any

from yinling.care.alarms.domain.chain import Next, What, chain_of
from yinling.care.alarms.domain.life import Life, Owner
from yinling.care.alarms.domain.states import State
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer
from yinling.care.orders.domain.states import NotThere
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor


def locked_alarm(alarm_id: int, *, by: Actor) -> Alarm:
    """The alarm, locked until the transaction ends; an alarm is locked before its timer. Raises NotThere."""
    alarm = Alarm.objects.select_for_update().filter(pk=alarm_id).first()
    if alarm is None or not Alarm.objects.visible_to(by).filter(pk=alarm_id).exists():
        raise NotThere()
    return alarm


def owner_of(by: Actor) -> Owner:
    """Whoever acts, as an owner."""
    return Owner(by.user_id, by.name)


def life_of(alarm: Alarm) -> Life:
    """The stored alarm as its life."""
    owner = Owner(alarm.acknowledged_by_id, alarm.acknowledged_by_name) if alarm.acknowledged_by_name else None
    return Life(
        State(alarm.state), owner, frozenset(alarm.calls_done), alarm.counts_from, alarm.cleared_at is not None,
        alarm.exhausted_at is not None,
    )  # fmt: skip


def keep(
    alarm: Alarm, life: Life, verb: str, *, by: Actor, at: datetime, note: str = "", event_id: int | None = None,
    data: dict[str, Any] | None = None, is_audited: bool = True, **changed: Any,
) -> AlarmStep:  # fmt: skip
    """Stores the life and what else changed, the step with who and when, and the timer that follows from it."""
    before = alarm.state
    alarm.state, alarm.counts_from, alarm.calls_done = life.state.value, life.counts_from, sorted(life.done)
    alarm.acknowledged_by_id = life.owner.user_id if life.owner else None
    alarm.acknowledged_by_name = life.owner.name if life.owner else ""
    alarm.cleared_at = (alarm.cleared_at or at) if life.is_cleared else None
    alarm.exhausted_at = (alarm.exhausted_at or at) if life.is_exhausted else None
    for name, value in changed.items():
        setattr(alarm, name, value)
    alarm.save()
    step = AlarmStep(
        alarm=alarm, verb=verb, state=alarm.state, note=note[:400], data=data or {}, event_id=event_id,
        by_user_id=by.user_id, by_name=by.name, at=at,
    )  # fmt: skip
    step.save()
    set_timer(alarm, life, by=by, at=at)
    if is_audited:
        record(
            by=by, at=at, verb=f"alarms.{verb}", subject=f"alarm:{alarm.pk}", area=alarm.area, reason=note[:400],
            before={"state": before}, after={"state": alarm.state, **(data or {})},
        )  # fmt: skip
    return step


def due_step(alarm: Alarm, life: Life, at: datetime) -> Next | None:
    """What the alarm waits for, by the chain that it keeps."""
    return life.next(chain_of(alarm.chain), at)


def set_timer(alarm: Alarm, life: Life, *, by: Actor, at: datetime) -> AlarmTimer | None:
    """Replaces the open timer unless it is already the right one; a closed alarm is left with none."""
    due = due_step(alarm, life, at)
    open_timer = AlarmTimer.objects.filter(alarm=alarm, taken_at=None).first()
    if open_timer and due and is_same(open_timer, due):
        return open_timer
    if open_timer:
        AlarmTimer.objects.filter(pk=open_timer.pk).update(taken_at=at, taken_by=by.name)
    if due is None:
        return None
    return AlarmTimer.objects.create(
        alarm=alarm, what=due.what.value, number=due.number, due_at=due.at, set_at=at
    )  # fmt: skip


def is_same(timer: AlarmTimer, due: Next) -> bool:
    """Whether a timer waits for that step at that moment."""
    return (What(timer.what), timer.number, timer.due_at) == (due.what, due.number, due.at)
