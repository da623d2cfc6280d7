"""How an alarm climbs: who is told next and when. An alarm keeps the chain that was in force when it was raised."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yinling.care.alarms.domain.states import State
from yinling.care.chains.domain.chain import Call, Chain, Hours, Who, chain_of

__all__ = ["Call", "Chain", "Hours", "Next", "Standing", "What", "Who", "chain_of", "is_due", "next_step"]


class What(StrEnum):
    """What a timer does: tell the next one, say that the chain has ended, take an alarm back, ask for its closing."""

    CALL = "call"
    END = "end"
    RESUME = "resume"
    REMIND = "remind"


@dataclass(frozen=True)
class Standing:
    """What decides on the next step: the state, which calls are done, and from when the wait counts."""

    state: State
    done: frozenset[int]
    counts_from: datetime


@dataclass(frozen=True)
class Next:
    """What happens next and when; `number` is the place of a call in its chain."""

    what: What
    at: datetime
    number: int | None = None


def next_step(chain: Chain, standing: Standing, now: datetime) -> Next | None:
    """The one step that an alarm waits for; None only for a closed one.

    A clock that was set back cannot make it wait: the wait counts from `now` at the latest. Calls that are done are
    never done again, whatever happens in between; calls outside their hours are done when these begin. Where nothing
    but such calls is left the chain has ended for now, and goes on saying so until they are done and after.
    """
    if standing.state is State.CLOSED:
        return None
    begins = min(standing.counts_from, now)
    if standing.state is State.RAISED:
        found, has_ended = _calls_ahead(chain, standing.done, begins)
        ended = [Next(What.END, begins + chain.end_repeat)] if has_ended else []
        return min([*found, *ended], key=lambda one: (one.at, one.what is What.END, one.number or 0))
    what = What.REMIND if standing.state is State.OUTCOME else What.RESUME
    return Next(what, begins + chain.idle[standing.state])


def is_due(due: Next, what: What, number: int | None, now: datetime) -> bool:
    """Whether a timer that went off does this step. One that waited for the very step has waited: a clock that was set
    back in between would otherwise begin the wait again each time."""
    return due.at <= now or (due.what, due.number) == (what, number)


def _calls_ahead(chain: Chain, done: frozenset[int], begins: datetime) -> tuple[list[Next], bool]:
    """Calls that could be the next one; whether all of them only wait for their hours."""
    found: list[Next] = []
    furthest = max(done, default=-1)
    for number, call in enumerate(chain.calls):
        if number in done:
            continue
        is_passed_over = number < furthest  # it has waited already
        due = begins if is_passed_over else begins + call.wait
        opens = call.hours.opening(due) if call.hours else due
        found.append(Next(What.CALL, opens, number))
        if not is_passed_over and (opens == due or call.is_waited_for):
            return found, False
    return found, True
