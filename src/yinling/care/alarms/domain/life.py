"""An alarm's life as one value: each thing that can happen to it makes the next value, or is refused."""

from dataclasses import dataclass, replace
from datetime import datetime

from yinling.care.alarms.domain.chain import Chain, Next, Standing, What, next_step
from yinling.care.alarms.domain.states import MOVES, NotTaken, State, TakenBy
from yinling.care.orders.domain.states import WrongState, after


@dataclass(frozen=True)
class Owner:
    """Who has an alarm in hand: a log-in, or a responder without one."""

    user_id: int | None
    name: str


@dataclass(frozen=True)
class Life:
    """How an alarm stands. `owner` is None where nobody has it in hand; `done` are the calls of its chain so far."""

    state: State
    owner: Owner | None
    done: frozenset[int]
    counts_from: datetime
    is_cleared: bool = False
    is_exhausted: bool = False

    def next(self, chain: Chain, now: datetime) -> Next | None:
        """The one step it waits for."""
        return next_step(chain, Standing(self.state, self.done, self.counts_from), now)

    def check_owner(self, owner: Owner) -> None:
        """Raises NotTaken, TakenBy, WrongState (closed)."""
        if self.state is State.CLOSED:
            raise WrongState("act", self.state)
        if self.owner is None:
            raise NotTaken()
        if self.owner != owner:
            raise TakenBy(self.owner.name)


def begun(at: datetime) -> Life:
    """A fresh alarm."""
    return Life(State.RAISED, None, frozenset(), at)


def acknowledge(life: Life, *, owner: Owner, at: datetime) -> Life:
    """Somebody takes it in hand; it climbs no more. Raises TakenBy, WrongState."""
    if life.owner and life.state is not State.CLOSED:
        raise TakenBy(life.owner.name)
    return replace(life, state=State(after(MOVES, "acknowledge", life.state)), owner=owner, counts_from=at)


def hand_over(life: Life, *, to: Owner, at: datetime) -> Life:
    """Somebody else has it in hand from now on. Raises NotTaken, WrongState."""
    if life.owner is None:
        raise NotTaken()
    life.check_owner(life.owner)
    return replace(life, owner=to, counts_from=at)


def act(life: Life, verb: str, *, owner: Owner, at: datetime) -> Life:
    """Its owner does a verb of MOVES. Raises NotTaken, TakenBy, WrongState."""
    life.check_owner(owner)
    return replace(life, state=State(after(MOVES, verb, life.state)), counts_from=at)


def note(life: Life, *, owner: Owner, at: datetime) -> Life:
    """Something was written down; only its owner's notes show that somebody acts."""
    return replace(life, counts_from=at) if life.owner == owner else life


def arrive(life: Life, *, who: Owner, at: datetime) -> Life:
    """A responder is at the door; where nobody has the alarm in hand, the responder has. Raises WrongState."""
    state = State(after(MOVES, "arrive", life.state))
    return replace(life, state=state, owner=life.owner or who, counts_from=at)


def clear(life: Life) -> Life:
    """The device says that it is over: a flag. It stops nothing and closes nothing: nobody has looked yet."""
    return life if life.state is State.CLOSED else replace(life, is_cleared=True)


def again(life: Life, *, at: datetime) -> Life:
    """The same source raises the same: no longer cleared. Had it an outcome already, it needs somebody anew."""
    if life.state is State.OUTCOME:
        return replace(life, state=State.RAISED, owner=None, counts_from=at, is_cleared=False)
    return replace(life, is_cleared=False)


def stepped(life: Life, step: Next, *, at: datetime) -> Life:
    """The timer's step is done."""
    if step.what is What.RESUME:
        return replace(life, state=State(after(MOVES, "resume", life.state)), owner=None, counts_from=at)
    if step.what is What.CALL and step.number is not None:
        return replace(life, done=life.done | {step.number}, counts_from=at)
    return replace(life, is_exhausted=life.is_exhausted or step.what is What.END, counts_from=at)
