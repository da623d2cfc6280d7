"""The cost is known: the subsidy is computed, and computed again when facts or parameters were missing."""

from datetime import date, datetime

from django.db import transaction

from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant, tell_role
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.models import Case
from yinling.needs.entitlements import actions as entitlements
from yinling.people.registry.queries import facts_of


class CostNotPositive(StepRefused):
    """A cost of nothing, or less."""

    words = "改造费用必须大于零。"


@transaction.atomic
def record_cost(*, case_id: int, cost_fen: int, by: Actor, at: datetime) -> Case:
    """Called when the applicant agreed to the quote; computes the subsidy at once. Raises CostNotPositive."""
    if cost_fen <= 0:
        raise CostNotPositive
    case = locked(case_id)
    standing = judged(case, "record_cost", by=by, at=at)
    case.cost_fen = cost_fen
    move(case, "record_cost", standing, by=by, at=at, details={"cost_fen": cost_fen})
    determine(case, "determine", by=by, at=at)
    return case


@transaction.atomic
def redetermine(*, case_id: int, by: Actor, at: datetime) -> Case:
    """Computes again with the facts and parameters known now."""
    case = locked(case_id)
    judged(case, "redetermine", by=by, at=at)
    determine(case, "redetermine", by=by, at=at)
    return case


def determine(case: Case, verb: str, *, by: Actor, at: datetime) -> None:
    """Stores a determination and moves on to the clerk's check, or stays where facts or parameters are missing."""
    applied_on, cost_fen = case.applied_on, case.cost_fen
    assert applied_on is not None  # set at submission
    assert cost_fen is not None  # set by record_cost, before which nobody determines
    view = entitlements.determine(
        case_ref=case_ref(case.pk), programme=case.programme, person_id=case.person_id,
        household_id=case.household_id, facts=_facts(case, applied_on, at=at), applied_on=applied_on,
        cost_fen=cost_fen, by=by, at=at,
    )  # fmt: skip
    case.outcome = str(view.outcome)
    standing = judged(case, verb, by=by, at=at, outcome=case.outcome)
    move(case, verb, standing, by=by, at=at, details={"outcome": case.outcome, "determination": view.id})
    _tell(case, at=at)


def _facts(case: Case, applied_on: date, *, at: datetime) -> dict[str, object]:
    """As they were on the day of application; what was not known for that day, as it is known now."""
    now = {name: value for name, value in facts_of(case.person_id, on=day_of(at)).items() if value is not None}
    then = facts_of(case.person_id, on=applied_on)
    return {**now, **{name: value for name, value in then.items() if value is not None}}


def _tell(case: Case, *, at: datetime) -> None:
    if case.state == State.DETERMINED:
        tell_role(case, "town_clerk", f"申请 {case.number} 的补贴已核定，等待初审。", at=at)
        tell_applicant(case, f"申请 {case.number} 的改造费用已确认，正在审核补贴。", at=at)
    else:
        tell_role(case, "town_clerk", f"申请 {case.number} 缺少情况或参数，补贴还不能核定。", at=at)
