"""The transition table: for each verb, from which states, to which state, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.assessment.domain import refusals
from yinling.needs.assessment.domain.states import BY_OTHERS, WORDS, State

APPLICANT = "applicant"  # the older person or an agent with a mandate in force
ASSESSOR = "assessor"  # one of the two assigned
DESK = "desk"  # who assigns: the town; for re-assessments by others, the bureau


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of an assessment at the moment of a step."""

    state: str
    area: str
    on: date
    made_because: str = ""
    is_applicant: bool = False
    assessor_ids: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Transition:
    """One verb. `needs_words`: whoever takes it says why."""

    words: str
    sources: frozenset[State]
    target: State
    who: tuple[str, ...]
    needs_words: bool = False


def _move(words: str, sources: str, target: str, who: str, needs_words: bool = False) -> Transition:
    states = frozenset(State(name) for name in sources.split())
    return Transition(words, states, State(target), tuple(who.split()), needs_words)


ANY_OPEN = "requested accepted assigned signed_once"

TRANSITIONS: Mapping[str, Transition] = {
    "accept": _move("受理", "requested", "accepted", "desk"),
    "refuse": _move("不予受理", "requested", "not_accepted", "desk", needs_words=True),
    "assign": _move("指派评估员", "accepted assigned", "assigned", "desk"),
    "save_answers": _move("保存评估内容", "assigned", "assigned", "assessor"),
    "sign": _move("签署", "assigned signed_once", "signed_once", "assessor"),
    "complete": _move("出具结果", "assigned signed_once", "completed", "assessor"),
    "take_back": _move("退回修改", "signed_once", "assigned", "assessor", needs_words=True),
    "decline": _move("登记本人不愿评估", ANY_OPEN, "declined", "applicant assessor desk", needs_words=True),
    "abort": _move("中止评估", "accepted assigned signed_once", "aborted", "assessor desk", needs_words=True),
    "cancel": _move("撤销", ANY_OPEN, "cancelled", "applicant desk", needs_words=True),
}


def may_act(verb: str, standing: Standing, actor: Actor) -> bool:
    """Whether role, area and person fit the verb, whatever the state."""
    return any(_is(who, standing, actor) for who in TRANSITIONS[verb].who)


def _is(who: str, standing: Standing, actor: Actor) -> bool:
    if who == APPLICANT:
        return standing.is_applicant
    if who == ASSESSOR:
        return actor.may("assessment.assess") and actor.user_id in standing.assessor_ids
    wanted = "assessment.review" if standing.made_because in BY_OTHERS else "assessment.assign"
    return actor.may(wanted) and contains(actor.area, standing.area)


def refusal_of(verb: str, standing: Standing, actor: Actor) -> refusals.AssessmentRefused | None:
    """Why `actor` may not take `verb` now; None if they may."""
    transition = TRANSITIONS[verb]
    if not may_act(verb, standing, actor):
        return refusals.NotPermitted()
    if standing.state not in transition.sources:
        here = WORDS[State(standing.state)]
        return refusals.NotPossibleNow(f"这次评估现在是“{here}”，不能办理“{transition.words}”。请查看最新情况。")
    if transition.needs_words and not standing.words.strip():
        return refusals.ReasonNeeded()
    return None


def verbs_open_to(standing: Standing, actor: Actor) -> list[str]:
    """The verbs whose role and state fit, in table order; signing completes of itself."""
    return [
        verb
        for verb, transition in TRANSITIONS.items()
        if verb != "complete" and standing.state in transition.sources and may_act(verb, standing, actor)
    ]
