"""What people type, and what it means."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.engines.rules.facts import Fact
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.parsing import parse_column
from yinling.engines.rules.values import BadValue, area_names, date_of, parse_value
from yinling.gateways.policy.programmes import load_facts

DIVISIONS = {"31": "甲市", "310118": "乙区", "310118101": "丙镇", "310117": "丁区", "310117101": "丙镇"}


def value(name: str, text: str) -> Any:
    return parse_value(load_facts()[name], text, area_names(DIVISIONS))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("minimum_living", "是", True),
        ("minimum_living", "TRUE", True),
        ("minimum_living", "1", True),
        ("minimum_living", "否", False),
        ("minimum_living", "0", False),
        ("minimum_living", "no", False),
        ("birth_date", "1940-02-29", date(1940, 2, 29)),
        ("birth_date", "1940/2/29", date(1940, 2, 29)),
        ("birth_date", "1940年2月29日", date(1940, 2, 29)),
        ("birth_date", "19400229", date(1940, 2, 29)),
        ("birth_date", "1940-02-29 00:00:00", date(1940, 2, 29)),
        ("cost_yuan", "3,500.5", 350050),
        ("cost_yuan", "¥3500", 350000),
        ("cost_yuan", "3500元", 350000),
        ("care_level", "二级", 2),
        ("care_level", "2级", 2),
        ("care_level", "2.0", 2),
        ("care_level", "正常", 0),
        ("registered_area", "310118000000", "310118"),
        ("registered_area", "乙区", "310118"),
        ("registered_area", "甲市乙区丙镇", "310118101"),
    ],
)
def test_reads_what_people_write(name: str, text: str, expected: Any) -> None:
    assert value(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("minimum_living", "也许"),
        ("minimum_living", "2"),
        ("birth_date", "1941-02-29"),
        ("birth_date", "29/02/1940"),
        ("birth_date", "0040-02-28"),
        ("birth_date", "9999-01-01"),
        ("cost_yuan", "-1"),
        ("cost_yuan", "1.234"),
        ("cost_yuan", "1e3"),
        ("cost_yuan", "nan"),
        ("care_level", "7"),
        ("care_level", "-1"),
        ("care_level", "2.5"),
        ("registered_area", "3101"[:3]),
        ("registered_area", "丙镇"),
        ("registered_area", "无名镇"),
    ],
)
def test_refuses_in_chinese_what_means_nothing(name: str, text: str) -> None:
    with pytest.raises(BadValue, match="[\u4e00-\u9fff]"):
        value(name, text)


texts = st.one_of(
    st.none(),
    st.sampled_from(["是", "否", "1", "2", "2.0", "七", "310118", "乙区", "1940-02-29", "1941-02-29", "1940/3/1"]),
    st.dates(date(1800, 1, 1), date(2300, 1, 1)).map(str),
    st.decimals(0, 10**13, places=2).map(str),
    st.integers(-5, 10**13).map(str),
    st.text("0123456789.-年e", max_size=10).filter(bool),
)


@settings(deadline=None)
@given(st.lists(texts, max_size=12))
def test_reads_columns_as_it_reads_single_values(column: list[str | None]) -> None:
    for fact in load_facts().values():
        if fact.type != "text":
            _compare(fact, column)


def _compare(fact: Fact, column: list[str | None]) -> None:
    parsed = parse_column(fact, pa.array(column, pa.string()), area_names(DIVISIONS))
    known = np.broadcast_to(parsed.column.known, len(column))
    assert known.tolist() == [text is not None for text in column]
    for row, text in enumerate(column):
        if text is not None:
            assert _cell(fact, parsed, row) == _single(fact, text)


def _cell(fact: Fact, parsed: Any, row: int) -> Any:
    if row in parsed.faults:
        return "refused"
    values = parsed.column.values
    return values.text(row) if fact.type == "area" else values[row].item()


def _single(fact: Fact, text: str) -> Any:
    try:
        found = parse_value(fact, text, area_names(DIVISIONS))
    except BadValue:
        return "refused"
    return day_number(found) if isinstance(found, date) else found


@given(st.dates(date(1880, 1, 1), date(2200, 1, 1)))
def test_turns_dates_into_numbers_and_back(day: date) -> None:
    assert date_of(day_number(day)) == day
