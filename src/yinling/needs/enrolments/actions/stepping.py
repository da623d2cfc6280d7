"""An enrolment rests, goes on, ends, or its end is taken back. A step holds from its own day, even if entered late."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.needs.enrolments.actions.permits import keep_audit, locked, needed, step_row, steps_of
from yinling.needs.enrolments.domain.refusals import AlreadyEnrolled, WrongState
from yinling.needs.enrolments.domain.spells import standing_on, stretches
from yinling.needs.enrolments.events import EnrolmentEnded, EnrolmentPaused, EnrolmentResumed, EnrolmentStarted
from yinling.needs.enrolments.models import EndReason, Enrolment, PauseReason, Verb


@transaction.atomic
def pause(*, enrolment_id: int, reason: str, from_: date, by: Actor, at: datetime, note: str = "") -> Enrolment:
    """Nothing is due from a day on, where the programme rests for the reason. Raises WrongState, NotPermitted."""
    enrolment = locked(enrolment_id, by=by)
    standing = standing_on(steps_of(enrolment), from_)
    if not standing.is_enrolled or PauseReason(reason) in standing.resting:
        raise WrongState()
    take(enrolment, Verb.PAUSE, on=from_, reason=reason, note=note, by=by, at=at)
    announce(EnrolmentPaused(enrolment.pk, enrolment.person_id, enrolment.programme, reason, from_), by=by, at=at)
    return enrolment


@transaction.atomic
def resume(
    *, enrolment_id: int, from_: date, by: Actor, at: datetime, reason: str = "", note: str = ""
) -> Enrolment:  # fmt: skip
    """The pause for `reason` (all, where none is named) is over from a day on. Raises WrongState, NotPermitted."""
    enrolment = locked(enrolment_id, by=by)
    resting = standing_on(steps_of(enrolment), from_).resting
    if not resting or (reason and PauseReason(reason) not in resting):
        raise WrongState()
    take(enrolment, Verb.RESUME, on=from_, reason=reason, note=note, by=by, at=at)
    announce(EnrolmentResumed(enrolment.pk, enrolment.person_id, enrolment.programme, from_), by=by, at=at)
    return enrolment


@transaction.atomic
def end(*, enrolment_id: int, reason: str, from_: date, by: Actor, at: datetime, note: str = "") -> Enrolment:
    """The person no longer has it from a day on (after a death: the day after). Raises WrongState, NotPermitted."""
    enrolment = locked(enrolment_id, by=by)
    if from_ < enrolment.since or not standing_on(steps_of(enrolment), from_).is_enrolled:
        raise WrongState()
    take(enrolment, Verb.END, on=from_, reason=EndReason(reason).value, note=note, by=by, at=at)
    announce(EnrolmentEnded(enrolment.pk, enrolment.person_id, enrolment.programme, reason, from_), by=by, at=at)
    return enrolment


@transaction.atomic
def reinstate(*, enrolment_id: int, note: str, by: Actor, at: datetime) -> Enrolment:
    """An end was a mistake: it never was. Raises WrongState, AlreadyEnrolled, ReasonNeeded, NotPermitted."""
    note = needed(note)
    enrolment = locked(enrolment_id, by=by)
    if enrolment.until is None:
        raise WrongState()
    since = enrolment.until
    take(enrolment, Verb.REINSTATE, on=since, reason="", note=note, by=by, at=at)
    announce(
        EnrolmentStarted(enrolment.pk, enrolment.person_id, enrolment.pack, enrolment.programme, since), by=by, at=at
    )
    return enrolment


def take(enrolment: Enrolment, verb: str, *, on: date, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Writes the step and what follows from all steps."""
    step_row(enrolment, verb, on=on, reason=reason, note=note[:200], by=by, at=at).save()
    standing_now(enrolment)
    try:
        with transaction.atomic():
            enrolment.save(update_fields=["state", "reason", "until"])
    except IntegrityError as twice:
        raise AlreadyEnrolled() from twice
    keep_audit(enrolment, verb, on=on, reason=reason, note=note, by=by, at=at)


def standing_now(enrolment: Enrolment) -> None:
    """Puts the last standing that follows from the steps into the columns, unsaved."""
    steps = steps_of(enrolment)
    course = stretches(steps)
    last = course[-1]
    enrolment.state = last.standing.state
    newest = max(steps, key=lambda each: (each.on, each.order))
    enrolment.reason = newest.reason or enrolment.reason
    until = max((each.period.until for each in course if each.standing.is_enrolled), default=enrolment.since)
    enrolment.until = until if enrolment.state == "ended" else None
