"""The one way a case moves: locked, judged by the rules, changed, recorded as a step and in the audit."""

from datetime import date, datetime
from typing import Any

from yinling.foundation.audit import actions as audit
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.deadlines import Limit, Stop, due_on
from yinling.needs.casework.domain.guards import Standing
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.states import ObjectionState, State
from yinling.needs.casework.domain.transitions import after, refusal_of
from yinling.needs.casework.models import Case, CaseStep
from yinling.needs.casework.queries.cases import CaseUnknown, standing_of
from yinling.needs.casework.queries.procedure import calendar, limit_for, limit_of

# Verbs after which the clock of the state before goes on.
CLOCK_GOES_ON = frozenset({"answer_papers", "determine", "redetermine"})


def locked(case_id: int) -> Case:
    """The case, held until the transaction ends. Raises CaseUnknown."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown(case_id)
    return case


def judged(case: Case, verb: str, *, by: Actor, at: datetime, **given: Any) -> Standing:
    """The standing if the rules allow the verb. Raises the named refusal."""
    standing = standing_of(case, actor=by, on=day_of(at), **given)
    if refused := refusal_of(verb, standing, by):
        raise refused
    return standing


def move(
    case: Case, verb: str, standing: Standing, *, by: Actor, at: datetime, details: dict[str, Any] | None = None
) -> CaseStep:
    """Takes the judged verb: state, clock, step, audit. The caller has set any other field of the case."""
    before, case.state = case.state, after(verb, standing)
    if case.state != before:
        case.state_since = at
        case.clock_from = case.clock_from if verb in CLOCK_GOES_ON else day_of(at)
    case.due_on = due_of(case)
    case.save()
    step = CaseStep.objects.create(
        case=case, verb=verb, from_state=before, to_state=case.state, by_id=by.user_id, by_name=by.name,
        by_role=by.role, at=at, reason=standing.reason, details=details or {},
    )  # fmt: skip
    audit.record(
        by=by, at=at, verb=f"casework.{verb}", subject=case_ref(case.pk), area=case.area, reason=step.reason,
        before={"state": before}, after={"state": case.state, **step.details},
    )  # fmt: skip
    return step


def due_of(case: Case) -> date | None:
    """Until when the present step is due: an open objection first; a notice, the first day after its window."""
    disputed = case.objections.filter(state=ObjectionState.OPEN).order_by("pk").first()
    if disputed is not None:
        return due_on(day_of(disputed.raised_at), limit_of(["objection_review"], case.programme), calendar=calendar())
    if case.state == State.NOTICED:
        return case.objection_until
    requests = case.papers_requests.filter(asked_on__gte=case.clock_from)
    waiting_for_papers = case.state == State.PAPERS_REQUESTED
    stops = [] if waiting_for_papers else [Stop(r.asked_on, r.answered_on) for r in requests]
    limit: Limit | None = limit_for(case.state, case.programme)
    return due_on(case.clock_from, limit, calendar=calendar(), stops=stops)
