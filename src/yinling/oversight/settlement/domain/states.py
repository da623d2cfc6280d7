"""The life of a payment run and of its lines."""

DRAFT = "draft"
APPROVED = "approved"
SENT = "sent"
SETTLED = "settled"
CANCELLED = "cancelled"

WAITING = "waiting"
PAID = "paid"
RETURNED = "returned"
DROPPED = "dropped"

MOVES = {
    "approve": (frozenset({DRAFT}), APPROVED),
    "send": (frozenset({APPROVED}), SENT),
    "settle": (frozenset({SENT}), SETTLED),
    "cancel": (frozenset({DRAFT, APPROVED}), CANCELLED),
}
LIVE_LINES = frozenset({WAITING, PAID})


class WrongRunState(Exception):
    """The verb does not fit the run's state: done already, too early, or the run is cancelled."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb}: {state}")
        self.verb, self.state = verb, state


def target_of(verb: str, state: str) -> str:
    """The run's state after `verb`. Raises WrongRunState."""
    sources, target = MOVES[verb]
    if state not in sources:
        raise WrongRunState(verb, state)
    return target


def allows(verb: str, state: str) -> bool:
    """Whether `verb` fits `state`."""
    return state in MOVES[verb][0]
