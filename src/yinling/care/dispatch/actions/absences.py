"""Somebody calls in sick: the absence is kept, the visits are freed, and a plan that moves few others is asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.care.dayplans.actions import proposing
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.care.visits.queries.planning import OPEN
from yinling.care.visits.queries.visits import visits_visible
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment, day_of
from yinling.people.workforce.actions.absences import AbsenceDetails, record_absence
from yinling.people.workforce.queries import workers_visible

DAY_MINUTES = 1_440


@dataclass(frozen=True)
class SickCall:
    """Who is away on a day, from when (minutes from midnight), and why."""

    worker_id: int
    on: date
    starts: int
    reason: str = "sick"


@transaction.atomic
def call_in_sick(call: SickCall, *, by: Actor, at: datetime) -> int | None:
    """The plan that is being reckoned for those left without a carer; None if there are none.

    Raises NotThere, NotPermitted, WorkerRefused, StepRefused.
    """
    permit(by, "visits.manage")
    worker = workers_visible(by).filter(pk=call.worker_id).first()
    if worker is None:
        raise NotThere()
    away = AbsenceDetails(day_moment(call.on, call.starts), day_moment(call.on, DAY_MINUTES), call.reason)
    record_absence(away, worker_id=worker.pk, by=by, at=at)
    if not _left_alone(worker.provider_id, call.on, by, at):
        return None
    proposing.give_way(worker.provider_id, on=call.on, by=by, at=at)
    wanted = proposing.Wanted(worker.provider_id, call.on, proposing.REPLAN_SECONDS, is_replan=True)
    return proposing.ask(wanted, by=by, at=at).pk


def _left_alone(provider_id: int, on: date, by: Actor, at: datetime) -> bool:
    rows = visits_visible(by, on=day_of(at)).filter(provider=provider_id, on=on, state__in=OPEN, cause="carer_absent")
    return rows.filter(carers=None).exists()
