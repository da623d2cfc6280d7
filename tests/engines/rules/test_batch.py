"""One case and a batch decide alike, whatever is unknown, whatever the readings."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.rules.sample import ENTRY, FACTS, LINE, OPEN, RATE, bound, cases, days, named_bound
from yinling.engines.rules.batch import decide_batch
from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.definition import read_rule
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.one import decide_one
from yinling.engines.rules.parameters import Parameter

OPEN_LINE = Parameter("line", "line", "money")
DATES, TEXTS = ("born", "on"), ("area", "home", "number")


def _numbered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # Numbers of two digits and of one: their order as texts is not their order as numbers.
    return [{**case, "number": str(number)} for case, number in zip(found, count(8), strict=False)]


def _columns(found: list[dict[str, Any]]) -> dict[str, Column]:
    return {name: _column(name, [case[name] for case in found]) for name in found[0]}


def _column(name: str, values: list[Any]) -> Column:
    known = np.array([value is not None for value in values])
    if name in TEXTS:
        words = sorted({value for value in values if value is not None})
        codes = np.array([words.index(value) if value is not None else 0 for value in values], dtype=np.int32)
        return Column(Texts(codes, words), known)
    if name in DATES:
        values = [day_number(value) if value else 0 for value in values]
    kind = bool if name in ("poor", "alone") else np.int64
    return Column(np.array([value or 0 for value in values], dtype=kind), known)


def _one_by_one(rule: BoundRule, found: list[dict[str, Any]]) -> list[Decision]:
    """Every case by itself, in the order in which its home uses up the limit."""
    alone = [decide_one(rule, case) for case in found]
    decided: dict[int, Decision] = {}
    used: dict[str, int] = {}
    waiting: set[str] = set()
    for at in sorted(range(len(found)), key=lambda at: (str(found[at]["on"] or ""), found[at]["number"])):
        home = found[at]["home"]
        others = [each.resolution.rows[0] for each, case in zip(alone, found, strict=True) if _shares(each, case, home)]
        best = max(sorted(others), key=lambda row: rule.rule.rows[row].values["percent"]) if others else None
        cap = rule.parameters["cap"].on(found[at]["on"]) if found[at]["on"] else None
        left = None if cap is None else max(0, cap - used.get(home, 0))
        decision = decide_one(rule, found[at], limit_left=left, is_earlier_undecided=home in waiting, group_row=best)
        decided[at] = decision
        if not decision.outcome.is_decided and home is not None:
            waiting.add(home)
        used[home] = used.get(home, 0) + (decision.amounts["city"] or 0)
    return [decided[at] for at in range(len(found))]


def _shares(decision: Decision, case: dict[str, Any], home: str | None) -> bool:
    return home is not None and case["home"] == home and decision.outcome is Outcome.GRANTED


def _told(decision: Decision) -> Decision:
    # A case that wants nothing is told nothing about the limit.
    wants = decision.limit_left is not None
    return Decision(
        decision.resolution,
        decision.amounts,
        decision.rows,
        decision.limit_use,
        decision.is_earlier_undecided and wants,
        decision.limit_left,
    )


@settings(max_examples=300, deadline=None)
@given(
    st.lists(cases, min_size=1, max_size=12).map(_numbered),
    st.sampled_from(["max", "first", "sum"]),
    st.sampled_from(["full", "half"]),
    st.sampled_from(["no", "yes"]),
    st.sampled_from([LINE, OPEN_LINE]),
)
def test_decides_a_batch_as_each_case_alone(
    found: list[dict[str, Any]], policy: str, match: str, share: str, line: Parameter
) -> None:
    rule = bound(policy, match, share, line)
    batch = decide_batch(rule, _columns(found), len(found))
    expected = [_told(decision) for decision in _one_by_one(rule, found)]
    assert [_told(batch.decision(row)) for row in range(len(found))] == expected


@settings(max_examples=300, deadline=None)
@given(
    st.lists(cases, min_size=1, max_size=12).map(_numbered),
    st.sampled_from(["max", "first", "sum"]),
    st.sampled_from([OPEN, replace(RATE, id="other")]),
)
def test_takes_row_values_from_parameters_as_each_case_alone(
    found: list[dict[str, Any]], policy: str, other: Parameter
) -> None:
    rule = named_bound(policy, other)
    batch = decide_batch(rule, _columns(found), len(found))
    expected = [_told(decision) for decision in _one_by_one(rule, found)]
    assert [_told(batch.decision(row)) for row in range(len(found))] == expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(cases, min_size=1, max_size=8).map(_numbered),
    days,
    st.sampled_from([bound("first"), bound("max", share="yes"), named_bound("first"), named_bound("sum", RATE)]),
)
def test_takes_one_day_for_everybody_as_a_single_value(found: list[dict[str, Any]], day: date, rule: BoundRule) -> None:
    found = [{**case, "on": day} for case in found]
    columns = {**_columns(found), "on": Column(day_number(day)), "alone": Column(True)}
    batch = decide_batch(rule, columns, len(found))
    expected = [_told(decision) for decision in _one_by_one(rule, [{**case, "alone": True} for case in found])]
    assert [_told(batch.decision(row)) for row in range(len(found))] == expected


def test_is_unpayable_only_where_the_row_hit_needs_the_open_parameter() -> None:
    case = {"born": date(1940, 1, 1), "on": date(2021, 8, 1), "area": "310118", "cost": 100000, "home": "h"}
    case |= {"number": "1", "poor": False, "alone": False, "level": 0}
    low = decide_one(named_bound("first"), {**case, "income": 0})
    weak = decide_one(named_bound("first"), {**case, "income": 0, "level": 3})
    assert (low.outcome, low.resolution.missing_parameters) == (Outcome.UNPAYABLE, ("other",))
    assert (weak.outcome, weak.amounts["city"]) == (Outcome.GRANTED, 13333 + 12345)
    early = decide_one(named_bound("first"), {**case, "on": date(2021, 5, 2), "level": 3})
    assert (early.outcome, early.resolution.missing_parameters) == (Outcome.UNPAYABLE, ("rate",))


def test_grants_a_gift_without_sums() -> None:
    entry = {**ENTRY, "amounts": [], "options": [], "gives": {"kind": "goods", "words": "milk"}}
    rows = [{**row, "values": {}} for row in ENTRY["table"]["rows"]]
    entry["table"] = {"hit_policy": "first", "rows": rows}
    rule = bind(read_rule(entry, FACTS, ("line",)), {"line": LINE})
    case = {"born": date(1940, 1, 1), "on": date(2021, 8, 1), "area": "310118", "poor": True}
    decision = decide_one(rule, case)
    batch = decide_batch(rule, _columns([case]), 1)
    assert decision == batch.decision(0)
    assert (decision.outcome, decision.amounts) == (Outcome.MISSING_FACTS, {})
    assert decide_one(rule, {**case, "level": 5, "alone": False}).outcome is Outcome.GRANTED


@settings(max_examples=200, deadline=None)
@given(st.lists(cases, min_size=1, max_size=12).map(_numbered), st.sampled_from(["full", "half"]))
def test_splits_the_cost_exactly_whoever_pays(found: list[dict[str, Any]], match: str) -> None:
    batch = decide_batch(bound("max", match), _columns(found), len(found))
    city: dict[str, int] = {}
    for row, case in enumerate(found):
        decision = batch.decision(row)
        if decision.outcome.is_decided and case["cost"] is not None:
            shares = [decision.amounts[name] for name in ("city", "town", "self")]
            assert sum(shares) == case["cost"]
            assert min(shares) >= 0
            city[case["home"]] = city.get(case["home"], 0) + shares[0]
    assert all(sum_ <= 400000 for home, sum_ in city.items() if home is not None)


def test_decides_nothing_of_an_empty_batch() -> None:
    columns = {name: Column(np.array([], dtype=np.int64), np.array([], dtype=bool)) for name in ("on", "cost")}
    assert len(decide_batch(bound(), columns, 0)) == 0
