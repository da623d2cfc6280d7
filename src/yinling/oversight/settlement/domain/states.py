"""The life of a payment run and of its lines, and what part of a payable waits for what."""

from collections.abc import Iterable

from yinling.oversight.settlement.domain.refusals import WrongState

DRAFT = "draft"
APPROVED = "approved"
SENT = "sent"
SETTLED = "settled"
CANCELLED = "cancelled"

WAITING = "waiting"
PAID = "paid"
RETURNED = "returned"
DROPPED = "dropped"

OPEN, IN_RUN = "open", "in_run"

MOVES = {
    "approve": (frozenset({DRAFT}), APPROVED),
    "send": (frozenset({APPROVED}), SENT),
    "settle": (frozenset({SENT}), SETTLED),
    "cancel": (frozenset({DRAFT, APPROVED}), CANCELLED),
}
LIVE_LINES = frozenset({WAITING, PAID})
RESULTS = frozenset({PAID, RETURNED})


def after(verb: str, state: str) -> str:
    """The run's state after `verb`. Raises WrongState."""
    sources, target = MOVES[verb]
    if state not in sources:
        raise WrongState()
    return target


def allows(verb: str, state: str) -> bool:
    """Whether `verb` fits `state`."""
    return state in MOVES[verb][0]


def part_state(lines: Iterable[tuple[str, bool]]) -> str:
    """Where one fund's part of a payable stands, from its lines as (state, was reopened).

    `open`: may go into a run; `in_run`; `paid`; `returned`: waits until someone has looked at the account.
    """
    found = list(lines)
    if any(state == PAID for state, _ in found):
        return PAID
    if any(state == WAITING for state, _ in found):
        return IN_RUN
    if any(state == RETURNED and not reopened for state, reopened in found):
        return RETURNED
    return OPEN
