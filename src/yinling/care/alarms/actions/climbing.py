"""The timers: what is due is done once, by one worker, and the next timer is set in the same transaction."""

import logging
from datetime import datetime

from django.db import transaction

from yinling.care.alarms.actions.keeping import due_step, keep, life_of, set_timer
from yinling.care.alarms.actions.telling import link_of, tell, tell_desk
from yinling.care.alarms.domain.chain import Next, What, chain_of, is_due
from yinling.care.alarms.domain.life import stepped
from yinling.care.alarms.events import AlarmExhausted
from yinling.care.alarms.models import Alarm, AlarmTimer
from yinling.foundation.outbox.actions import announce, notify
from yinling.kernel.actor import Actor, machine

AT_ONCE = 500
_log = logging.getLogger(__name__)


def run_timers(*, at: datetime, worker: str, at_once: int = AT_ONCE) -> int:
    """Does what is due, at most so many, longest due first; how many steps were done. One that fails stops no other."""
    due = AlarmTimer.objects.filter(taken_at=None, due_at__lte=at).order_by("due_at", "pk")
    done = 0
    for timer_id, alarm_id in list(due.values_list("pk", "alarm_id")[:at_once]):
        try:
            done += _run_one(timer_id, alarm_id, by=machine(worker), at=at)
        except Exception:
            _log.exception("报警 %s 的下一步没有做成，稍后再做", alarm_id)
    return done


@transaction.atomic
def _run_one(timer_id: int, alarm_id: int, *, by: Actor, at: datetime) -> bool:
    """Whether this worker did the step: the alarm is locked first, and decides anew what it waits for."""
    alarm = Alarm.objects.select_for_update(skip_locked=True).filter(pk=alarm_id).first()
    if alarm is None:
        return False  # another worker, or somebody at the desk, has it; whoever is left over is still due
    timer = AlarmTimer.objects.filter(pk=timer_id, taken_at=None, due_at__lte=at).first()
    if timer is None or not AlarmTimer.objects.filter(pk=timer_id, taken_at=None).update(taken_at=at, taken_by=by.name):
        return False
    life = life_of(alarm)
    due = due_step(alarm, life, at)
    if due is None or not is_due(due, What(timer.what), timer.number, at):
        set_timer(alarm, life, by=by, at=at)
        return False
    perform(alarm, due, by=by, at=at)
    return True


def perform(alarm: Alarm, due: Next, *, by: Actor, at: datetime) -> None:
    """The step itself; its life, its record and its next timer are stored with it. Steps are their own record."""
    life = life_of(alarm)
    owner, is_first_end = life.owner, due.what is What.END and not life.is_exhausted
    data: dict[str, object] = {}
    if due.what is What.CALL and due.number is not None:
        data = {"number": due.number, **tell(alarm, chain_of(alarm.chain).calls[due.number].who, at=at)}
    elif due.what is What.END:
        tell_desk(alarm, "报警升级已走完，仍无人受理，请立即处置", at=at)
        notify(text="报警升级已走完，仍无人受理", link=link_of(alarm), at=at, role="bureau_reviewer", area=alarm.area)
    elif due.what is What.RESUME:
        data = {"was": owner.name if owner else ""}
        tell_desk(alarm, "已受理的报警没有下一步，重新升级，请受理", at=at)
    elif owner is not None and owner.user_id is not None:
        notify(text="有报警已填结果，还没有关闭", link=link_of(alarm), at=at, user_id=owner.user_id)
    keep(alarm, stepped(life, due, at=at), _verb(due.what), by=by, at=at, data=data, is_audited=False)
    if is_first_end:
        announce(AlarmExhausted(alarm.pk, alarm.person_id, alarm.area), by=by, at=at)


def _verb(what: What) -> str:
    return {What.CALL: "tell", What.END: "end_of_chain", What.RESUME: "resume", What.REMIND: "remind"}[what]
