"""Whether a plan keeps every rule, and what it costs: plain loops, written apart from the search."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from yinling.engines.routing.pairs import PairsPlan, PairsProblem, Visit

CLOSE = 1e-6


@dataclass(frozen=True)
class Fault:
    """One rule broken, where: `rule` is skill, unknown, early, travel, count, together or gap."""

    rule: str
    stop: str
    vehicle: str = ""


@dataclass(frozen=True)
class Measure:
    """What the plan costs, and of what."""

    travel: float
    late: float
    worst: float
    cost: float


def check(problem: PairsProblem, plan: PairsPlan) -> list[Fault]:
    """Every broken rule; an empty list for a plan that holds."""
    if len(plan.routes) != len(problem.vehicles):
        return [Fault("count", "", "")]
    unknown = [
        Fault("unknown", str(visit.stop)) for route in plan.routes for visit in route if not exists(problem, visit)
    ]
    if unknown:
        return unknown
    faults = [fault for index in range(len(plan.routes)) for fault in check_route(problem, plan, index)]
    return faults + list(check_stops(problem, plan))


def exists(problem: PairsProblem, visit: Visit) -> bool:
    """Whether the problem has such a stop and work."""
    return 0 <= visit.stop < len(problem.stops) and 0 <= visit.work < len(problem.stops[visit.stop].works)


def check_route(problem: PairsProblem, plan: PairsPlan, index: int) -> Iterator[Fault]:
    """Skills, opening, and nobody in two places."""
    vehicle = problem.vehicles[index]
    place, free = vehicle.start, 0.0
    for visit in plan.routes[index]:
        stop = problem.stops[visit.stop]
        work = stop.works[visit.work]
        if work.skill not in vehicle.skills:
            yield Fault("skill", stop.key, vehicle.key)
        if visit.starts < stop.opens - CLOSE:
            yield Fault("early", stop.key, vehicle.key)
        if visit.starts < free + float(problem.travel[place, stop.place]) - CLOSE:
            yield Fault("travel", stop.key, vehicle.key)
        place, free = stop.place, visit.starts + work.minutes


def check_stops(problem: PairsProblem, plan: PairsPlan) -> Iterator[Fault]:
    """Each work once; pairs by two vehicles and within their gap."""
    done = [(visit.stop, visit.work) for route in plan.routes for visit in route]
    times = {(visit.stop, visit.work): visit.starts for route in plan.routes for visit in route}
    riders = {(visit.stop, visit.work): index for index, route in enumerate(plan.routes) for visit in route}
    counts = Counter(done)
    for index, stop in enumerate(problem.stops):
        keys = [(index, number) for number in range(len(stop.works))]
        if any(counts[key] != 1 for key in keys):
            yield Fault("count", stop.key)
        elif len(keys) == 2:
            if riders[keys[0]] == riders[keys[1]]:
                yield Fault("together", stop.key, problem.vehicles[riders[keys[0]]].key)
            apart = times[keys[1]] - times[keys[0]]
            if apart < stop.gap[0] - CLOSE or apart > stop.gap[1] + CLOSE:
                yield Fault("gap", stop.key)


def measure(problem: PairsProblem, plan: PairsPlan) -> Measure:
    """Travel, lateness and cost of a plan, from its times as they are."""
    travel, tardy = 0.0, [0.0]
    for vehicle, route in zip(problem.vehicles, plan.routes, strict=True):
        places = [problem.stops[visit.stop].place for visit in route]
        if places:
            line = [vehicle.start, *places, vehicle.end]
            travel += sum(float(problem.travel[a, b]) for a, b in zip(line, line[1:], strict=False))
        tardy += [max(0.0, visit.starts - problem.stops[visit.stop].closes) for visit in route]
    late, worst = sum(tardy), max(tardy)
    weights = problem.weights
    return Measure(travel, late, worst, weights.travel * travel + weights.late * late + weights.worst * worst)
