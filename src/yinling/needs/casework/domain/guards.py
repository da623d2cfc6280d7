"""The conditions under which a step may be taken: each answers None, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yinling.kernel.actor import Actor
from yinling.needs.casework.domain import refusals
from yinling.needs.casework.domain.states import Opinion

GRANTED_OUTCOME, REFUSED_OUTCOME = "granted", "not_granted"
UNDECIDED_OUTCOMES = frozenset({"missing_facts", "unpayable"})


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a case at the moment of a step.

    `outcome` is the determination's, "" = none; `objection_until` the first day after the window;
    `papers_from` the state in which papers were asked for.
    """

    state: str
    area: str
    on: date
    is_applicant: bool = False
    checked_by_id: int | None = None
    decided_by_id: int | None = None
    outcome: str = ""
    papers_from: str = ""
    objections_open: int = 0
    objection_until: date | None = None
    is_contracted: bool = False
    opinion: str = ""
    reason: str = ""


Guard = Callable[[Standing, Actor], refusals.StepRefused | None]


def reason_given(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """A refusal of any kind carries its reason."""
    return None if standing.reason.strip() else refusals.ReasonNeeded()


def outcome_known(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Nobody judges what is not computed."""
    known = standing.outcome in (GRANTED_OUTCOME, REFUSED_OUTCOME)
    return None if known else refusals.NotDetermined()


def grant_follows_outcome(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Granting needs a determination that grants."""
    granting = standing.opinion == Opinion.GRANT
    return refusals.NotGrantable() if granting and standing.outcome != GRANTED_OUTCOME else None


def differing_has_reason(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """An opinion or decision against the determination says why."""
    expected = Opinion.GRANT if standing.outcome == GRANTED_OUTCOME else Opinion.REFUSE
    if standing.opinion != expected and not standing.reason.strip():
        return refusals.ReasonNeeded("决定与核定结果不一致，请写明理由。")
    return None


def refusing_has_reason(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """The person who is refused is told why."""
    needs = standing.opinion == Opinion.REFUSE and not standing.reason.strip()
    return refusals.ReasonNeeded() if needs else None


def decider_is_not_checker(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Four eyes: whoever checked does not decide."""
    same = actor.user_id is None or actor.user_id == standing.checked_by_id
    return refusals.SamePerson() if same else None


def resolver_is_not_decider(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Whoever decided does not judge the objection against the decision."""
    same = actor.user_id is None or actor.user_id == standing.decided_by_id
    return refusals.SamePerson("作出决定的人不能处理对这个决定的异议。") if same else None


def window_over(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """The last day of the window has passed."""
    over = standing.objection_until is not None and standing.on >= standing.objection_until
    return None if over else refusals.WindowOpen()


def window_running(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Objections come in time; before publication no window limits them."""
    until = standing.objection_until
    return None if until is None or standing.on < until else refusals.WindowClosed()


def no_objection_open(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Objections are answered first."""
    return refusals.ObjectionUnresolved() if standing.objections_open else None


def an_objection_open(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """There is something to resolve."""
    return None if standing.objections_open else refusals.NotPossibleNow()


def not_contracted(standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Once work is contracted the application stands."""
    return refusals.AlreadyContracted() if standing.is_contracted else None
