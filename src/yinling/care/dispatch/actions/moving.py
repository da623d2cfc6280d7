"""A visit of a proposal goes to others or to another time, by hand, before the proposal is taken."""

from dataclasses import dataclass
from datetime import datetime

from yinling.care.dayplans.actions.changing import Change, change_line
from yinling.care.dayplans.queries.proposals import plans_visible
from yinling.care.dispatch.queries.chances import Table
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.care.visits.actions.sending import BAD_TIME, CannotGo, WrongNumber
from yinling.care.visits.queries.visits import visits_visible
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.workforce.queries import worker_lines


@dataclass(frozen=True)
class Move:
    """Which visit of which proposal, who goes now, and when (minutes from midnight)."""

    plan_id: int
    visit_id: int
    worker_ids: tuple[int, ...]
    starts: int


def move_in_plan(move: Move, *, now: int | None, by: Actor, at: datetime) -> None:
    """Checks against the rest of the proposal and keeps the line. Raises NotThere, NotPermitted, StepRefused."""
    permit(by, "visits.manage")
    plan = plans_visible(by).filter(pk=move.plan_id).first()
    row = visits_visible(by, on=day_of(at)).filter(pk=move.visit_id).select_related("order").first()
    if plan is None or row is None:
        raise NotThere()
    if len(set(move.worker_ids)) != row.carers_needed:
        raise WrongNumber(row.carers_needed)
    if not row.window_from <= move.starts <= row.window_until:
        raise CannotGo(BAD_TIME)
    refused = Table(row, now=now, plan=plan).objections(move.worker_ids, move.starts)
    lines = worker_lines(move.worker_ids)
    for one in move.worker_ids:
        if one not in lines or lines[one].provider_id != row.provider_id:
            raise CannotGo("不是本机构的护理员")
        if refused[one]:
            raise CannotGo(f"{lines[one].name}：{'；'.join(refused[one])}")
    change_line(Change(plan.pk, row.pk, move.worker_ids, move.starts), by=by, at=at)
