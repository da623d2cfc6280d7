"""How an alarm climbs: who is told next and when. An alarm keeps the chain that was in force when it was raised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from yinling.care.alarms.domain.states import State
from yinling.kernel.dates import day_moment, day_of, minute_of_day


class Who(StrEnum):
    """Who is told."""

    DESK = "desk"
    STATION = "station"
    COMMUNITY = "community"
    FAMILY = "family"
    AMBULANCE = "ambulance"


class What(StrEnum):
    """What a timer does: tell the next one, say that the chain has ended, take an alarm back, ask for its closing."""

    CALL = "call"
    END = "end"
    RESUME = "resume"
    REMIND = "remind"


@dataclass(frozen=True)
class Hours:
    """Minutes of the day [from_, until) in which somebody is told; past midnight where `until` is not later."""

    from_: int
    until: int

    def covers(self, minute: int) -> bool:
        """Whether a minute of the day lies within."""
        if self.from_ < self.until:
            return self.from_ <= minute < self.until
        return minute >= self.from_ or minute < self.until

    def opening(self, at: datetime) -> datetime:
        """The first moment from `at` on that lies within."""
        if self.covers(minute_of_day(at)):
            return at
        today = day_moment(day_of(at), self.from_)
        return today if today >= at else day_moment(day_of(at), self.from_ + 24 * 60)


@dataclass(frozen=True)
class Call:
    """Telling somebody once: so long after the step before. Outside its hours it is waited for, or passed over."""

    who: Who
    wait: timedelta
    hours: Hours | None = None
    is_waited_for: bool = True


@dataclass(frozen=True)
class Chain:
    """All calls in order, repeats among them. `idle` is how long a state may last with nothing done."""

    calls: tuple[Call, ...]
    end_repeat: timedelta
    idle: Mapping[str, timedelta]


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


def chain_of(written: Mapping[str, Any]) -> Chain:
    """The chain from its entry in alarms.yaml, or from the copy that an alarm keeps."""
    calls: list[Call] = []
    for step in written["steps"]:
        said = step.get("hours")
        hours = Hours(_minutes(said["from"]), _minutes(said["until"])) if said else None
        waits = [step["wait_seconds"], *([step["repeat_seconds"]] * step["repeats"])]
        waited_for = step.get("outside", "wait") == "wait"
        calls += [Call(Who(step["who"]), timedelta(seconds=wait), hours, waited_for) for wait in waits]
    idle = {state: timedelta(seconds=one) for state, one in written["idle_seconds"].items()}
    return Chain(tuple(calls), timedelta(seconds=written["end_repeat_seconds"]), idle)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
