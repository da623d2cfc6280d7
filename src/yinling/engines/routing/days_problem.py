"""A day to be planned: stops in windows, shifts, links between stops, weights; in seconds since midnight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from yinling.engines.routing.days_travel import Travel

BREAKS_MAX = 2
FOREVER = 7 * 24 * 3600


@dataclass(frozen=True)
class Fixed:
    """A stop that may not move: its shift and its start."""

    shift: str
    starts: int


@dataclass(frozen=True)
class Stop:
    """Something to be done at a place, by one worker.

    It starts between `opens` and `closes` (hard), wished not after `due`. `weight` is the cost of leaving it out,
    `needs` are traits that the worker must have; `party` is who waits for it, `rank` the priority under which it is
    counted if left out.
    """

    id: str
    party: str
    place: int
    seconds: int
    opens: int
    closes: int
    weight: float
    rank: int = 1
    due: int | None = None
    needs: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    prefers: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    fixed: Fixed | None = None


@dataclass(frozen=True)
class Link:
    """`second` starts `gap_min` to `gap_max` seconds after the start of `first`; 0 and 0 is together.

    Both are served or none, unless `is_loose`: then either may be served alone.
    """

    first: str
    second: str
    gap_min: int
    gap_max: int
    is_loose: bool = False


@dataclass(frozen=True)
class Break:
    """A rest of `seconds` that starts between `opens` and `closes`, unless work ends before `closes`."""

    opens: int
    closes: int
    seconds: int


@dataclass(frozen=True)
class Shift:
    """One stretch of work of a worker, from a place to a place; `work_max` bounds all serving and travelling."""

    id: str
    worker: str
    starts: int
    ends: int
    start_place: int
    end_place: int
    mode: str
    has: frozenset[str] = frozenset()
    overtime_max: int = 0
    work_max: int = FOREVER
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class Weights:
    """What each soft thing costs, in seconds of travel."""

    travel: float = 1.0
    late: float = 1.0
    overtime: float = 2.0
    stranger: float = 600.0
    unwished: float = 900.0
    fairness: float = 0.1
    other_worker: float = 0.0
    other_time: float = 0.0


@dataclass(frozen=True)
class Base:
    """The plan that people already know: (worker, start) by stop, and by how much a start may move unnoticed."""

    held: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    tolerance: int = 15 * 60


@dataclass(frozen=True)
class Problem:
    """Everything that a plan of one day depends on."""

    stops: Sequence[Stop]
    shifts: Sequence[Shift]
    travel: Travel
    links: Sequence[Link] = ()
    weights: Weights = Weights()
    base: Base = Base()

    @cached_property
    def stop_of(self) -> dict[str, Stop]:
        """Stops by id."""
        return {stop.id: stop for stop in self.stops}

    @cached_property
    def shift_of(self) -> dict[str, Shift]:
        """Shifts by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """Links by either end."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.first, []).append(link)
            found.setdefault(link.second, []).append(link)
        return found

    @cached_property
    def next_shift_starts(self) -> dict[str, int]:
        """When the worker's following shift starts, by shift: overtime may not run into it."""
        found: dict[str, int] = {}
        following: dict[str, int] = {}
        for shift in sorted(self.shifts, key=lambda each: -each.starts):
            found[shift.id] = following.get(shift.worker, FOREVER)
            following[shift.worker] = shift.starts
        return found

    def latest_end(self, shift: Shift) -> int:
        """When the worker must be back, with all the overtime allowed."""
        return min(shift.ends + shift.overtime_max, self.next_shift_starts[shift.id])

    def opens(self, stop: Stop) -> int:
        """The earliest start; who already knows a time is not called upon before it by more than the tolerance."""
        known = self.base.held.get(stop.id)
        if known is None or stop.fixed or not self.weights.other_time:
            return stop.opens
        return min(max(stop.opens, known[1] - self.base.tolerance), stop.closes)

    def breaks(self, shift: Shift) -> list[Break]:
        """The breaks that fall into the shift, in order."""
        found = [each for each in shift.breaks if shift.starts <= each.closes and each.opens < self.latest_end(shift)]
        return sorted(found, key=lambda each: each.closes)


def refused(problem: Problem, stop: Stop, shift: Shift) -> list[str]:
    """Codes of the hard rules, apart from time, that keep this shift from this stop."""
    codes = [f"lacks:{trait}" for trait in sorted(stop.needs - shift.has)]
    if shift.worker in stop.barred:
        codes.append("barred")
    if stop.fixed and stop.fixed.shift != shift.id:
        codes.append("fixed_elsewhere")
    return codes


def fit_cost(problem: Problem, stop: Stop, worker: str) -> float:
    """What it costs that this worker comes, wherever in the day."""
    weights = problem.weights
    cost = weights.unwished if stop.prefers and worker not in stop.prefers else 0.0
    cost += weights.stranger if stop.known and worker not in stop.known else 0.0
    held = problem.base.held.get(stop.id)
    return cost + (weights.other_worker if held and held[0] != worker else 0.0)


def time_cost(problem: Problem, stop: Stop, starts: int) -> float:
    """What it costs that the stop starts then: lateness, and another time than the one already known."""
    late = max(0, starts - stop.due) if stop.due is not None else 0
    held = problem.base.held.get(stop.id)
    moved = held is not None and starts > held[1] + problem.base.tolerance
    return problem.weights.late * late + (problem.weights.other_time if moved else 0.0)


def fairness_cost(problem: Problem, shift: Shift, work: float) -> float:
    """Grows with the square of the work in a shift: many short days are fairer than few long ones."""
    return problem.weights.fairness * work * work / max(1, shift.ends - shift.starts)
