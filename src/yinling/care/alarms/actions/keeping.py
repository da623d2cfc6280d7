"""Alarms held still while they change: their lives, their steps, and the one timer that belongs to how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yinling.care.alarms.domain.chain import Next, chain_of
from yinling.care.alarms.domain.life import Life, Owner
from yinling.care.alarms.domain.states import State
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer
from yinling.care.orders.domain.states import NotThere
from yinling.foundation.audit.actions import Changed, record_all
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


@dataclass(frozen=True)
class Change:
    """How an alarm stands after a step, and what the step says."""

    alarm: Alarm
    life: Life
    note: str = ""
    event_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def keep(
    alarm: Alarm, life: Life, verb: str, *, by: Actor, at: datetime, note: str = "", event_id: int | None = None,
    data: dict[str, Any] | None = None, is_audited: bool = True, **changed: Any,
) -> None:  # fmt: skip
    """Stores the life and what else changed, the step with who and when, and the timer that follows from it."""
    for name, value in changed.items():
        setattr(alarm, name, value)
    keep_all([Change(alarm, life, note, event_id, data or {})], verb, by=by, at=at, is_audited=is_audited)


def keep_all(changes: Sequence[Change], verb: str, *, by: Actor, at: datetime, is_audited: bool = True) -> None:
    """The same step of many alarms, new ones or those that are locked, in a few statements. Raises IntegrityError."""
    before = [one.alarm.state for one in changes]
    for one in changes:
        _stand(one.alarm, one.life, at)
    new = [one.alarm for one in changes if one.alarm.pk is None]
    Alarm.objects.bulk_create(new)
    AlarmStep.objects.bulk_create(
        AlarmStep(
            alarm=one.alarm, verb=verb, state=one.alarm.state, note=one.note[:400], data=one.data,
            event_id=one.event_id, by_user_id=by.user_id, by_name=by.name, at=at,
        )
        for one in changes
    )  # fmt: skip
    set_timers([(one.alarm, one.life) for one in changes], by=by, at=at, new=new)
    if is_audited:
        told = [
            Changed(f"alarm:{one.alarm.pk}", {"state": state}, {"state": one.alarm.state, **one.data}, one.note[:400],
                    one.alarm.area)
            for one, state in zip(changes, before, strict=True)
        ]  # fmt: skip
        record_all(told, verb=f"alarms.{verb}", by=by, at=at)


def _stand(alarm: Alarm, life: Life, at: datetime) -> None:
    alarm.state, alarm.counts_from, alarm.calls_done = life.state.value, life.counts_from, sorted(life.done)
    alarm.acknowledged_by_id = life.owner.user_id if life.owner else None
    alarm.acknowledged_by_name = life.owner.name if life.owner else ""
    alarm.cleared_at = (alarm.cleared_at or at) if life.is_cleared else None
    alarm.exhausted_at = (alarm.exhausted_at or at) if life.is_exhausted else None
    if alarm.pk is not None:
        alarm.save()


def due_step(alarm: Alarm, life: Life, at: datetime) -> Next | None:
    """What the alarm waits for, by the chain that it keeps."""
    return life.next(chain_of(alarm.chain), at)


def set_timers(
    alarms: Sequence[tuple[Alarm, Life]], *, by: Actor, at: datetime, new: Sequence[Alarm] = ()
) -> int:  # fmt: skip
    """Replaces the open timer of each unless it is already the right one: how many. A closed one is left with none."""
    known = {alarm.pk for alarm, _life in alarms} - {alarm.pk for alarm in new}
    open_now = AlarmTimer.objects.filter(alarm__in=known, taken_at=None) if known else ()
    open_timers = {one.alarm_id: one for one in open_now}
    over: list[int] = []
    next_ones: list[AlarmTimer] = []
    for alarm, life in alarms:
        due, timer = due_step(alarm, life, at), open_timers.get(alarm.pk)
        if timer and due and (timer.what, timer.number, timer.due_at) == (due.what.value, due.number, due.at):
            continue
        if timer:
            over.append(timer.pk)
        if due:
            next_ones.append(AlarmTimer(alarm=alarm, what=due.what.value, number=due.number, due_at=due.at, set_at=at))
    if over:
        AlarmTimer.objects.filter(pk__in=over).update(taken_at=at, taken_by=by.name)
    AlarmTimer.objects.bulk_create(next_ones)
    return max(len(over), len(next_ones))
