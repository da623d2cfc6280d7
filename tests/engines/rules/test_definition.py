"""A rule that cannot stand is refused with its place; dated parameters are read on their day."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.rules.sample import CAP, ENTRY, FACTS, LINE
from yinling.engines.rules.bound import UnknownChoice, bind
from yinling.engines.rules.columns import Column
from yinling.engines.rules.definition import BadRule, read_parameters, read_rule, within_force
from yinling.engines.rules.diagram import BadTable
from yinling.engines.rules.expressions import parse
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.one import decide_one
from yinling.engines.rules.overlaps import Overlap, read_overlaps
from yinling.engines.rules.parameters import DatedValue, Parameter
from yinling.engines.rules.rule import Cycle, Gives


def _read(change: Any) -> Any:
    entry = deepcopy(ENTRY)
    change(entry)
    return read_rule(entry, FACTS, ("cap", "line"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda e: e["conditions"][3].update(when="rich"), ("conditions", 3, "when")),
        (lambda e: e["conditions"][3].update(when="poor +"), ("conditions", 3, "when")),
        (lambda e: e.update(eligibility="started and income"), ("eligibility",)),
        (lambda e: e["table"]["rows"][1].update(when="rich"), ("table", "rows", 1, "when")),
        (lambda e: e["table"]["rows"][1].update(values={"share": 1}), ("table", "rows", 1, "values")),
        (lambda e: e["amounts"][1].update({"is": "self"}), ("amounts", 1, "is")),
        (lambda e: e["amounts"][0]["limit"].update(parameter="lid"), ("amounts", 0, "limit")),
        (lambda e: e.update(conditions=e["conditions"] * 4), ("conditions",)),
        (lambda e: e["table"]["share_best_row"].update(when="poor"), ("table", "share_best_row", "when")),
        (lambda e: e["table"].update(hit_policy="first"), ("table", "share_best_row")),
        (lambda e: e["table"]["rows"][1]["values"].update(extra="lid"), ("table", "rows", 1, "values")),
        (lambda e: e["table"]["rows"][1]["values"].update(extra="line"), ("table", "rows", 1, "values")),
        (lambda e: e["table"]["rows"][1]["values"].update(cost=1), ("table", "rows", 1, "values")),
        (lambda e: e.update(gives={"kind": "card"}), ("gives",)),
    ],
)
def test_refuses_what_cannot_stand_and_says_where(change: Any, place: tuple[Any, ...]) -> None:
    with pytest.raises(BadRule) as raised:
        _read(change)
    assert raised.value.place == place


def test_keeps_only_the_names_it_uses() -> None:
    rule = _read(lambda entry: entry["conditions"][5].update(when="alone"))
    assert "level" not in rule.facts
    assert rule.parameters == {"cap", "line"}


def test_reads_who_is_decided_what_is_given_and_when() -> None:
    plain = _read(lambda entry: None)
    assert (plain.subject, plain.gives, plain.entry, plain.cycle) == (
        "request",
        Gives("money", ""),
        "application",
        None,
    )
    cycle = {"every": "month", "counted_on": "each_day", "pauses": ["hospital"], "life_check_months": 12}
    told = _read(lambda e: e.update(subject="person", gives={"kind": "card", "words": "c"}, cycle=cycle))
    assert (told.subject, told.gives) == ("person", Gives("card", "c"))
    assert told.cycle == Cycle("month", "each_day", ("hospital",), 12)


def test_holds_from_the_first_day_until_the_day_it_ends() -> None:
    rule = _read(lambda e: e.update(subject="person", in_force={"from": date(2021, 5, 1), "until": date(2022, 1, 1)}))
    rule = replace(rule, conditions=rule.conditions[1:], eligibility=parse("here"))
    days = {date(2021, 4, 30): False, date(2021, 5, 1): True, date(2021, 12, 31): True, date(2022, 1, 1): False}
    assert {day: rule.is_in_force(day) for day in days} == days
    bound = bind(within_force(rule), {"cap": CAP, "line": LINE})
    for day, holds in days.items():
        decision = decide_one(bound, {"on": day, "area": "310118", "poor": True, "cost": 1, "home": "h"})
        assert decision.resolution.truths[0] is holds
        assert (decision.outcome == "not_granted") is not holds


def test_reads_overlaps_in_their_order() -> None:
    entry = {"id": "o", "clause": "S-1", "need": "care", "programmes": ["b", "a"], "rule": "first", "words": "w"}
    assert read_overlaps([entry]) == (Overlap("o", "S-1", "care", ("b", "a"), "first", "w"),)


def test_refuses_arithmetic_in_the_table() -> None:
    with pytest.raises(BadTable):
        bind(_read(lambda entry: entry.update(eligibility="started and here == old")), {"cap": CAP, "line": LINE})


@pytest.mark.parametrize("options", [{"match": "double"}, {"colour": "red"}])
def test_refuses_readings_it_does_not_have(options: dict[str, str]) -> None:
    with pytest.raises(UnknownChoice):
        bind(_read(lambda entry: None), {"cap": CAP, "line": LINE}, options)


def test_refuses_parameters_out_of_order() -> None:
    values = [{"from": date(2022, 1, 1), "value": 1}, {"from": date(2021, 1, 1), "value": 2}]
    with pytest.raises(BadRule, match="2021-01-01"):
        read_parameters([{"id": "a", "label": "a", "type": "integer", "values": values}], int)


@given(
    st.lists(st.integers(0, 900), unique=True, max_size=5).map(sorted),
    st.lists(st.integers(0, 1000), min_size=1, max_size=8),
)
def test_reads_a_parameter_alike_on_one_day_and_in_a_column(starts: list[int], days: list[int]) -> None:
    first = date(2020, 1, 1)
    values = tuple(DatedValue(first + timedelta(start), 100 + start) for start in starts)
    parameter = Parameter("a", "a", values=values)
    dates = [first + timedelta(day) for day in days]
    column = parameter.column(Column(np.array([day_number(day) for day in dates], dtype=np.int32)))
    numbers = np.broadcast_to(column.values, len(days)).tolist()
    known = np.broadcast_to(column.known, len(days)).tolist()
    found = [number if is_known else None for number, is_known in zip(numbers, known, strict=True)]
    assert found == [parameter.on(day) for day in dates]
