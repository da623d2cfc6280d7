"""A problem as columns for the compiled search, a first plan, and the way back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yinling.engines.routing.pairs import PairsPlan, PairsProblem, Visit
from yinling.engines.routing.pairs_routes import Ground, Ints, Routes, reckon

NEAR_MAX = 60
WAIT_WEIGHT, LATE_WEIGHT = 0.2, 1.0


@dataclass(frozen=True)
class Index:
    """Which stop and work each number stands for."""

    works: tuple[tuple[int, int], ...]


def index_of(problem: PairsProblem) -> Index:
    """Works in the order of stops."""
    return Index(tuple((i, k) for i, stop in enumerate(problem.stops) for k in range(len(stop.works))))


def ground_of(problem: PairsProblem, index: Index) -> Ground:
    """The columns."""
    stops = [problem.stops[i] for i, _ in index.works]
    works = [problem.stops[i].works[k] for i, k in index.works]
    partner = np.full(len(works), -1, np.int64)
    lag_min, lag_max = np.zeros(len(works)), np.zeros(len(works))
    for number, (i, k) in enumerate(index.works):
        if len(problem.stops[i].works) == 2:
            low, high = problem.stops[i].gap
            partner[number] = number + 1 - 2 * k
            lag_min[number], lag_max[number] = (low, high) if k == 0 else (-high, -low)
    place = [stop.place for stop in stops] + [vehicle.start for vehicle in problem.vehicles]
    able = np.array([[work.skill in vehicle.skills for work in works] for vehicle in problem.vehicles], np.bool_)
    weights = problem.weights
    bare = Ground(
        np.ascontiguousarray(problem.travel, np.float64),
        np.array(place, np.int64),
        np.array([vehicle.end for vehicle in problem.vehicles], np.int64),
        np.array([stop.opens for stop in stops], np.float64),
        np.array([stop.closes for stop in stops], np.float64),
        np.array([work.minutes for work in works], np.float64),
        partner,
        lag_min,
        lag_max,
        able.reshape(len(problem.vehicles), len(works)),
        np.zeros((0, 0), np.int64),
        np.array([weights.travel, weights.late, weights.worst], np.float64),
    )
    return bare._replace(near=near_works(bare))


def near_works(ground: Ground) -> Ints:
    """near[work, rank]: works that it might follow, best first; filled up with the work itself."""
    works = len(ground.opens)
    own = ground.place[:works]
    lengths = ground.travel[own][:, own]  # from the one before (row) to the one behind (column)
    first = ground.opens[:, None] + ground.minutes[:, None] + lengths
    last = ground.closes[:, None] + ground.minutes[:, None] + lengths
    wait = np.maximum(0.0, ground.opens[None, :] - last)
    late = np.maximum(0.0, first - ground.closes[None, :])
    score = lengths + WAIT_WEIGHT * wait + LATE_WEIGHT * late
    shared = (ground.able.astype(np.int64).T @ ground.able.astype(np.int64)) > 0
    score[~shared] = np.inf
    np.fill_diagonal(score, np.inf)
    paired = np.flatnonzero(ground.partner >= 0)
    score[paired, ground.partner[paired]] = np.inf
    order = np.argsort(score, axis=0, kind="stable")[: max(1, min(NEAR_MAX, works - 1))].T
    bad = np.isinf(np.take_along_axis(score.T, order, axis=1))
    return np.ascontiguousarray(np.where(bad, np.arange(works)[:, None], order))


def empty_routes(ground: Ground, seed: int) -> Routes:
    """Rings without works."""
    works, nodes = len(ground.opens), len(ground.place)
    return Routes(
        np.arange(nodes),
        np.arange(nodes),
        np.full(works, -1, np.int64),
        ground.opens.copy(),
        np.zeros(3),
        np.zeros(8 * works + 64, np.int64),
        np.zeros(8 * works + 64),
        np.zeros(works + 1, np.int64),
        np.zeros(works + 1),
        np.zeros(works + 1, np.bool_),
        np.zeros(2, np.int64),
        np.array([(seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 | 1], np.uint64),
    )


def first_rings(problem: PairsProblem, ground: Ground, index: Index) -> Ints:
    """after[node] of a plan that holds: stops by closing time, each work behind the vehicle that reaches it first."""
    works = len(ground.opens)
    after = np.arange(len(ground.place))
    tails = [works + vehicle for vehicle in range(len(problem.vehicles))]
    free = [0.0] * len(problem.vehicles)
    numbers = {pair: number for number, pair in enumerate(index.works)}
    for i in sorted(range(len(problem.stops)), key=lambda i: (problem.stops[i].closes, i)):
        stop = problem.stops[i]
        group = [numbers[i, k] for k in range(len(stop.works))]
        chosen = choose_vehicles(ground, group, tails, free)
        ready = [arrival(ground, tails[v], free[v], work) for v, work in zip(chosen, group, strict=True)]
        start = max(ready[0], ready[-1] - stop.gap[1])
        starts = [start, max(ready[-1], start + stop.gap[0])] if len(group) == 2 else [start]
        for vehicle, work, at in zip(chosen, group, starts, strict=True):
            after[tails[vehicle]], after[work] = work, works + vehicle
            tails[vehicle], free[vehicle] = work, at + float(ground.minutes[work])
    return after


def arrival(ground: Ground, tail: int, free: float, work: int) -> float:
    """When a vehicle that is free at a node can start a work."""
    return max(float(ground.opens[work]), free + float(ground.travel[ground.place[tail], ground.place[work]]))


def choose_vehicles(ground: Ground, group: list[int], tails: list[int], free: list[float]) -> list[int]:
    """Different vehicles, the later works' choice kept possible, that start earliest."""
    ranked = []
    for work in group:
        able = np.flatnonzero(ground.able[:, work])
        ranked.append(sorted((arrival(ground, tails[v], free[v], work), int(v)) for v in able))
    if len(group) == 1:
        return [ranked[0][0][1]]
    pairs = [(max(a, b), u, v) for a, u in ranked[0] for b, v in ranked[1] if u != v]
    return list(min(pairs)[1:])


def put_rings(ground: Ground, routes: Routes, after: NDArray[np.int64]) -> float:
    """Lay the rings into the routes; the cost."""
    works = len(ground.opens)
    routes.after[:] = after
    routes.before[after] = np.arange(len(after))
    for vehicle in range(len(after) - works):
        node = int(after[works + vehicle])
        while node < works:
            routes.vehicle[node] = vehicle
            node = int(after[node])
    return reckon(ground, routes)


def plan_of(ground: Ground, index: Index, routes: Routes, cost: float) -> PairsPlan:
    """The rings as a plan."""
    works = len(ground.opens)
    lists = []
    for head in range(works, len(ground.place)):
        visits, node = [], int(routes.after[head])
        while node < works:
            visits.append(Visit(*index.works[node], float(routes.starts[node])))
            node = int(routes.after[node])
        lists.append(tuple(visits))
    return PairsPlan(tuple(lists), cost)
