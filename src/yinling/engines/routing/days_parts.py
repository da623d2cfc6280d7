"""A day in parts: routes that lie together, with the stops left out near them, are searched for themselves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from yinling.engines.routing.days_arrays import Array, Day, Routes, day_arrays, empty_routes, width_of
from yinling.engines.routing.days_groups import put_first
from yinling.engines.routing.days_problem import Problem, Shift, Stop
from yinling.engines.routing.days_ruin import empty_desk, search
from yinling.engines.routing.days_timing import lay_anew, schedule_all


@dataclass
class Draft:
    """The whole plan while it is searched: stops by shift, their starts, breaks, costs."""

    rows: list[list[int]]
    starts: list[list[int]]
    rests: list[list[int]]
    cost: Array
    left: set[int] = field(default_factory=set)

    def copy(self) -> "Draft":
        """Another one, to come back to."""
        return Draft(list(self.rows), list(self.starts), list(self.rests), self.cost.copy(), set(self.left))

    def total(self, weights: Array) -> float:
        """Its cost with stops left out."""
        return float(self.cost.sum() + weights[list(self.left)].sum())


@dataclass(frozen=True)
class Part:
    """Some shifts and some stops, by their places in the problem."""

    shifts: list[int]
    stops: list[int]


def empty_draft(problem: Problem) -> Draft:
    """Nobody does anything yet."""
    none: list[list[int]] = [[] for _ in problem.shifts]
    return Draft(none, list(none), list(none), np.zeros(len(problem.shifts)), set(range(len(problem.stops))))


def split(problem: Problem, draft: Draft, size: int, random: np.random.Generator) -> list[Part]:
    """Halves the day again and again along random directions until no part has more stops than asked."""
    metres = problem.travel.metres
    workers: dict[str, list[int]] = {}
    for row, shift in enumerate(problem.shifts):
        workers.setdefault(shift.worker, []).append(row)
    items = [(list(rows), [stop for row in rows for stop in draft.rows[row]]) for rows in workers.values()]
    centres = [_centre(problem, metres, rows, stops) for rows, stops in items]
    for members in _left_together(problem, draft):
        items.append(([], members))
        centres.append(metres[problem.stops[members[0]].place])
    sizes = np.array([len(stops) for _, stops in items])
    points = np.array(centres).reshape(-1, 2)
    parts = []
    for chosen in _halve(points, sizes, np.arange(len(items)), size, random):
        shifts = [row for place in chosen for row in items[place][0]]
        stops = [stop for place in chosen for stop in items[place][1]]
        if stops and shifts:
            parts.append(Part(shifts, stops))
    return parts


def _centre(problem: Problem, metres: Array, rows: list[int], stops: list[int]) -> Array:
    if not stops:
        return np.asarray(metres[problem.shifts[rows[0]].start_place])
    return np.asarray(metres[[problem.stops[stop].place for stop in stops]].mean(axis=0))


def _left_together(problem: Problem, draft: Draft) -> list[list[int]]:
    """Stops left out; linked ones stay together."""
    place = {stop.id: row for row, stop in enumerate(problem.stops)} if problem.links else {}
    seen: set[int] = set()
    found = []
    for stop in sorted(draft.left):
        if stop in seen:
            continue
        members = [stop]
        for member in members:
            for link in problem.links_of.get(problem.stops[member].id, ()):
                other = place[link.second if place[link.first] == member else link.first]
                if other in draft.left and other not in members:
                    members.append(other)
        seen.update(members)
        found.append(members)
    return found


def _halve(points: Array, sizes: Array, chosen: Array, size: int, random: np.random.Generator) -> list[Array]:
    total = int(sizes[chosen].sum())
    if total <= size or len(chosen) < 4:
        return [chosen]
    angle = random.uniform(0, math.pi)
    turned = points[chosen] @ np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    axis = int(np.ptp(turned, axis=0).argmax())
    order = np.argsort(turned[:, axis], kind="stable")
    pieces = -(-total // size)
    share = (pieces // 2) / pieces if pieces > 2 else random.uniform(0.4, 0.6)
    cut = int(np.searchsorted(np.cumsum(sizes[chosen][order]), share * total))
    cut = min(max(cut, 1), len(chosen) - 1)
    halves = chosen[order[:cut]], chosen[order[cut:]]
    return [leaf for half in halves for leaf in _halve(points, sizes, half, size, random)]


def load(problem: Problem, draft: Draft, part: Part) -> tuple[Day, Routes]:
    """The arrays of a part, with its routes as they are; what is linked to stops outside, or fixed, is locked."""
    stops: list[Stop] = [problem.stops[stop] for stop in part.stops]
    shifts: list[Shift] = [problem.shifts[row] for row in part.shifts]
    day = day_arrays(problem, stops, shifts)
    routes = empty_routes(day, width_of(day))
    here = {stop: place for place, stop in enumerate(part.stops)}
    names = {stop.id for stop in stops}
    for place, stop in enumerate(stops):
        outside = (link for link in problem.links_of.get(stop.id, ()) if not {link.first, link.second} <= names)
        routes.locked[place] = stop.fixed is not None or any(True for _ in outside)
    for row, number in enumerate(part.shifts):
        for column, (stop_number, starts) in enumerate(zip(draft.rows[number], draft.starts[number], strict=True)):
            place = here[stop_number]
            routes.stops[row, column + 1] = place
            routes.where[place] = row
            if routes.locked[place] or day.group[place] >= 0:
                routes.pin[place] = starts
        routes.counts[row] = len(draft.rows[number])
        lay_anew(day, routes, row)
    absent = [here[stop] for stop in part.stops if routes.where[here[stop]] < 0]
    routes.absent[: len(absent)] = absent
    routes.absents[0] = len(absent)
    return day, routes


def store(draft: Draft, part: Part, day: Day, routes: Routes) -> None:
    """Writes a part back."""
    schedule_all(day, routes)
    numbers = np.array(part.stops, dtype=np.int64)
    draft.left.difference_update(part.stops)
    for row, number in enumerate(part.shifts):
        count = int(routes.counts[row])
        draft.rows[number] = numbers[routes.stops[row, 1 : count + 1]].tolist()
        draft.starts[number] = routes.at[row, 1 : count + 1].tolist()
        draft.rests[number] = routes.rest[row].tolist()
        draft.cost[number] = routes.cost[row]
    draft.left.update(numbers[routes.absent[: int(routes.absents[0])]].tolist())


def build(problem: Problem, draft: Draft, part: Part, seed: int) -> None:
    """A first plan of a part by insertion alone, on top of what it has."""
    day, routes = load(problem, draft, part)
    trial, best = (empty_routes(day, width_of(day)) for _ in range(2))
    cost = search(day, routes, trial, best, empty_desk(day), np.inf, seeded(seed), 0, 1.0, 1.0, len(part.stops))
    store(draft, part, day, best if cost < np.inf else routes)


def seeded(seed: int) -> Array:
    """The state of the search's own random numbers; never zero."""
    return np.random.SeedSequence(seed).generate_state(1, dtype=np.uint64) | np.uint64(1)


def place_first(problem: Problem, draft: Draft, wanted: Sequence[tuple[int, int, int]]) -> None:
    """Puts stops, as (stop, shift, start), where they are wanted, as far as they can be kept; the rest stays out."""
    by_shift: dict[int, list[tuple[int, int]]] = {}
    for stop, row, starts in sorted(wanted, key=lambda each: each[2]):
        by_shift.setdefault(row, []).append((stop, starts))
    for row, calls in by_shift.items():
        part = Part([row], [stop for stop, _ in calls])
        day = day_arrays(problem, [problem.stops[stop] for stop, _ in calls], [problem.shifts[row]])
        routes = empty_routes(day, width_of(day))
        lay_anew(day, routes, 0)
        kept = [stop for stop, (_, starts) in enumerate(calls) if _keep(day, routes, stop, starts)]
        if kept:
            outside = [stop for stop in range(len(calls)) if stop not in kept]
            routes.absent[: len(outside)] = outside
            routes.absents[0] = len(outside)
            store(draft, part, day, routes)


def _keep(day: Day, routes: Routes, stop: int, starts: int) -> bool:
    if day.fit[stop, 0] < 0:
        return False
    before = routes.stops[0].copy(), int(routes.counts[0])
    if put_first(day, routes, stop, 0, starts) and routes.worked[0] <= day.work_max[0]:
        return True
    if before[1] != int(routes.counts[0]):
        routes.stops[0] = before[0]
        routes.counts[0] = before[1]
        routes.where[stop] = routes.pin[stop] = -1
        lay_anew(day, routes, 0)
    return False


def part_cost(day: Day, routes: Routes) -> float:
    """The cost of a part as it is."""
    absent = routes.absent[: int(routes.absents[0])]
    return float(routes.cost.sum() + day.weight[absent].sum())
