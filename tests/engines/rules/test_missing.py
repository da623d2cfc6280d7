"""What is unknown: undecided exactly when some completion of the conditions would change the answer."""

from datetime import date
from itertools import product
from typing import Any

from hypothesis import given, settings

from tests.engines.rules.sample import bound, cases
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.one import decide_one

FULL = {"cost": 100000, "home": "h1", "number": "1"}


def _answers(rule: Any, truths: tuple[bool | None, ...]) -> dict[tuple[bool, ...], tuple[int, ...]]:
    """The rows hit under every completion of the unknown truth values, by the truth table alone."""
    choices = [(truth,) if truth is not None else (False, True) for truth in truths]
    return {full: rule.resolve(full, frozenset()).rows for full in product(*choices)}


@settings(max_examples=300, deadline=None)
@given(cases)
def test_is_undecided_exactly_when_a_completion_changes_the_answer(case: dict[str, Any]) -> None:
    rule = bound()
    resolution = decide_one(rule, {**case, **FULL}).resolution
    answers = _answers(rule, resolution.truths)
    assert resolution.outcome.is_decided == (len(set(answers.values())) == 1)
    flips = {
        at
        for full, rows in answers.items()
        for at, truth in enumerate(resolution.truths)
        if truth is None and answers[(*full[:at], not full[at], *full[at + 1 :])] != rows
    }
    assert resolution.deciding == flips


@settings(max_examples=300, deadline=None)
@given(cases)
def test_names_only_what_is_missing_and_something_always(case: dict[str, Any]) -> None:
    resolution = decide_one(bound(), case).resolution
    named = resolution.missing_facts + resolution.missing_parameters
    assert bool(named) is not resolution.outcome.is_decided
    assert (resolution.outcome is Outcome.MISSING_FACTS) == bool(resolution.missing_facts)
    # A province instead of a district is known and still does not answer.
    assert all(case.get(name) is None or name == "area" for name in resolution.missing_facts)


def test_decides_where_the_unknown_changes_nothing() -> None:
    case = {"born": None, "on": None, "area": "320000", **FULL}
    assert decide_one(bound(), case).outcome is Outcome.NOT_GRANTED


def test_names_cost_and_home_when_only_the_sums_need_them() -> None:
    case = {"born": date(1940, 1, 1), "on": date(2021, 8, 1), "area": "310118", "poor": True, "number": "1"}
    assert decide_one(bound(), case).resolution.missing_facts == ("cost", "home")
