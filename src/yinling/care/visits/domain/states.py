"""What may be done with an order or a visit in which state, and where it leads. Pure."""

from collections.abc import Mapping

Moves = Mapping[str, tuple[frozenset[str], str]]


def _moves(**moves: tuple[str, str]) -> Moves:
    return {verb: (frozenset(states.split()), after) for verb, (states, after) in moves.items()}


# verb → (states in which it may be done, state after it)
ORDER_MOVES = _moves(
    offer=("open declined lapsed offered", "offered"),
    accept=("offered", "accepted"),
    decline=("offered", "declined"),
    lapse=("offered", "lapsed"),
    end=("accepted", "ended"),
    cancel=("open offered declined lapsed", "cancelled"),
)
VISIT_MOVES = _moves(
    assign=("planned assigned missed", "assigned"),
    release=("assigned", "planned"),
    start=("planned assigned missed", "under_way"),
    finish=("under_way", "done"),
    cancel=("planned assigned missed", "cancelled"),
    refuse=("planned assigned missed under_way", "refused"),
    miss=("planned assigned", "missed"),
)


class StepRefused(ValueError):
    """What was asked for cannot be done; `words` says why, in Chinese."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class WrongState(StepRefused):
    """The state does not allow the verb."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__("当前状态不能办理这一步，请刷新后再看")
        self.verb, self.state = verb, state


def after(moves: Moves, verb: str, state: str) -> str:
    """The state after `verb`. Raises WrongState."""
    allowed, then = moves[verb]
    if state not in allowed:
        raise WrongState(verb, state)
    return then
