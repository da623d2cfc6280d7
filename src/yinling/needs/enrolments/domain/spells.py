"""Which days a person has a programme and which of them rest, from the steps in the order of their days."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from yinling.kernel.dates import Period

ENROL, PAUSE, RESUME, END, REINSTATE = "enrol", "pause", "resume", "end", "reinstate"
LIFE_CHECK_OVERDUE = "life_check_overdue"
# Reasons of an office, for which everything rests whatever a programme declares.
ALWAYS_REST = frozenset({"objection", "blacklist", "verification"})


class Step(NamedTuple):
    """One step: `on` is the first day it holds, `order` the order of entry. A resume without reason lifts all."""

    order: int
    verb: str
    on: date
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """How an enrolment stands on a day: enrolled or not, and the reasons for which it rests."""

    is_enrolled: bool
    resting: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """`enrolled`, `paused` or `ended`."""
        if not self.is_enrolled:
            return "ended"
        return "paused" if self.resting else "enrolled"


NOTHING = Standing(is_enrolled=False)


@dataclass(frozen=True)
class Stretch:
    """Days on which an enrolment stands one way; the last is open."""

    period: Period
    standing: Standing


def stretches(steps: Iterable[Step]) -> list[Stretch]:
    """The whole course, oldest first. Of steps on one day those entered later come later."""
    found: list[Stretch] = []
    standing = NOTHING
    for step in sorted(steps, key=lambda each: (each.on, each.order)):
        standing = _after(standing, step)
        if found and found[-1].period.from_ == step.on:
            found.pop()
        elif found:
            found[-1] = Stretch(Period(found[-1].period.from_, step.on), found[-1].standing)
        found.append(Stretch(Period(step.on), standing))
    return found


def _after(standing: Standing, step: Step) -> Standing:
    if step.verb == PAUSE:
        return Standing(standing.is_enrolled, standing.resting | {step.reason})
    if step.verb == RESUME:
        return Standing(standing.is_enrolled, standing.resting - {step.reason} if step.reason else frozenset())
    if step.verb == END:
        return Standing(is_enrolled=False, resting=standing.resting)
    return Standing(is_enrolled=True, resting=standing.resting)


def standing_on(steps: Iterable[Step], day: date) -> Standing:
    """How it stands on a day; not enrolled before the first step."""
    return next((each.standing for each in stretches(steps) if day in each.period), NOTHING)


def due_periods(steps: Iterable[Step], pauses: Collection[str]) -> list[Period]:
    """Half-open periods in which the programme is due, neighbours joined; `pauses` are the reasons it rests for."""
    steps = list(steps)
    if len(steps) == 1 and steps[0].verb == ENROL:
        return [_since(steps[0].on)]
    resting = ALWAYS_REST.union(pauses)
    found: list[Period] = []
    for each in stretches(steps):
        if not each.standing.is_enrolled or each.standing.resting & resting:
            continue
        if found and found[-1].until == each.period.from_:
            found[-1] = Period(found[-1].from_, each.period.until)
        else:
            found.append(each.period)
    return found


@lru_cache(maxsize=4096)
def _since(day: date) -> Period:
    # Most enrolments began and never changed, many on the same days.
    return Period(day)


def days_within(periods: Iterable[Period], within: Period) -> set[date]:
    """The single days of periods that lie within another."""
    found: set[date] = set()
    for period in periods:
        day = max(period.from_, within.from_)
        while day < min(period.until, within.until):
            found.add(day)
            day += timedelta(days=1)
    return found


def resting_since(steps: Sequence[Step], reason: str) -> date | None:
    """The day from which it has rested for a reason without a break until now; None where it does not."""
    since: date | None = None
    for each in stretches(steps):
        if reason not in each.standing.resting:
            since = None
        elif since is None:
            since = each.period.from_
    return since
