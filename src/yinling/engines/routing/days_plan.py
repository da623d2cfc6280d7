"""A plan of a day: routes with times, stops left out with reasons, and every measure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from yinling.engines.routing.days_problem import Problem, Shift, Stop, fairness_cost, fit_cost, time_cost


@dataclass(frozen=True)
class Call:
    """One stop in a route; `travel` is the leg that leads to it."""

    stop: str
    arrives: int
    starts: int
    ends: int
    travel: int


@dataclass(frozen=True)
class Rest:
    """A break taken."""

    starts: int
    ends: int


@dataclass(frozen=True)
class Route:
    """A shift's day. `travel` and `work` in seconds; waiting is neither."""

    shift: str
    worker: str
    leaves: int
    returns: int
    calls: tuple[Call, ...]
    rests: tuple[Rest, ...]
    travel: int
    work: int


@dataclass(frozen=True)
class Reason:
    """Why a stop is left out: a code, a detail (a trait, a stop) and how many shifts it concerns."""

    code: str
    detail: str = ""
    shifts: int = 0


@dataclass(frozen=True)
class Unserved:
    """A stop left out, with its reasons."""

    stop: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Measures:
    """Each soft thing for itself, and the weighted cost of all; seconds unless named otherwise."""

    cost: float
    stops: int
    served: int
    unserved_by_rank: Mapping[int, int]
    travel: int
    late_stops: int
    late: int
    overtime: int
    strangers: int
    unwished: int
    fairness_spread: float
    fairness_range: int
    shifts_used: int
    disturbed_stops: int
    disturbed_parties: int


@dataclass(frozen=True)
class Plan:
    """Routes of shifts that do something, stops left out, measures."""

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    measures: Measures

    def times(self) -> dict[str, tuple[str, int]]:
        """Worker and start by stop: what people will know, the base of a later plan."""
        return {call.stop: (route.worker, call.starts) for route in self.routes for call in route.calls}


def measure(problem: Problem, routes: tuple[Route, ...]) -> Measures:
    """Counts every soft thing of some routes."""
    held = {call.stop: (route.worker, call.starts) for route in routes for call in route.calls}
    served = [(problem.stop_of[name], *held[name]) for name in held]
    left = [stop for stop in problem.stops if stop.id not in held]
    late = [starts - stop.due for stop, _, starts in served if stop.due is not None and starts > stop.due]
    disturbed = [stop for stop, worker, starts in served if is_disturbed(problem, stop, worker, starts)]
    work = list(_work_by_worker(problem, routes).values())
    mean = sum(work) / len(work) if work else 0.0
    return Measures(
        cost=round(plan_cost(problem, routes) + sum(stop.weight for stop in left), 3),
        stops=len(problem.stops),
        served=len(served),
        unserved_by_rank=_by_rank(left),
        travel=sum(route.travel for route in routes),
        late_stops=len(late),
        late=sum(late),
        overtime=sum(overtime(problem.shift_of[route.shift], route.returns) for route in routes),
        strangers=sum(bool(stop.known) and worker not in stop.known for stop, worker, _ in served),
        unwished=sum(bool(stop.prefers) and worker not in stop.prefers for stop, worker, _ in served),
        fairness_spread=round(math.sqrt(sum((w - mean) ** 2 for w in work) / len(work)), 1) if work else 0.0,
        fairness_range=max(work) - min(work) if work else 0,
        shifts_used=len(routes),
        disturbed_stops=len(disturbed),
        disturbed_parties=len({stop.party for stop in disturbed}),
    )


def _by_rank(left: list[Stop]) -> dict[int, int]:
    return {rank: sum(stop.rank == rank for stop in left) for rank in sorted({stop.rank for stop in left})}


def _work_by_worker(problem: Problem, routes: tuple[Route, ...]) -> dict[str, int]:
    work = {shift.worker: 0 for shift in problem.shifts}
    for route in routes:
        work[route.worker] += route.work
    return work


def overtime(shift: Shift, returns: int) -> int:
    """Seconds worked after the end of the shift."""
    return max(0, returns - shift.ends)


def is_disturbed(problem: Problem, stop: Stop, worker: str, starts: int) -> bool:
    """Whether somebody who knew a plan gets another worker, or another time by more than the tolerance."""
    known = problem.base.held.get(stop.id)
    return known is not None and (known[0] != worker or abs(starts - known[1]) > problem.base.tolerance)


def plan_cost(problem: Problem, routes: tuple[Route, ...]) -> float:
    """The weighted cost of routes, without stops left out."""
    cost = 0.0
    for route in routes:
        shift = problem.shift_of[route.shift]
        cost += problem.weights.travel * route.travel + fairness_cost(problem, shift, route.work)
        cost += problem.weights.overtime * overtime(shift, route.returns)
        for call in route.calls:
            stop = problem.stop_of[call.stop]
            cost += fit_cost(problem, stop, route.worker) + time_cost(problem, stop, call.starts)
    return cost


def write_route(problem: Problem, shift: Shift, names: list[str], starts: list[int], rests: list[Rest]) -> Route:
    """Fills in legs, arrivals and sums; starts and breaks are given."""
    place, free, travel = shift.start_place, shift.starts, 0
    calls: list[Call] = []
    left_at = shift.starts
    for name, begins in zip(names, starts, strict=True):
        stop = problem.stop_of[name]
        leg = problem.travel.seconds(shift.mode, place, stop.place)
        if not calls:
            left_at = begins - leg
        ready = max([free] + [rest.ends for rest in rests if free <= rest.starts and rest.ends + leg <= begins])
        arrives = ready + leg if calls else begins
        calls.append(Call(name, arrives, begins, begins + stop.seconds, leg))
        place, free, travel = stop.place, begins + stop.seconds, travel + leg
    home = problem.travel.seconds(shift.mode, place, shift.end_place)
    ready = max([free] + [rest.ends for rest in rests if free <= rest.starts])
    work = travel + home + sum(problem.stop_of[name].seconds for name in names)
    return Route(shift.id, shift.worker, left_at, ready + home, tuple(calls), tuple(rests), travel + home, work)
