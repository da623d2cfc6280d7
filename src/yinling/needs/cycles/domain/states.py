"""The life of a cycle, and of what it pays."""

from yinling.needs.cycles.domain.refusals import WrongState

DRAFT, CHECKED, APPROVED, PAID, CLOSED = "draft", "checked", "approved", "paid", "closed"
MOVES = {
    "check": (DRAFT, CHECKED),
    "reopen": (CHECKED, DRAFT),
    "approve": (CHECKED, APPROVED),
    "pay": (APPROVED, PAID),
    "close": (PAID, CLOSED),
}
OPEN = frozenset({DRAFT, CHECKED})
FROZEN = frozenset({APPROVED, PAID, CLOSED})

WAITING, SENT, RETURNED, HELD, WITHHELD = "waiting", "sent", "returned", "held", "withheld"
# A payment that did not arrive comes again with the next cycle.
COMES_AGAIN = frozenset({RETURNED, HELD})


def after(verb: str, state: str) -> str:
    """The cycle's state after `verb`. Raises WrongState."""
    source, target = MOVES[verb]
    if state != source:
        raise WrongState()
    return target


def allows(verb: str, state: str) -> bool:
    """Whether `verb` fits `state`."""
    return MOVES[verb][0] == state
