"""The timers: what is due is done once, by one worker, and the next timer is set in the same transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yinling.care.alarms.actions.keeping import Change, due_step, keep_all, life_of, set_timers
from yinling.care.alarms.actions.telling import link_of, tell, tell_desk
from yinling.care.alarms.domain.chain import Next, What, chain_of, is_due
from yinling.care.alarms.domain.life import Life, stepped
from yinling.care.alarms.events import AlarmExhausted
from yinling.care.alarms.models import Alarm, AlarmTimer
from yinling.foundation.outbox.actions import announce_all, notify
from yinling.kernel.actor import Actor, machine

AT_ONCE, TOGETHER = 500, 50  # steps of one round, and of one transaction
_VERBS = {What.CALL: "tell", What.END: "end_of_chain", What.RESUME: "resume", What.REMIND: "remind"}
_log = logging.getLogger(__name__)


def run_timers(*, at: datetime, worker: str, at_once: int = AT_ONCE) -> int:
    """Does what is due, at most so many, longest due first; how many steps were done. One that fails stops no other."""
    due = AlarmTimer.objects.filter(taken_at=None, due_at__lte=at).order_by("due_at", "pk")
    found = list(due.values_list("pk", "alarm_id")[:at_once])
    parts = (found[start : start + TOGETHER] for start in range(0, len(found), TOGETHER))
    return sum(_run(part, by=machine(worker), at=at) for part in parts)


def _run(due: Sequence[tuple[int, int]], *, by: Actor, at: datetime) -> int:
    """Together, or each alone where one fails."""
    try:
        return _run_together(due, by=by, at=at)
    except Exception:
        if len(due) > 1:
            return sum(_run([one], by=by, at=at) for one in due)
        _log.exception("报警 %s 的下一步没有做成，稍后再做", due[0][1])
        return 0


@transaction.atomic
def _run_together(due: Sequence[tuple[int, int]], *, by: Actor, at: datetime) -> int:
    """How many steps this worker did: alarms are locked first, and decide anew what they wait for. Those that another
    worker, or somebody at the desk, has just now are left; what is left over is still due."""
    asked = Alarm.objects.filter(pk__in=[alarm_id for _timer_id, alarm_id in due]).order_by("pk")
    alarms = {alarm.pk: alarm for alarm in asked.select_for_update(skip_locked=True)}
    open_timers = AlarmTimer.objects.filter(pk__in=[timer_id for timer_id, _alarm_id in due], taken_at=None)
    timers = {timer.pk: timer for timer in open_timers.filter(alarm__in=alarms, due_at__lte=at).select_for_update()}
    AlarmTimer.objects.filter(pk__in=timers).update(taken_at=at, taken_by=by.name)
    otherwise: list[tuple[Alarm, Life]] = []
    steps: list[tuple[Alarm, Life, Next]] = []
    for timer in (timers[timer_id] for timer_id, _alarm_id in due if timer_id in timers):
        alarm = alarms[timer.alarm_id]
        life = life_of(alarm)
        step = due_step(alarm, life, at)
        if step is None or not is_due(step, What(timer.what), timer.number, at):
            otherwise.append((alarm, life))
        else:
            steps.append((alarm, life, step))
    set_timers(otherwise, by=by, at=at)
    for what in sorted({step.what for _alarm, _life, step in steps}):
        perform([one for one in steps if one[2].what is what], _VERBS[what], by=by, at=at)
    return len(steps)


def perform(steps: Sequence[tuple[Alarm, Life, Next]], verb: str, *, by: Actor, at: datetime) -> None:
    """Steps of one sort; lives, records and next timers are stored with them. Steps are their own record."""
    changes = [Change(one, stepped(life, step, at=at), data=_do(one, life, step, at=at)) for one, life, step in steps]
    ended = [one for one, life, step in steps if step.what is What.END and not life.is_exhausted]
    keep_all(changes, verb, by=by, at=at, is_audited=False)
    announce_all([AlarmExhausted(one.pk, one.person_id, one.area) for one in ended], by=by, at=at)


def _do(alarm: Alarm, life: Life, step: Next, *, at: datetime) -> dict[str, object]:
    """Tells whom the step names; what its record says of it."""
    owner = life.owner
    if step.what is What.CALL and step.number is not None:
        return {"number": step.number, **tell(alarm, chain_of(alarm.chain).calls[step.number].who, at=at)}
    if step.what is What.END:
        tell_desk(alarm, "报警升级已走完，仍无人受理，请立即处置", at=at)
        notify(text="报警升级已走完，仍无人受理", link=link_of(alarm), at=at, role="bureau_reviewer", area=alarm.area)
    elif step.what is What.RESUME:
        tell_desk(alarm, "已受理的报警没有下一步，重新升级，请受理", at=at)
        return {"was": owner.name if owner else ""}
    elif owner is not None and owner.user_id is not None:
        notify(text="有报警已填结果，还没有关闭", link=link_of(alarm), at=at, user_id=owner.user_id)
    return {}
