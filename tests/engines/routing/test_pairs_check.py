"""The checker names each broken rule."""

import numpy as np
import pytest

from yinling.engines.routing.pairs import PairsPlan, PairsProblem, Stop, Vehicle, Visit, Work
from yinling.engines.routing.pairs_check import check, measure

PROBLEM = PairsProblem(
    stops=(
        Stop("p", 1, 10.0, 20.0, (Work("a", 5.0), Work("b", 5.0)), gap=(5.0, 8.0)),
        Stop("q", 2, 0.0, 30.0, (Work("a", 5.0),)),
    ),
    vehicles=(Vehicle("u", frozenset("ab"), 0, 0), Vehicle("v", frozenset("b"), 0, 0)),
    travel=np.array([[0.0, 4.0, 6.0], [4.0, 0.0, 10.0], [6.0, 10.0, 0.0]]),
)
GOOD = ((Visit(0, 0, 10.0), Visit(1, 0, 32.0)), (Visit(0, 1, 15.0),))


def rules(*routes: tuple[Visit, ...]) -> set[str]:
    return {fault.rule for fault in check(PROBLEM, PairsPlan(routes, 0.0))}


def test_accept_a_plan_that_keeps_the_rules() -> None:
    assert rules(*GOOD) == set()


@pytest.mark.parametrize(
    ("broken", "routes"),
    [
        ("early", ((Visit(0, 0, 9.0), GOOD[0][1]), (Visit(0, 1, 14.0),))),
        ("travel", ((Visit(0, 0, 10.0), Visit(1, 0, 24.0)), GOOD[1])),
        ("gap", (GOOD[0], (Visit(0, 1, 19.0),))),
        ("gap", (GOOD[0], (Visit(0, 1, 14.0),))),
        ("skill", ((Visit(0, 0, 10.0),), (Visit(0, 1, 15.0), Visit(1, 0, 40.0)))),
        ("together", ((Visit(0, 0, 10.0), Visit(0, 1, 15.0), Visit(1, 0, 40.0)), ())),
        ("count", (GOOD[0], ())),
        ("count", ((*GOOD[0], Visit(1, 0, 60.0)), GOOD[1])),
        ("count", (GOOD[0],)),
        ("unknown", ((Visit(7, 0, 10.0),), GOOD[1])),
        ("unknown", ((Visit(1, 1, 10.0),), GOOD[1])),
    ],
)
def test_name_the_broken_rule(broken: str, routes: tuple[tuple[Visit, ...], ...]) -> None:
    assert broken in rules(*routes)


def test_measure_travel_and_lateness() -> None:
    found = measure(PROBLEM, PairsPlan(GOOD, 0.0))
    assert (found.travel, found.late, found.worst) == (4 + 10 + 6 + 8, 2.0, 2.0)
    assert found.cost == pytest.approx((28 + 2 + 2) / 3)
