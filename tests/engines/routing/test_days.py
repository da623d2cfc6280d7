"""Plans of a day: against brute force, by every hard rule, and any plan by the independent judge."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.routing.days_instances import invented
from yinling.engines.routing.days_candidates import candidates
from yinling.engines.routing.days_checking import check
from yinling.engines.routing.days_plan import Plan, measure
from yinling.engines.routing.days_problem import Base, Break, Fixed, Link, Problem, Shift, Stop, Weights
from yinling.engines.routing.days_search import Effort, Progress, solve
from yinling.engines.routing.days_travel import Travel
from yinling.engines.routing.days_walk import walk

HOUR, MINUTE = 3600, 60
EVEN = Weights(late=0, overtime=0, stranger=0, unwished=0, fairness=0)


def line(places: int) -> Travel:
    """Places in a row, ten minutes apart."""
    row = np.arange(places)
    return Travel(tuple((0.0, 0.0) for _ in row), {}, {"walk": np.abs(row[:, None] - row) * 10 * MINUTE})


def stop(name: str, place: int = 1, opens: int = 8, closes: int = 16, **more: object) -> Stop:
    given = {"party": name, "seconds": HOUR, "weight": 36_000.0, "opens": opens * HOUR, "closes": closes * HOUR} | more
    return Stop(id=name, place=place, **given)


def shift(name: str, starts: int = 8, ends: int = 17, **more: object) -> Shift:
    given = {"worker": f"w-{name}", "start_place": 0, "end_place": 0, "mode": "walk"} | more
    return Shift(id=name, starts=starts * HOUR, ends=ends * HOUR, **given)


def planned(problem: Problem, iterations: int = 300, seed: int = 1) -> Plan:
    plan = solve(problem, effort=Effort(seed=seed, iterations=iterations, threads=1))
    assert check(problem, plan) == []
    return plan


def day(stops: list[Stop], shifts: list[Shift], links: tuple[Link, ...] = (), **more: object) -> Problem:
    return Problem(tuple(stops), tuple(shifts), line(8), links, **({"weights": EVEN} | more))


def left_out(plan: Plan) -> dict[str, list[str]]:
    return {each.stop: [reason.code for reason in each.reasons] for each in plan.unserved}


def best_by_hand(problem: Problem) -> float:
    """Every way to give stops to shifts, or to nobody, in every order."""
    best = np.inf
    for owners in itertools.product([None, *problem.shifts], repeat=len(problem.stops)):
        mine = {own.id: [s for s, o in zip(problem.stops, owners, strict=True) if o is own] for own in problem.shifts}
        if any(s.needs - own.has for own in problem.shifts for s in mine[own.id]):
            continue
        routes = []
        for own in problem.shifts:
            ways = [walk(problem, own, order, {}) for order in itertools.permutations(mine[own.id])]
            found = [way for way in ways if way is not None and way.work <= own.work_max]
            routes.append(min(found, key=lambda way: way.travel) if found else None)
        if all(routes):
            best = min(best, measure(problem, tuple(route for route in routes if route.calls)).cost)
    return best


@pytest.mark.parametrize("seed", range(4))
def test_find_the_best_plan_of_a_tiny_day(seed: int) -> None:
    random = np.random.default_rng(seed)
    stops = [
        stop(
            f"s{number}", int(random.integers(1, 8)), (opens := int(random.integers(8, 13))), opens + 2,
            needs=frozenset({"a"} if random.random() < 0.3 else ()),
        )
        for number in range(5)
    ]  # fmt: skip
    lunch = (Break(11 * HOUR, 12 * HOUR, 30 * MINUTE),)
    problem = day(stops, [shift("one", has=frozenset({"a"}), breaks=lunch), shift("two", ends=14, start_place=7)])
    assert planned(problem).measures.cost == pytest.approx(best_by_hand(problem))


def test_leave_out_who_needs_what_nobody_has() -> None:
    plan = planned(
        day([stop("a", needs=frozenset({"nursing"})), stop("b", barred=frozenset({"w-one"}))], [shift("one")])
    )
    assert left_out(plan) == {"a": ["lacks"], "b": ["barred"]}


def test_say_that_no_time_is_left() -> None:
    plan = planned(day([stop("a", opens=9, closes=9), stop("b", opens=9, closes=9)], [shift("one")]))
    assert list(left_out(plan).values()) == [["no_time_left"]]


def test_keep_to_the_shift_and_allow_overtime_only_as_far_as_given() -> None:
    late = [stop("a", opens=16, closes=18)]
    assert left_out(planned(day(late, [shift("one", ends=17)]))) == {"a": ["no_time_left"]}
    plan = planned(day(late, [shift("one", ends=17, overtime_max=HOUR)], weights=replace(EVEN, overtime=2.0)))
    assert plan.measures.overtime == 10 * MINUTE


def test_take_a_break_inside_its_window() -> None:
    lunch = (Break(11 * HOUR, 12 * HOUR, HOUR),)
    plan = planned(day([stop("a", opens=10, closes=11), stop("b", opens=12, closes=15)], [shift("one", breaks=lunch)]))
    (route,) = plan.routes
    assert [rest.ends - rest.starts for rest in route.rests] == [HOUR]
    assert 11 * HOUR <= route.rests[0].starts <= 12 * HOUR


def test_work_no_longer_than_allowed_over_both_shifts() -> None:
    halves = [shift("am", 8, 12, worker="w", work_max=2 * HOUR), shift("pm", 13, 17, worker="w", work_max=2 * HOUR)]
    plan = planned(day([stop("a"), stop("b"), stop("c")], halves))
    assert sum(route.work for route in plan.routes) <= 2 * HOUR
    assert len(plan.unserved) == 2


def test_bring_two_workers_at_once() -> None:
    both = (Link("a", "b", 0, 0),)
    plan = planned(day([stop("a"), stop("b"), stop("c")], [shift("one"), shift("two", 9)], both))
    times = plan.times()
    assert times["a"][1] == times["b"][1]
    assert times["a"][0] != times["b"][0]
    alone = planned(day([stop("a"), stop("b")], [shift("one")], both))
    assert {"partner_left_out"} <= set(left_out(alone)["a"])


def test_keep_the_gap_between_one_stop_and_the_next() -> None:
    chain = (Link("a", "b", 2 * HOUR, 3 * HOUR), Link("b", "c", 2 * HOUR, 2 * HOUR))
    times = planned(day([stop("a"), stop("b"), stop("c")], [shift("one")], chain)).times()
    assert 2 * HOUR <= times["b"][1] - times["a"][1] <= 3 * HOUR
    assert times["c"][1] - times["b"][1] == 2 * HOUR


def test_serve_one_of_two_that_are_linked_only_if_both_are_served() -> None:
    one, two = stop("a", 1, needs=frozenset("x")), stop("b", 2)
    for link in (Link("a", "b", HOUR, 9 * HOUR, is_loose=True), Link("b", "a", HOUR, 9 * HOUR, is_loose=True)):
        assert left_out(planned(day([one, two], [shift("s")], (link,)))) == {"a": ["lacks"]}
    apart = Link("a", "b", HOUR, 9 * HOUR, is_loose=True)
    both = planned(day([stop("a", 1, 8, 9), stop("b", 1, 8, 10)], [shift("s"), shift("t")], (apart,)))
    assert both.times()["b"][1] - both.times()["a"][1] >= HOUR


def test_serve_alone_only_what_must_not_come_with_another() -> None:
    pair = Link("a", "b", 0, 0)
    stops = [stop("a", 1), stop("b", 1), stop("c", 2, needs=frozenset("x")), stop("d", 3)]
    loose = (Link("b", "c", HOUR, 9 * HOUR, is_loose=True), Link("c", "d", HOUR, 9 * HOUR, is_loose=True))
    assert left_out(planned(day(stops, [shift("s"), shift("t")], (pair, *loose)))) == {"c": ["lacks"]}
    alone = left_out(planned(day(stops, [shift("s")], (pair, *loose))))
    assert set(alone) == {"a", "b", "c"}
    assert "partner_left_out" in alone["a"]
    assert alone["c"] == ["lacks"]


def test_leave_fixed_stops_where_they_are() -> None:
    fixed = stop("a", place=7, fixed=Fixed("two", 10 * HOUR))
    partner = stop("p")
    plan = planned(day([fixed, partner, stop("b")], [shift("one"), shift("two")], (Link("a", "p", 0, 0),)))
    assert plan.times()["a"] == ("w-two", 10 * HOUR)
    assert plan.times()["p"] == ("w-one", 10 * HOUR)


def test_prefer_the_known_the_wished_and_the_punctual() -> None:
    asked = [stop("a", known=("w-two",)), stop("b", prefers=("w-two",)), stop("c", due=8 * HOUR + 10 * MINUTE)]
    plan = planned(day(asked, [shift("one"), shift("two")], weights=Weights(fairness=0)))
    assert (plan.measures.strangers, plan.measures.unwished, plan.measures.late) == (0, 0, 0)


def test_share_work_evenly_if_asked() -> None:
    stops, shifts = [stop(f"s{n}") for n in range(4)], [shift("one"), shift("two")]
    assert planned(day(stops, shifts)).measures.shifts_used == 1
    fair = planned(day(stops, shifts, weights=replace(EVEN, fairness=1.0)))
    assert fair.measures.fairness_range == 0


def test_disturb_few_when_a_worker_falls_ill() -> None:
    whole = replace(invented(60, 3), weights=replace(EVEN, other_worker=3_600.0, other_time=1_800.0))
    before = planned(whole)
    ill = before.routes[0].worker
    rest = replace(whole, shifts=tuple(s for s in whole.shifts if s.worker != ill), base=Base(before.times()))
    after = planned(rest)
    theirs = sum(worker == ill for worker, _ in before.times().values())
    assert after.measures.disturbed_stops <= 2 * theirs


def test_rank_candidates_by_what_they_cost() -> None:
    held = planned(day([stop("near", place=2), stop("far", place=7)], [shift("one"), shift("two", start_place=7)]))
    asked = day([stop("near", place=2), stop("far", place=7), stop("new", place=6)], list(held_shifts()))
    found = candidates(asked, held, "new", 5)
    assert [each.shift for each in found.ranked] == sorted(
        (each.shift for each in found.ranked), key=lambda name: next(c.cost for c in found.ranked if c.shift == name)
    )
    for each in found.ranked:
        others = tuple(route for route in held.routes if route.shift != each.shift)
        assert check(asked, replace(held, routes=(*others, each.route), unserved=())) == []


def held_shifts() -> tuple[Shift, ...]:
    return shift("one"), shift("two", start_place=7)


def test_answer_equally_to_equal_seeds_whatever_the_threads() -> None:
    problem = invented(60, 5)
    one, two = (solve(problem, effort=Effort(seed=9, iterations=200, threads=n)) for n in (1, 2))
    assert one == two


def test_stop_when_told_with_the_best_plan_so_far() -> None:
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return len(seen) >= 2

    plan = solve(invented(60, 6), effort=Effort(iterations=10_000_000), watch=watch)
    assert len(seen) >= 2
    assert seen[-1].share < 0.1  # ended with its first round; how often it tells depends on the machine's load
    assert plan.measures.cost <= seen[-1].cost + 1e-6


def test_find_each_fault_of_a_bad_plan() -> None:
    problem = day([stop("a"), stop("b")], [shift("one", breaks=(Break(11 * HOUR, 12 * HOUR, HOUR),)), shift("two")])
    plan = planned(problem)
    (route,) = plan.routes
    early = replace(route.calls[0], starts=7 * HOUR, ends=8 * HOUR)
    codes = {fault.code for fault in check(problem, replace(plan, routes=(replace(route, calls=(early,)),)))}
    assert {"window", "forgotten", "overlap"} <= codes
    twice = replace(plan, routes=(route, replace(route, shift="two", worker="w-two")))
    assert "twice" in {fault.code for fault in check(problem, twice)}


@st.composite
def days(draw: st.DrawFn) -> Problem:
    """Small days with everything in them."""
    traits = st.frozensets(st.sampled_from(["a", "b"]), max_size=1)
    stops = []
    for number in range(draw(st.integers(1, 9))):
        opens = draw(st.integers(7, 14))
        closes = opens + draw(st.integers(0, 4))
        fixed = Fixed("s0", opens * HOUR) if number == 0 and draw(st.booleans()) else None
        due = draw(st.sampled_from([None, opens * HOUR + 600]))
        stops.append(
            stop(f"v{number}", draw(st.integers(0, 7)), opens, closes, needs=draw(traits), fixed=fixed, due=due)
        )
    lunch = (Break(11 * HOUR, 12 * HOUR, 45 * MINUTE), Break(15 * HOUR, 16 * HOUR, 15 * MINUTE))
    shifts = [
        shift(f"s{n}", 7 + n, 15 + n, worker=f"w{n % 3}", has=draw(traits), start_place=n,
              breaks=lunch[: draw(st.integers(0, 2))], overtime_max=draw(st.sampled_from([0, HOUR])),
              work_max=draw(st.sampled_from([5, 100])) * HOUR)
        for n in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    links = []
    for first in range(1, len(stops) - 1, 2):
        least = draw(st.sampled_from([0, HOUR, 2 * HOUR]))
        most = least + draw(st.sampled_from([0, HOUR]))
        links.append(Link(f"v{first}", f"v{first + 1}", least, most, is_loose=draw(st.booleans())))
    return day(stops, shifts, tuple(links), weights=Weights())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(days(), st.integers(0, 99))
def test_break_no_hard_rule_ever(problem: Problem, seed: int) -> None:
    plan = planned(problem, 60, seed)
    fixed = problem.stops[0].fixed
    if fixed and "v0" in plan.times():
        assert plan.times()["v0"][1] == fixed.starts
    assert plan.measures.cost == pytest.approx(measure(problem, plan.routes).cost)
    for left in plan.unserved:
        assert left.reasons
