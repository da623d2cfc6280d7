"""Plans with coupled stops: as good as brute force on tiny days, never against a rule on any."""

from itertools import permutations, product, zip_longest
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.engines.routing.pairs import NoVehicle, PairsPlan, PairsProblem, Stop, Vehicle, Visit, Weights, Work
from yinling.engines.routing.pairs_check import check, measure
from yinling.engines.routing.pairs_search import Effort, Progress, of_tries, solve

SKILLS = ("a", "b")
TRIES = 10_000


def problem_of(seed: int, stops: int, vehicles: int = 3) -> PairsProblem:
    """An invented day; every vehicle has one of two skills or both, at least one each."""
    random = np.random.default_rng(seed)
    places = random.integers(0, 40, (stops + 2, 2))
    travel = np.abs(places[:, None] - places[None]).sum(axis=2) + random.integers(0, 3, (stops + 2, stops + 2))
    np.fill_diagonal(travel, 0)
    fleet = [Vehicle("v0", frozenset("a"), 0, 1), Vehicle("v1", frozenset("b"), 0, 0)]
    fleet += [Vehicle(f"v{i}", frozenset("ab"), 1, 0) for i in range(2, vehicles)]
    return PairsProblem(tuple(stop_of(i, random) for i in range(stops)), tuple(fleet), travel.astype(float))


def stop_of(number: int, random: np.random.Generator) -> Stop:
    """One work, two at once, or two with a gap."""
    opens = float(random.integers(0, 80))
    works = tuple(Work(skill, float(random.integers(1, 12))) for skill in random.permutation(SKILLS))
    kind = random.integers(0, 3)
    gap = (0.0, 0.0) if kind < 2 else (float(random.integers(0, 20)), float(random.integers(20, 40)))
    return Stop(f"s{number}", number + 2, opens, opens + random.integers(0, 30), works if kind else works[:1], gap)


def least_cost(problem: PairsProblem) -> float:
    """Every assignment in every order, each with its least starts."""
    numbers = [(i, k) for i, stop in enumerate(problem.stops) for k in range(len(stop.works))]
    able = [
        [v for v, vehicle in enumerate(problem.vehicles) if problem.stops[i].works[k].skill in vehicle.skills]
        for i, k in numbers
    ]
    best = inf
    for chosen in product(*able):
        groups = [[one for one, v in zip(numbers, chosen, strict=True) if v == vehicle] for vehicle in range(len(able))]
        groups = groups[: len(problem.vehicles)] + [[]] * (len(problem.vehicles) - len(groups))
        for routes in product(*(permutations(group) for group in groups)):
            plan = timed(problem, routes)
            if plan is not None and not check(problem, plan):
                best = min(best, measure(problem, plan).cost)
    return best


def timed(problem: PairsProblem, routes: tuple[tuple[tuple[int, int], ...], ...]) -> PairsPlan | None:
    """The routes with least starts, by raising starts until nothing changes; None where they wait in a circle."""
    starts = {one: problem.stops[one[0]].opens for route in routes for one in route}
    for _ in range(100):
        before = dict(starts)
        for vehicle, route in zip(problem.vehicles, routes, strict=True):
            place, free = vehicle.start, 0.0
            for i, k in route:
                stop = problem.stops[i]
                starts[i, k] = max(starts[i, k], free + problem.travel[place, stop.place])
                place, free = stop.place, starts[i, k] + stop.works[k].minutes
        for i, stop in enumerate(problem.stops):
            if len(stop.works) == 2:
                starts[i, 0] = max(starts[i, 0], starts[i, 1] - stop.gap[1])
                starts[i, 1] = max(starts[i, 1], starts[i, 0] + stop.gap[0])
        if starts == before:
            return PairsPlan(tuple(tuple(Visit(i, k, starts[i, k]) for i, k in route) for route in routes), 0.0)
    return None


def searched(problem: PairsProblem, tries: int = TRIES, seed: int = 1) -> PairsPlan:
    return solve(problem, Effort(of_tries(tries), seed))


@pytest.mark.parametrize("seed", range(4))
def test_solve_tiny_days_as_well_as_brute_force(seed: int) -> None:
    problem = problem_of(seed, 3)
    assert searched(problem, 5 * TRIES).cost == pytest.approx(least_cost(problem))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), stops=st.integers(0, 25), vehicles=st.integers(3, 6))
def test_solve_any_day_within_the_rules(seed: int, stops: int, vehicles: int) -> None:
    problem = problem_of(seed, stops, vehicles)
    plan = searched(problem, seed=seed)
    assert check(problem, plan) == []
    assert measure(problem, plan).cost == pytest.approx(plan.cost)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), stops=st.integers(1, 20))
def test_solve_any_day_with_nobody_in_two_places(seed: int, stops: int) -> None:
    """Told again without the checker: skills, travel between visits, partners apart and within their gap."""
    problem = problem_of(seed, stops)
    at = {}
    for vehicle, route in zip(problem.vehicles, searched(problem).routes, strict=True):
        for visit, later in zip_longest(route, route[1:]):
            stop = problem.stops[visit.stop]
            assert stop.works[visit.work].skill in vehicle.skills
            at[visit.stop, visit.work] = (visit.starts, vehicle.key)
            if later is not None:
                leaves = visit.starts + stop.works[visit.work].minutes
                assert later.starts >= leaves + problem.travel[stop.place, problem.stops[later.stop].place] - 1e-6
    for i, stop in enumerate(problem.stops):
        if len(stop.works) == 2:
            assert at[i, 0][1] != at[i, 1][1]
            assert stop.gap[0] - 1e-6 <= at[i, 1][0] - at[i, 0][0] <= stop.gap[1] + 1e-6


def test_repeat_a_plan_by_seed_and_tries() -> None:
    problem = problem_of(5, 30, 5)
    assert searched(problem, seed=3) == searched(problem, seed=3)
    assert searched(problem, seed=3) != searched(problem, seed=4)


def test_give_a_plan_that_holds_when_stopped_at_once() -> None:
    problem = problem_of(7, 20)
    plan = solve(problem, Effort(lambda _: 1.0))
    assert check(problem, plan) == []


def test_search_longer_for_less() -> None:
    problem = problem_of(9, 25, 4)
    begun = solve(problem, Effort(lambda _: 1.0))
    assert searched(problem).cost < begun.cost


def test_tell_the_progress() -> None:
    told: list[Progress] = []
    plan = solve(problem_of(1, 10), Effort(of_tries(3 * TRIES), threads=1, tell=told.append))
    assert [one.tries for one in told] == sorted(one.tries for one in told)
    assert told[-1].cost == pytest.approx(plan.cost)


def test_weigh_what_is_asked() -> None:
    problem = problem_of(11, 6)
    punctual = PairsProblem(problem.stops, problem.vehicles, problem.travel, Weights(0.001, 1.0, 0.0))
    frugal = PairsProblem(problem.stops, problem.vehicles, problem.travel, Weights(1.0, 0.001, 0.0))
    prompt, short = (measure(problem, searched(one, 5 * TRIES)) for one in (punctual, frugal))
    assert prompt.late <= short.late
    assert short.travel <= prompt.travel


def test_refuse_a_stop_that_nobody_can_do() -> None:
    vehicles = (Vehicle("v", frozenset("ab"), 0, 0),)
    both = Stop("s", 1, 0.0, 9.0, (Work("a", 1.0), Work("b", 1.0)))
    for stop in (both, Stop("t", 1, 0.0, 9.0, (Work("c", 1.0),))):
        with pytest.raises(NoVehicle) as caught:
            searched(PairsProblem((stop,), vehicles, np.zeros((2, 2))))
        assert caught.value.stop == stop
