"""Responders are registered, put right, and leave; they go on duty."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.care.responders.domain.faults import DutyBackwards, DutyOverlaps, LogInTaken, PhoneNeeded
from yinling.care.responders.models import Duty, Responder, WeeklyDuty
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_phone

MANAGE = "alarms.manage"
DUTY_MAX = timedelta(days=7)


@dataclass(frozen=True)
class Details:
    """Somebody who can be sent. Degrees may be unknown; then no travel time is told."""

    name: str
    kind: str
    phone: str
    area: str
    mode: str
    longitude: float | None = None
    latitude: float | None = None
    user_id: int | None = None
    for_person_id: int | None = None


@transaction.atomic
def register(details: Details, *, by: Actor, at: datetime) -> Responder:
    """A new responder. Raises PhoneNeeded, LogInTaken, NotPermitted, NotThere (outside the actor's area)."""
    return _store(Responder(registered_at=at), details, "register", by=by, at=at)


@transaction.atomic
def change(responder_id: int, details: Details, *, by: Actor, at: datetime) -> Responder:
    """Puts the details right. Raises as `register`."""
    return _store(_mine(responder_id, by), details, "change", by=by, at=at)


def _store(row: Responder, details: Details, verb: str, *, by: Actor, at: datetime) -> Responder:
    permit(by, MANAGE)
    if not details.phone.strip():
        raise PhoneNeeded()
    if by.role != "machine" and not contains(by.area, details.area):
        raise NotThere()
    row.name, row.kind, row.area, row.mode = details.name.strip(), details.kind, details.area, details.mode
    row.phone, row.phone_masked = details.phone.strip(), mask_phone(details.phone.strip())
    row.longitude, row.latitude = details.longitude, details.latitude
    row.user_id, row.for_person_id = details.user_id, details.for_person_id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise LogInTaken() from twice
    _record(row, verb, by=by, at=at, after={"name": row.name, "kind": row.kind, "phone": row.phone_masked})
    return row


@transaction.atomic
def leave(*, responder_id: int, on: date, by: Actor, at: datetime) -> Responder:
    """From a day on they come no more."""
    permit(by, MANAGE)
    row = _mine(responder_id, by)
    row.left_on = on
    row.save(update_fields=["left_on"])
    _record(row, "leave", by=by, at=at, after={"left_on": on.isoformat()})
    return row


@transaction.atomic
def put_on_duty(*, responder_id: int, from_at: datetime, until_at: datetime, by: Actor, at: datetime) -> Duty:
    """On duty from a moment until another. Raises DutyBackwards, DutyOverlaps."""
    permit(by, MANAGE)
    row = _mine(responder_id, by)
    if not from_at < until_at <= from_at + DUTY_MAX:
        raise DutyBackwards()
    if row.duties.filter(from_at__lt=until_at, until_at__gt=from_at).exists():
        raise DutyOverlaps()
    duty = Duty.objects.create(responder=row, from_at=from_at, until_at=until_at, by_name=by.name, at=at)
    _record(row, "put_on_duty", by=by, at=at, after={"from": from_at.isoformat(), "until": until_at.isoformat()})
    return duty


@transaction.atomic
def take_off_duty(*, duty_id: int, by: Actor, at: datetime) -> None:
    """A duty that has not begun is taken back; one that has begun ends now."""
    permit(by, MANAGE)
    duty = Duty.objects.select_related("responder").filter(pk=duty_id, until_at__gt=at).first()
    if duty is None:
        raise NotThere()
    row = _mine(duty.responder_id, by)
    if duty.from_at >= at:
        duty.delete()
    else:
        Duty.objects.filter(pk=duty.pk).update(until_at=at)
    _record(row, "take_off_duty", by=by, at=at, after={"until": day_of(at).isoformat()})


@transaction.atomic
def set_week(*, responder_id: int, spans: list[tuple[int, int, int]], by: Actor, at: datetime) -> None:
    """The hours of every week: (weekday, starts, ends) in minutes, in place of those before. Raises DutyOverlaps."""
    permit(by, MANAGE)
    row = _mine(responder_id, by)
    row.weekly_duties.all().delete()
    try:
        with transaction.atomic():
            WeeklyDuty.objects.bulk_create(
                WeeklyDuty(responder=row, weekday=day, starts=starts, ends=ends) for day, starts, ends in spans
            )
    except IntegrityError as fault:
        raise DutyOverlaps() from fault
    _record(row, "set_week", by=by, at=at, after={"hours": [list(span) for span in spans]})


def _mine(responder_id: int, by: Actor) -> Responder:
    row = Responder.objects.select_for_update().visible_to(by).filter(pk=responder_id).first()
    if row is None:
        raise NotThere()
    return row


def _record(row: Responder, verb: str, *, by: Actor, at: datetime, after: dict[str, object]) -> None:
    record(by=by, at=at, verb=f"responders.{verb}", subject=f"responder:{row.pk}", area=row.area, after=after)
