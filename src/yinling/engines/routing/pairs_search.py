"""The search for a plan with coupled stops: threads anneal by themselves and hand on the best between rounds."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from yinling.engines.routing.pairs import PairsPlan, PairsProblem, Stop, Vehicle, Work, require_vehicles
from yinling.engines.routing.pairs_columns import (
    empty_routes,
    first_rings,
    ground_of,
    index_of,
    plan_of,
    put_rings,
)
from yinling.engines.routing.pairs_moves import anneal
from yinling.engines.routing.pairs_routes import Ground, Ints, Routes

TRIES_AT_ONCE = 10_000
HOT, COLD = 1.4, 0.0103  # temperatures, times what a mean leg costs
WARMTHS = (1.0, 0.65)  # of the threads in turn: some days want a hotter beginning, some a cooler
# Up to how many works: falls from hot, their share of the effort, the temperature of the falls after them, how many.
SCHEDULES = ((50, 6, 0.8, 0.1, 1), (170, 2, 0.7, 0.14, 3), (sys.maxsize, 1, 0.78, 0.06, 1))


@dataclass(frozen=True)
class Progress:
    """How far the search is: share of the effort spent, tries of all threads, the best cost so far."""

    share: float
    tries: int
    cost: float


@dataclass(frozen=True)
class Effort:
    """How long to search and how.

    `spent(tries)` says which share of the effort a thread has used, from 0 to 1; at 1 it stops. A share of tries alone
    makes the same seed give the same plan; a share of time does not: threads get further on one day than on another.
    """

    spent: Callable[[int], float]
    seed: int = 1
    threads: int = 2
    tell: Callable[[Progress], None] | None = None


@dataclass
class Walker:
    """One thread's routes and the best rings it has seen."""

    routes: Routes
    best: Ints
    cost: float
    warmth: float = 1.0
    tries: int = 0


@dataclass(frozen=True)
class Cooling:
    """One fall of the temperature between two shares of the effort."""

    begins: float
    ends: float
    hot: float
    cold: float


def of_tries(tries_max: int) -> Callable[[int], float]:
    """The share spent of a number of tries a thread."""
    return lambda tries: tries / tries_max


def solve(problem: PairsProblem, effort: Effort) -> PairsPlan:
    """The best plan found. Raises NoVehicle if a stop can never be done."""
    require_vehicles(problem)
    index = index_of(problem)
    ground = ground_of(problem, index)
    rings = first_rings(problem, ground, index)
    walkers = [walker(ground, rings, effort.seed * 1_000, number) for number in range(effort.threads)]
    if problem.stops:
        with ThreadPoolExecutor(effort.threads) as pool:
            for cooling in coolings(len(index.works)):
                list(pool.map(lambda one, cooling=cooling: cool(ground, one, cooling, effort), walkers))
                hand_on(ground, walkers)
    best = min(walkers, key=lambda one: one.cost)
    cost = put_rings(ground, best.routes, best.best)
    return plan_of(ground, index, best.routes, cost)


def walker(ground: Ground, rings: Ints, seed: int, number: int) -> Walker:
    """A thread's own state on the first plan."""
    routes = empty_routes(ground, seed + number)
    cost = put_rings(ground, routes, rings)
    return Walker(routes, rings.copy(), cost, WARMTHS[number % len(WARMTHS)])


def coolings(works: int) -> Sequence[Cooling]:
    """Falls from hot, fewer the larger the day; then falls from warm, each with what all threads found best."""
    _, falls, share, warm, again = next(row for row in SCHEDULES if works <= row[0])
    hot = [Cooling(share * n / falls, share * (n + 1) / falls, HOT, COLD) for n in range(falls)]
    rest = (1.0 - share) / again
    return [*hot, *(Cooling(share + n * rest, share + (n + 1) * rest, warm, COLD) for n in range(again))]


def cool(ground: Ground, walker: Walker, cooling: Cooling, effort: Effort) -> None:
    """One thread's part of a fall."""
    unit = mean_leg_cost(ground)
    while (share := effort.spent(walker.tries)) < cooling.ends:
        done = max(0.0, (share - cooling.begins) / (cooling.ends - cooling.begins))
        hot = max(cooling.cold, cooling.hot * walker.warmth)
        heat = unit * hot * (cooling.cold / hot) ** done
        walker.cost = anneal(ground, walker.routes, walker.best, TRIES_AT_ONCE, heat, walker.cost)
        walker.tries += TRIES_AT_ONCE
        if effort.tell is not None:
            effort.tell(Progress(share, walker.tries, walker.cost))


def mean_leg_cost(ground: Ground) -> float:
    """The cost of a mean leg, or of as many minutes late: what temperatures are measured in."""
    return float(ground.weights.max() * ground.travel.sum() / max(1, ground.travel.size - len(ground.travel))) or 1.0


def hand_on(ground: Ground, walkers: Sequence[Walker]) -> None:
    """Every thread goes on from the best plan of all."""
    best = min(walkers, key=lambda one: one.cost)
    for one in walkers:
        one.best[:] = best.best
        one.cost = best.cost
        put_rings(ground, one.routes, one.best)


def warm_up() -> None:
    """Compile, or load what was compiled before: a smallest search."""
    works = (Work("a", 1.0), Work("b", 1.0))
    vehicles = (Vehicle("1", frozenset("a"), 0, 0), Vehicle("2", frozenset("b"), 0, 0))
    problem = PairsProblem((Stop("", 1, 0.0, 1.0, works),), vehicles, np.ones((2, 2)))
    solve(problem, Effort(of_tries(1), threads=1))
