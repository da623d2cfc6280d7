"""Life checks: one for all programmes of a person; who is overdue rests, and whoever was only late misses nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yinling.engines.rules.rule import Cycle
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.actions.permits import permit, steps_of
from yinling.needs.enrolments.actions.stepping import pause, resume
from yinling.needs.enrolments.domain.life_checks import next_due
from yinling.needs.enrolments.domain.refusals import WrongState
from yinling.needs.enrolments.domain.spells import LIFE_CHECK_OVERDUE, resting_since
from yinling.needs.enrolments.events import LifeCheckRecorded
from yinling.needs.enrolments.models import Enrolment, LifeCheck, State, Way
from yinling.people.registry.queries.persons import visible_person

IN_FUTURE = "认证日期不能晚于今天。"


@dataclass(frozen=True)
class Seen:
    """A life check: whom, when, how; `is_backdated` False makes what rested stay unpaid."""

    person_id: int
    done_on: date
    way: str
    note: str = ""
    is_backdated: bool = True


@transaction.atomic
def record_life_check(seen: Seen, *, by: Actor, at: datetime) -> LifeCheck:
    """Keeps it, sets the next due day of every open enrolment, and lifts pauses for being overdue.

    A late check takes the pause back from its first day, so that the next cycle pays what had rested.
    Raises NotPermitted, WrongState for a day to come.
    """
    person = visible_person(seen.person_id, actor=by, on=day_of(at))
    permit(by, person.area)
    if seen.done_on > day_of(at):
        raise WrongState(IN_FUTURE)
    check = LifeCheck(
        person=person, done_on=seen.done_on, way=Way(seen.way), note=seen.note[:200], by_user_id=by.user_id,
        by_name=by.name, at=at,
    )  # fmt: skip
    check.save()
    record(
        by=by, at=at, verb="enrolments.life_check", subject=f"person:{person.pk}", area=person.area,
        after={"done_on": seen.done_on, "way": seen.way}, reason=seen.note,
    )  # fmt: skip
    for enrolment in Enrolment.objects.filter(person=person).exclude(state=State.ENDED).order_by("id"):
        _follow(enrolment, seen, by=by, at=at)
    announce(LifeCheckRecorded(person.pk, seen.done_on, seen.way), by=by, at=at)
    return check


def _follow(enrolment: Enrolment, seen: Seen, *, by: Actor, at: datetime) -> None:
    cycle = _cycle(enrolment)
    if cycle is None or cycle.life_check_months is None:
        return
    due = next_due(since=enrolment.since, last_done=seen.done_on, months=cycle.life_check_months)
    enrolment.life_check_due_on = max(filter(None, [due, enrolment.life_check_due_on]))
    enrolment.save(update_fields=["life_check_due_on"])
    since = resting_since(steps_of(enrolment), LIFE_CHECK_OVERDUE)
    if since is not None:
        from_ = since if seen.is_backdated else max(since, seen.done_on)
        resume(enrolment_id=enrolment.pk, from_=from_, reason=LIFE_CHECK_OVERDUE, note=seen.note, by=by, at=at)


def _cycle(enrolment: Enrolment) -> Cycle | None:
    return load_programme(enrolment.pack, enrolment.programme).cycle


def pause_overdue(*, on: date, by: Actor, at: datetime) -> int:
    """Everybody whose life check is overdue rests from `on`, where the programme says so. Again changes nothing."""
    late = Enrolment.objects.filter(Q(life_check_due_on__lt=on)).exclude(state=State.ENDED).order_by("id")
    paused = 0
    for enrolment in late.iterator(chunk_size=500):
        cycle = _cycle(enrolment)
        if cycle is None or LIFE_CHECK_OVERDUE not in cycle.pauses:
            continue
        if resting_since(steps_of(enrolment), LIFE_CHECK_OVERDUE) is None:
            pause(enrolment_id=enrolment.pk, reason=LIFE_CHECK_OVERDUE, from_=on, by=by, at=at)
            paused += 1
    return paused
