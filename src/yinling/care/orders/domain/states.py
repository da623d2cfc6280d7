"""What may be done in which state, and where it leads; for orders here, and for what is made of them. Pure."""

from collections.abc import Mapping

Moves = Mapping[str, tuple[frozenset[str], str]]


def moves(**by_verb: tuple[str, str]) -> Moves:
    """Of each verb the states in which it may be done, in one text, and the state after it."""
    return {verb: (frozenset(states.split()), then) for verb, (states, then) in by_verb.items()}


ORDER_MOVES = moves(
    offer=("open declined lapsed offered", "offered"),
    accept=("offered", "accepted"),
    decline=("offered", "declined"),
    lapse=("offered", "lapsed"),
    end=("accepted", "ended"),
    cancel=("open offered declined lapsed", "cancelled"),
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


class NotPermitted(StepRefused):
    """The actor may not do this, or it is not theirs."""

    def __init__(self) -> None:
        super().__init__("您没有办理这一步的权限")


class NotThere(StepRefused):
    """There is no such thing for this actor."""

    def __init__(self) -> None:
        super().__init__("没有找到，或者不在您的查看范围内")


def after(table: Moves, verb: str, state: str) -> str:
    """The state after `verb`. Raises WrongState."""
    allowed, then = table[verb]
    if state not in allowed:
        raise WrongState(verb, state)
    return then
