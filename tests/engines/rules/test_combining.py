"""One need, one day, one payment: sums never grow, never fall below zero, and the order decides."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.engines.rules.combining import Combined, combine, combine_columns
from yinling.engines.rules.overlaps import Overlap

NAMES = ("ltci", "care", "meals", "milk", "card")


def _overlap(names: list[str], rule: str, number: int = 0) -> Overlap:
    return Overlap(f"o{number}", "C-1", "need", tuple(names), rule, "words")


sums = st.one_of(st.just(0), st.integers(0, 100_000))
people = st.dictionaries(st.sampled_from(NAMES), sums)
overlaps = st.lists(
    st.tuples(st.lists(st.sampled_from(NAMES), min_size=2, unique=True), st.sampled_from(["first", "best", "reduce"])),
    max_size=3,
).map(lambda found: [_overlap(names, rule, at) for at, (names, rule) in enumerate(found)])


def test_shuts_out_the_later_by_the_first():
    rule = _overlap(["ltci", "care"], "first")
    assert combine({"care": 500, "ltci": 200}, [rule]) == {"care": Combined(0, 500, rule), "ltci": Combined(200)}
    assert combine({"care": 500}, [rule]) == {"care": Combined(500)}


def test_keeps_the_largest_and_of_equals_the_earlier():
    rule = _overlap(["ltci", "care", "meals"], "best")
    found = combine({"ltci": 300, "care": 300, "meals": 200}, [rule])
    assert [found[name].fen for name in ("ltci", "care", "meals")] == [300, 0, 0]
    assert found["ltci"].because is None


def test_reduces_the_later_by_what_the_earlier_give():
    rule = _overlap(["ltci", "care", "meals"], "reduce")
    found = combine({"ltci": 300, "care": 500, "meals": 200}, [rule])
    assert [(each.fen, each.reduced_fen) for each in found.values()] == [(300, 0), (200, 300), (0, 200)]


def test_gives_a_gift_up_for_an_earlier_payment_but_takes_nothing_off_for_it():
    assert combine({"ltci": 300, "milk": 0}, [_overlap(["ltci", "milk"], "first")])["milk"].is_shut_out
    assert not combine({"milk": 0, "ltci": 300}, [_overlap(["milk", "ltci"], "reduce")])["ltci"].is_shut_out


def test_lets_what_was_shut_out_shut_out_nothing():
    chain = [_overlap(["ltci", "care"], "first", 0), _overlap(["care", "meals"], "first", 1)]
    assert combine({"ltci": 1, "care": 2, "meals": 3}, chain)["meals"] == Combined(3)


@settings(max_examples=300, deadline=None)
@given(people, overlaps)
def test_never_grows_a_sum_nor_falls_below_zero(amounts, rules):
    found = combine(amounts, rules)
    assert found.keys() == amounts.keys()
    for name, each in found.items():
        assert 0 <= each.fen <= amounts[name]
        assert each.fen + each.reduced_fen == amounts[name]
        assert (each.because is not None) or each.reduced_fen == 0


@settings(max_examples=300, deadline=None)
@given(people.filter(bool), st.sampled_from(["first", "best", "reduce"]))
def test_pays_one_need_once(amounts, rule):
    found = combine(amounts, [_overlap(list(NAMES), rule)])
    paid = [each.fen for each in found.values()]
    first = next(name for name in NAMES if name in amounts)
    expected = amounts[first] if rule == "first" else max(amounts.values())
    assert sum(paid) == expected
    if rule != "best":
        assert found[first] == Combined(amounts[first])


@settings(max_examples=300, deadline=None)
@given(st.lists(people, min_size=1, max_size=8), overlaps)
def test_combines_columns_as_each_person_alone(everybody, rules):
    amounts = {name: np.array([each.get(name, 7) for each in everybody]) for name in NAMES}
    granted = {name: np.array([name in each for each in everybody]) for name in NAMES}
    columns = combine_columns(amounts, granted, rules)
    for row, each in enumerate(everybody):
        for name, expected in combine(each, rules).items():
            found = columns[name]
            place = int(found.because[row])
            because = rules[place] if place >= 0 else None
            assert Combined(int(found.fen[row]), int(found.reduced_fen[row]), because) == expected
