"""Who could take one stop into a plan, the best first, with what it costs and moves; in moments for a district."""

from collections import Counter
from dataclasses import dataclass, replace

from yinling.engines.routing.days_plan import Plan, Route, overtime, plan_cost
from yinling.engines.routing.days_problem import Problem, Shift, Stop, refused
from yinling.engines.routing.days_walk import walk

WALKS_MAX = 250  # places looked at exactly; the detours of all others are larger


@dataclass(frozen=True)
class Candidate:
    """One place in one route: what it adds in seconds and in cost, and which other stops then start otherwise."""

    shift: str
    worker: str
    starts: int
    after: str
    cost: float
    travel: int
    late: int
    overtime: int
    moved: tuple[str, ...]
    is_known: bool
    is_wished: bool
    route: Route


@dataclass(frozen=True)
class Candidates:
    """The ranked candidates, and by which rule how many shifts are out of the question."""

    ranked: tuple[Candidate, ...]
    excluded: dict[str, int]


@dataclass(frozen=True)
class _Place:
    detour: float
    shift: Shift
    column: int


def candidates(problem: Problem, plan: Plan, stop: str, limit: int = 10) -> Candidates:
    """Ranked places for one stop, at most one a shift; a stop that is already served is thought away first."""
    routes = {route.shift: route for route in plan.routes}
    asked, starts = problem.stop_of[stop], {name: start for name, (_, start) in plan.times().items()}
    window = window_left(problem, asked, starts)
    excluded: Counter[str] = Counter()
    places: list[_Place] = []
    for shift in problem.shifts:
        codes = refused(problem, asked, shift)
        excluded.update(codes)
        if codes:
            continue
        if window[0] > problem.latest_end(shift) - asked.seconds or window[1] < shift.starts:
            excluded["outside_shift"] += 1
            continue
        places += _places(problem, shift, _others(problem, routes.get(shift.id), stop), asked, window)
    found = _walked(problem, plan, asked, sorted(places, key=lambda each: each.detour), window, limit)
    able = sum(1 for shift in problem.shifts if not refused(problem, asked, shift)) - excluded["outside_shift"]
    if able > len(found) and len(found) < limit:
        excluded["no_time_left"] = able - len(found)
    return Candidates(tuple(sorted(found, key=lambda each: each.cost)[:limit]), dict(excluded))


def window_left(problem: Problem, stop: Stop, starts: dict[str, int]) -> tuple[int, int]:
    """The starts that served partners leave to a stop."""
    low, high = problem.opens(stop), stop.closes
    if stop.fixed:
        return stop.fixed.starts, stop.fixed.starts
    for link in problem.links_of.get(stop.id, ()):
        other = link.second if link.first == stop.id else link.first
        if other in starts and link.first == other:
            low, high = max(low, starts[other] + link.gap_min), min(high, starts[other] + link.gap_max)
        elif other in starts:
            low, high = max(low, starts[other] - link.gap_max), min(high, starts[other] - link.gap_min)
    return low, high


def _others(problem: Problem, route: Route | None, stop: str) -> list[Stop]:
    return [problem.stop_of[call.stop] for call in route.calls if call.stop != stop] if route else []


def _places(problem: Problem, shift: Shift, others: list[Stop], asked: Stop, window: tuple[int, int]) -> list[_Place]:
    """Columns of a route where the windows of the neighbours leave a chance, with the detour of each."""
    seconds, mode = problem.travel.seconds, shift.mode
    found, before, free = [], shift.start_place, shift.starts
    for column in range(len(others) + 1):
        after = others[column].place if column < len(others) else shift.end_place
        closes = others[column].closes if column < len(others) else problem.latest_end(shift)
        into, out = seconds(mode, before, asked.place), seconds(mode, asked.place, after)
        if free + into <= window[1] and window[0] + asked.seconds + out <= closes:
            direct = seconds(mode, before, after) if others else 0
            found.append(_Place(into + out - direct, shift, column))
        if column < len(others):
            before, free = after, max(free, others[column].opens) + others[column].seconds
    return found


def _walked(
    problem: Problem, plan: Plan, asked: Stop, places: list[_Place], window: tuple[int, int], limit: int
) -> list[Candidate]:
    """The cheapest places walked through exactly, until enough shifts can take the stop."""
    routes, worked = {route.shift: route for route in plan.routes}, Counter[str]()
    for route in plan.routes:
        worked[route.worker] += route.work
    found: dict[str, Candidate] = {}
    for place in places[:WALKS_MAX]:
        known = found.get(place.shift.id)
        if known is None and len(found) >= 3 * limit:
            break
        candidate = _try(problem, routes.get(place.shift.id), asked, place, window)
        if candidate is None:
            continue
        old = routes.get(place.shift.id)
        more = candidate.route.work - (old.work if old else 0)
        if worked[place.shift.worker] + more <= place.shift.work_max and (not known or candidate.cost < known.cost):
            found[place.shift.id] = candidate
    return list(found.values())


def _try(problem: Problem, old: Route | None, asked: Stop, place: _Place, window: tuple[int, int]) -> Candidate | None:
    """One place: the new route, or None if it cannot be kept."""
    others = _others(problem, old, asked.id)
    pinned = {call.stop: call.starts for call in (old.calls if old else ()) if _stays(problem, call.stop)}
    pinned.pop(asked.id, None)
    if window[0] > window[1]:
        return None
    narrowed = replace(asked, opens=window[0], closes=window[1])
    route = walk(problem, place.shift, [*others[: place.column], narrowed, *others[place.column :]], pinned)
    if route is None:
        return None
    before = {call.stop: call.starts for call in old.calls} if old else {}
    call = route.calls[place.column]
    return Candidate(
        shift=place.shift.id,
        worker=place.shift.worker,
        starts=call.starts,
        after=others[place.column - 1].id if place.column else "",
        cost=round(plan_cost(problem, (route,)) - (plan_cost(problem, (old,)) if old else 0.0), 3),
        travel=route.travel - (old.travel if old else 0),
        late=max(0, call.starts - asked.due) if asked.due is not None else 0,
        overtime=overtime(place.shift, route.returns),
        moved=tuple(each.stop for each in route.calls if before.get(each.stop, each.starts) != each.starts),
        is_known=place.shift.worker in asked.known,
        is_wished=place.shift.worker in asked.prefers,
        route=route,
    )


def _stays(problem: Problem, stop: str) -> bool:
    return problem.stop_of[stop].fixed is not None or stop in problem.links_of
