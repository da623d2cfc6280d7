"""The transition table: for each verb, from which states, to which state, who may take it, which guards.

A verb is legal when `refusal_of` answers None. `after` gives the next state. Nothing else moves a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.casework.domain import guards, refusals
from yinling.needs.casework.domain.guards import Guard, Standing
from yinling.needs.casework.domain.states import OPEN, WORDS, Opinion, State

APPLICANT = "applicant"  # the older person, an agent with a mandate in force, or a clerk on their behalf
TRUSTED = "trusted"  # called by an upper floor, which has asked its own permission
ANYONE = "anyone"


@dataclass(frozen=True)
class Transition:
    """One verb. `target` None: the verb's outcome picks the state (see `after`)."""

    words: str
    sources: frozenset[State]
    target: State | None
    who: str
    guards: tuple[Guard, ...] = ()


def _move(words: str, sources: str, target: str, who: str, *guards: Guard) -> Transition:
    states = frozenset(State(name) for name in sources.split())
    return Transition(words, states, State(target) if target else None, who, guards)


DISPUTABLE = "granted noticed refused"
COMPUTED = "quoted determined"
JUDGED = (
    guards.outcome_known,
    guards.grant_follows_outcome,
    guards.differing_has_reason,
    guards.refusing_has_reason,
)

TRANSITIONS: Mapping[str, Transition] = {
    "start_draft": _move("开始填写申请", "", "draft", APPLICANT),
    "submit": _move("提交申请", "draft", "submitted", APPLICANT),
    "ask_papers": _move(
        "要求补充材料", "submitted quoted determined", "papers_requested", "casework.accept",
        guards.reason_given,
    ),
    "answer_papers": _move("补充材料", "papers_requested", "", APPLICANT),
    "accept": _move("受理", "submitted", "accepted", "casework.accept"),
    "refuse_acceptance": _move(
        "不予受理", "submitted papers_requested", "not_accepted", "casework.accept", guards.reason_given
    ),
    "record_cost": _move("确认改造费用", "accepted quoted determined", "quoted", TRUSTED),
    "determine": _move("核定补贴", COMPUTED, "", TRUSTED),
    "redetermine": _move("重新核定补贴", COMPUTED, "", "casework.check"),
    "check": _move(
        "初审", "determined", "checked", "casework.check", *JUDGED
    ),
    "send_back": _move("退回初审", "checked", "determined", "casework.decide", guards.reason_given),
    "decide": _move(
        "审定", "checked", "", "casework.decide",
        guards.decider_is_not_checker, *JUDGED,
    ),
    "publish": _move("公示", "granted", "noticed", "casework.publish", guards.no_objection_open),
    "put_in_force": _move(
        "公示期满，补贴生效", "noticed", "in_force", "casework.publish",
        guards.no_objection_open, guards.window_over,
    ),
    "object": _move("提出异议", DISPUTABLE, "", ANYONE, guards.window_running, guards.reason_given),
    "uphold": _move(
        "异议成立，重新核定", DISPUTABLE, "determined", "casework.resolve_objection",
        guards.an_objection_open, guards.resolver_is_not_decider, guards.reason_given,
    ),
    "dismiss": _move(
        "异议不成立", DISPUTABLE, "", "casework.resolve_objection",
        guards.an_objection_open, guards.resolver_is_not_decider, guards.reason_given,
    ),
    "withdraw": _move("撤回申请", " ".join(OPEN), "withdrawn", APPLICANT, guards.not_contracted),
    "note_contract": _move("签订改造协议", "in_force", "", TRUSTED),
    "close": _move("办结", "in_force", "closed", TRUSTED),
}  # fmt: skip

MACHINE_VERBS = frozenset({"put_in_force"})


def refusal_of(verb: str, standing: Standing, actor: Actor) -> refusals.StepRefused | None:
    """Why `actor` may not take `verb` now; None if they may."""
    transition = TRANSITIONS[verb]
    if not may_act(verb, standing, actor):
        return refusals.NotPermitted()
    if standing.state not in transition.sources:
        return refusals.NotPossibleNow(_not_now(transition, standing.state))
    return next((refused for guard in transition.guards if (refused := guard(standing, actor))), None)


def _not_now(transition: Transition, state: str) -> str:
    here = WORDS[State(state)]
    return f"这件申请现在是“{here}”，不能办理“{transition.words}”。可能已经有人办过，请查看最新情况。"


def may_act(verb: str, standing: Standing, actor: Actor) -> bool:
    """Whether role, area and person fit the verb, whatever the state."""
    who = TRANSITIONS[verb].who
    if who in (TRUSTED, ANYONE):
        return True
    if who == APPLICANT:
        clerk = actor.may("casework.apply_for") and contains(actor.area, standing.area)
        return standing.is_applicant or clerk
    if verb in MACHINE_VERBS and actor.role == "machine":
        return True
    return actor.may(who) and contains(actor.area, standing.area)


def after(verb: str, standing: Standing) -> State:
    """The state that follows a legal `verb`."""
    target = TRANSITIONS[verb].target
    if target is not None:
        return target
    if verb == "answer_papers":
        return State(standing.papers_from)
    if verb in ("determine", "redetermine"):
        return State.QUOTED if standing.outcome in guards.UNDECIDED_OUTCOMES else State.DETERMINED
    if verb == "decide":
        return State.GRANTED if standing.opinion == Opinion.GRANT else State.REFUSED
    return State(standing.state)


def verbs_open_to(standing: Standing, actor: Actor) -> list[str]:
    """The verbs whose role and state fit, in table order; their guards may still refuse with a sentence.

    Objecting is open to all, but offered here only to the applicant's side.
    """
    return [
        verb
        for verb, transition in TRANSITIONS.items()
        if standing.state in transition.sources
        and transition.who != TRUSTED
        and may_act("submit" if transition.who == ANYONE else verb, standing, actor)
    ]
