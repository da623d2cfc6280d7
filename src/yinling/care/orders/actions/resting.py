"""Somebody is not at home for a time: nobody comes until they are back."""

from datetime import date, datetime

from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere, StepRefused
from yinling.care.orders.events import RestBegun, RestEnded
from yinling.care.orders.models import Rest, RestReason
from yinling.care.orders.queries.due import rests_of
from yinling.care.orders.queries.lists import resident_card
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period, day_of

WHO = ("orders.place", "orders.answer", "elder.own", "elder.represent")


class RestOverlaps(StepRefused):
    """The person already has a rest at that time."""

    def __init__(self) -> None:
        super().__init__("这段时间已经登记过暂停")


@transaction.atomic
def rest(
    *, person_id: int, reason: str, from_: date, until: date | None, by: Actor, at: datetime, note: str = ""
) -> Rest:
    """Nobody comes in [from_, until), whoever cares for the person; visits of that time fall away.

    Raises RestOverlaps, NotThere.
    """
    permit(by, *WHO)
    person = resident_card(person_id, actor=by, on=day_of(at))
    if person is None:
        raise NotThere()
    span = Period(from_, until) if until else Period(from_)
    if any(one.from_ < span.until and span.from_ < one.until for one in rests_of([person.id])[person.id]):
        raise RestOverlaps()
    kept = Rest.objects.create(
        person_id=person.id, area=person.area, reason=RestReason(reason), note=note[:200], from_day=from_, until=until,
        by_name=by.name, at=at,
    )  # fmt: skip
    said = {"from": from_, "until": until, "reason": reason}
    record(by=by, at=at, verb="orders.rest", subject=f"person:{person.id}", area=person.area, after=said)
    announce(RestBegun(kept.pk, person.id, reason, from_, until), by=by, at=at)
    return kept


@transaction.atomic
def back(*, rest_id: int, on: date, by: Actor, at: datetime) -> Rest:
    """The person is at home again from a day on, or does not go at all: visits called off for the rest come back."""
    permit(by, *WHO)
    kept = Rest.objects.select_for_update().filter(pk=rest_id).first()
    if kept is None or not Rest.objects.visible_to(by, on=day_of(at)).filter(pk=rest_id).exists():
        raise NotThere()
    if kept.until is not None and kept.until <= on:
        raise StepRefused("这次暂停已经结束")
    before, kept.until = kept.until, max(on, kept.from_day)
    kept.save()
    record(
        by=by, at=at, verb="orders.back", subject=f"person:{kept.person_id}", area=kept.area,
        before={"until": before}, after={"until": kept.until},
    )  # fmt: skip
    announce(RestEnded(kept.pk, kept.person_id, kept.reason, kept.until), by=by, at=at)
    return kept
