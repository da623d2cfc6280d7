"""The watchdog: proves that every open alarm waits for exactly the step that it should, puts right what does not,
and leaves a sign of life of its own."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yinling.care.alarms.actions.keeping import due_step, keep, life_of, set_timers
from yinling.care.alarms.models import Alarm, AlarmTimer, Pulse
from yinling.care.devices.actions.listening import watch_lines
from yinling.care.inlets.queries import outages
from yinling.gateways.policy.alarms import load_alarms
from yinling.kernel.actor import Actor, machine

WATCHDOG, TIMERS = "watchdog", "timers"
CHUNK = 500


@dataclass(frozen=True)
class Findings:
    """Open alarms; those without the right timer (put right), those late; lines of devices that nobody hears."""

    open: int = 0
    repaired: int = 0
    late: int = 0
    deaf: int = 0

    @property
    def is_well(self) -> bool:
        """Whether every open alarm has its next step in time, and devices are heard."""
        return not (self.repaired or self.late or self.deaf)


def watchdog(*, at: datetime, worker: str = "值守") -> Findings:
    """Looks at every open alarm; repairs timers, reports late ones, and beats."""
    by, late = machine(worker), timedelta(seconds=load_alarms(settings.PACK).watch["late_seconds"])
    repaired = sum(_repair(alarm_id, by=by, at=at) for alarm_id in _suspects(at))
    waiting = AlarmTimer.objects.filter(taken_at=None, alarm__closed_at=None)
    watch_lines(at=at)
    overdue = waiting.filter(due_at__lt=at - late).count()
    found = Findings(Alarm.objects.open().count(), repaired, overdue, len(outages()))
    beat(WATCHDOG, at=at, found=asdict(found))
    return found


def _suspects(at: datetime) -> list[int]:
    """Open alarms whose timer is not the one that follows from how they stand now, and closed ones with a timer."""
    rows = AlarmTimer.objects.filter(taken_at=None).values_list("alarm_id", "what", "number", "due_at")
    timers = {alarm: (what, number, due) for alarm, what, number, due in rows}
    found: list[int] = []
    waiting = AlarmTimer.objects.filter(taken_at=None).values("alarm_id")
    for alarm in Alarm.objects.filter(Q(closed_at=None) | Q(pk__in=waiting)).iterator(chunk_size=CHUNK):
        due = due_step(alarm, life_of(alarm), at)
        wanted = (due.what.value, due.number) if due else None
        has = timers.get(alarm.pk)
        if (has[:2] if has else None) != wanted or (has and due and has[2] > max(due.at, at)):
            found.append(alarm.pk)
    return found


@transaction.atomic
def _repair(alarm_id: int, *, by: Actor, at: datetime) -> bool:
    """Sets the right timer, under the lock; whether it was really wrong."""
    alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
    if not set_timers([(alarm, life_of(alarm))], by=by, at=at):
        return False
    keep(alarm, life_of(alarm), "repair", by=by, at=at, is_audited=False)
    return True


def beat(name: str, *, at: datetime, found: dict[str, object] | None = None) -> None:
    """A sign of life."""
    Pulse.objects.update_or_create(name=name, defaults={"at": at, "found": found or {}})
