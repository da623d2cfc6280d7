"""Verbs of respite: ask, then confirm, decline, cancel, or record that it was used."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from yinling.care.respite.domain import states
from yinling.care.respite.domain.days import days_by_year, left_in, overlapping
from yinling.care.respite.domain.refusals import DatesWrong, NotEntitled, NotPermitted, TooManyDays, WrongState
from yinling.care.respite.models import Booking, BookingStep, Form
from yinling.care.respite.queries import allowance_of, bookings_visible, spans_of
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import is_represented
from yinling.people.registry.queries.persons import visible_person


@dataclass(frozen=True)
class Wish:
    """What is asked for: days [from_on, until_on), at home or in an institution, by whom."""

    person_id: int
    provider_id: int
    form: str
    from_on: date
    until_on: date
    note: str = ""


@transaction.atomic
def ask(wish: Wish, *, by: Actor, at: datetime) -> Booking:
    """The family, the person or the desk asks.

    Raises NotPermitted, NotVisible, DatesWrong, NotEntitled, TooManyDays.
    """
    on = day_of(at)
    if not by.may("respite.manage") and not is_represented(wish.person_id, actor=by, on=on):
        raise NotPermitted
    person = visible_person(wish.person_id, actor=by, on=on)
    # Two bookings at once for one person must see each other's days.
    type(person).objects.select_for_update().get(pk=person.pk)
    days_max = _allowed(person.pk, wish, on)
    booking = Booking.objects.create(
        person=person, provider_id=wish.provider_id, area=person.area, form=Form(wish.form), from_on=wish.from_on,
        until_on=wish.until_on, days_max=days_max, note=wish.note[:200], asked_at=at,
    )  # fmt: skip
    _keep(booking, "ask", by=by, at=at)
    notify(
        text=f"有人预约喘息服务，{wish.from_on:%m月%d日}开始，请答复。", at=at, role="care_provider",
        organisation_id=wish.provider_id, link=reverse("respite:bookings"),
    )  # fmt: skip
    return booking


def _allowed(person_id: int, wish: Wish, on: date) -> int:
    booked = spans_of(person_id)
    if wish.from_on < on or wish.until_on <= wish.from_on:
        raise DatesWrong
    if overlapping((wish.from_on, wish.until_on), booked):
        raise DatesWrong("这几天已经预约过了。")
    allowance = allowance_of(person_id, on=on)
    if allowance.days_max is None:
        raise NotEntitled(f"{NotEntitled.words}（{allowance.why}）。")
    for year, days in days_by_year(wish.from_on, wish.until_on).items():
        left = left_in(year, days_max=allowance.days_max, booked=booked)
        if days > left:
            raise TooManyDays(f"{year}年最多{allowance.days_max}天，还剩{left}天，这次要{days}天。")
    return allowance.days_max


@transaction.atomic
def take(*, booking_id: int, verb: str, by: Actor, at: datetime, reason: str = "") -> Booking:
    """`confirm`, `decline`, `cancel` or `use`; the person and their agents may cancel.

    Raises NotPermitted, WrongState.
    """
    on = day_of(at)
    booking = bookings_visible(by, on=on).filter(pk=booking_id).first()
    if booking is None:
        raise NotPermitted
    booking = Booking.objects.select_for_update().get(pk=booking_id)
    speaks = verb == "cancel" and is_represented(booking.person_id, actor=by, on=on)
    if not by.may("respite.manage") and not speaks:
        raise NotPermitted
    from_states, state = states.STEPS[verb]
    if booking.state not in from_states or (verb == "use" and on < booking.from_on):
        raise WrongState
    booking.state = state
    booking.save()
    _keep(booking, verb, by=by, at=at, reason=reason)
    if verb in ("confirm", "decline"):
        words = "已经安排好了" if verb == "confirm" else "这次不能安排"
        notify(text=f"您约的喘息服务{words}。", at=at, person_id=booking.person_id, link=reverse("elder:respite"))
    return booking


def _keep(booking: Booking, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    BookingStep.objects.create(
        booking=booking, verb=verb, reason=reason[:200], by_name=by.name, by_user_id=by.user_id, at=at
    )
    record(
        by=by, at=at, verb=f"respite.{verb}", subject=f"booking:{booking.pk}", area=booking.area,
        after={"state": booking.state}, reason=reason,
    )  # fmt: skip
