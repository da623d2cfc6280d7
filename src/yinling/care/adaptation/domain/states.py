"""The life of a job: its states, and which verb leads from where to where, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass

from yinling.care.adaptation.domain import refusals
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains

TO_ASSIGN = "to_assign"
ASSIGNED = "assigned"
SURVEYED = "surveyed"
QUOTED = "quoted"
WAITING_DECISION = "waiting_decision"
CLEARED = "cleared"
CONTRACTED = "contracted"
WORKING = "working"
FINISHED = "finished"
ACCEPTED = "accepted"
CANCELLED = "cancelled"

IN_ORDER = (
    TO_ASSIGN, ASSIGNED, SURVEYED, QUOTED, WAITING_DECISION, CLEARED, CONTRACTED, WORKING, FINISHED, ACCEPTED,
)  # fmt: skip
OPEN = frozenset(IN_ORDER) - {ACCEPTED}

CLERK, FIRM, APPLICANT, TRUSTED = "clerk", "firm", "applicant", "trusted"


@dataclass(frozen=True)
class Move:
    """One verb: from any of `sources` to `target`; an empty target stays where it is."""

    target: str
    sources: frozenset[str]
    who: str


def _move(target: str, who: str, *sources: str) -> Move:
    return Move(target, frozenset(sources), who)


MOVES: Mapping[str, Move] = {
    "assign": _move(ASSIGNED, CLERK, TO_ASSIGN, ASSIGNED, SURVEYED),
    "survey": _move(SURVEYED, FIRM, ASSIGNED, SURVEYED),
    "quote": _move(QUOTED, FIRM, SURVEYED, QUOTED, WAITING_DECISION),
    "agree": _move(WAITING_DECISION, APPLICANT, QUOTED),
    "decline": _move(SURVEYED, APPLICANT, QUOTED),
    "clear": _move(CLEARED, TRUSTED, WAITING_DECISION),
    "contract": _move(CONTRACTED, FIRM, CLEARED),
    "start": _move(WORKING, FIRM, CONTRACTED),
    "finish": _move(FINISHED, FIRM, WORKING),
    "accept": _move(ACCEPTED, APPLICANT, FINISHED),
    "rework": _move(WORKING, APPLICANT, FINISHED),
    "after_check": _move("", CLERK, ACCEPTED),
    "cancel": Move(CANCELLED, OPEN, TRUSTED),
    "reopen": _move(WAITING_DECISION, TRUSTED, CANCELLED, CLEARED),
}

# The verb that leads on from a state; others there only mend what was done.
NEXT: Mapping[str, str] = {
    TO_ASSIGN: "assign", ASSIGNED: "survey", SURVEYED: "quote", QUOTED: "agree", CLEARED: "contract",
    CONTRACTED: "start", WORKING: "finish", FINISHED: "accept",
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a job; `is_applicant`: the actor is the older person or holds a mandate."""

    state: str
    area: str
    firm_id: int | None = None
    is_applicant: bool = False


def is_clerk_of(standing: Standing, actor: Actor) -> bool:
    """Whether the actor looks after the job's place."""
    return actor.may("adaptation.assign") and contains(actor.area, standing.area)


def may_act(verb: str, standing: Standing, actor: Actor) -> bool:
    """Whether role, firm, area and person fit the verb, whatever the state."""
    who = MOVES[verb].who
    if who == TRUSTED:
        return True
    if who == FIRM:
        own = actor.organisation_id is not None and actor.organisation_id == standing.firm_id
        return actor.may("adaptation.work") and own
    return is_clerk_of(standing, actor) or (who == APPLICANT and standing.is_applicant)


def allows(verb: str, standing: Standing, actor: Actor) -> bool:
    """Whether `verb` fits both the state and the actor."""
    return standing.state in MOVES[verb].sources and may_act(verb, standing, actor)


def after(verb: str, standing: Standing, actor: Actor, reason: str = "") -> str:
    """The state that `verb` leads to. A clerk who answers for the applicant says why.

    Raises NotPermitted, WrongState, ReasonNeeded.
    """
    move = MOVES[verb]
    if not may_act(verb, standing, actor):
        raise refusals.NotPermitted()
    if standing.state not in move.sources:
        raise refusals.WrongState()
    if move.who == APPLICANT and not standing.is_applicant and not reason.strip():
        raise refusals.ReasonNeeded("代老人办理，请写明理由。")
    return move.target or standing.state


def progress(state: str) -> list[tuple[str, str]]:
    """Every state of a whole life with `done`, `current` or `ahead`; an accepted job is done throughout."""
    if state == CANCELLED:
        return [(step, "ahead") for step in IN_ORDER]
    here = IN_ORDER.index(state)
    words = [(step, "done" if place < here else "ahead") for place, step in enumerate(IN_ORDER)]
    words[here] = (state, "done" if state == ACCEPTED else "current")
    return words
