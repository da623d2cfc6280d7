"""Somebody is not at home for a time: coming visits fall away, and come back if they return earlier."""

from datetime import date, datetime

from django.db import transaction

from yinling.care.visits.actions.permits import NotThere, keep_step, permit
from yinling.care.visits.actions.scheduling import rests_of
from yinling.care.visits.domain.states import StepRefused
from yinling.care.visits.models import Rest, Visit, VisitState
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period, day_of
from yinling.people.registry.queries import NotVisible
from yinling.people.registry.queries.persons import visible_person


class RestOverlaps(StepRefused):
    """The person already has a rest at that time."""

    def __init__(self) -> None:
        super().__init__("这段时间已经登记过暂停")


@transaction.atomic
def rest(*, person_id: int, reason: str, from_: date, until: date | None, by: Actor, at: datetime) -> tuple[Rest, int]:
    """Nobody comes in [from_, until): the rest, and how many coming visits fell away. Raises RestOverlaps, NotThere."""
    permit(by, "visits.order", "visits.manage", "elder.own", "elder.represent")
    try:
        person = visible_person(person_id, actor=by, on=day_of(at))
    except NotVisible as unknown:
        raise NotThere() from unknown
    span = Period(from_, until) if until else Period(from_)
    if any(one.from_ < span.until and span.from_ < one.until for one in rests_of([person.pk])[person.pk]):
        raise RestOverlaps()
    kept = Rest.objects.create(
        person=person, area=person.area, reason=reason, from_day=from_, until=until, by_name=by.name, at=at
    )
    record(by=by, at=at, verb="visits.rest", subject=f"person:{person.pk}", area=person.area,
           after={"from": from_, "until": until, "reason": reason})  # fmt: skip
    return kept, _call_off(person.pk, span, reason, by, at)


def _call_off(person_id: int, span: Period, reason: str, by: Actor, at: datetime) -> int:
    waiting = Visit.objects.select_for_update().filter(
        person=person_id, on__gte=span.from_, on__lt=span.until, state__in=[VisitState.PLANNED, VisitState.ASSIGNED]
    )
    visits = list(waiting)
    for visit in visits:
        visit.carers.all().delete()
        keep_step(visit, "cancel", by=by, at=at, state=VisitState.CANCELLED, cause=reason)
    return len(visits)


@transaction.atomic
def back(*, rest_id: int, on: date, by: Actor, at: datetime) -> int:
    """The person is at home again from a day on: visits called off for the rest come back. How many."""
    permit(by, "visits.order", "visits.manage", "elder.own", "elder.represent")
    kept = Rest.objects.select_for_update().visible_to(by, on=day_of(at)).filter(pk=rest_id).first()
    if kept is None:
        raise NotThere()
    if on <= kept.from_day:
        raise StepRefused("恢复日期应晚于暂停日期")
    before, kept.until = kept.until, on
    kept.save()
    record(by=by, at=at, verb="visits.back", subject=f"person:{kept.person_id}", area=kept.area,
           before={"until": before}, after={"until": on})  # fmt: skip
    lost = Visit.objects.select_for_update().filter(
        person=kept.person_id, on__gte=on, state=VisitState.CANCELLED, cause=kept.reason
    )
    visits = list(lost)
    for visit in visits:
        keep_step(visit, "reopen", by=by, at=at, state=VisitState.PLANNED, cause="")
    return len(visits)
