"""The rule language: what it allows, what it refuses, and the same answer for one value and for columns."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.rules.columns import Column, Evaluator, Texts
from yinling.engines.rules.expressions import BadExpression, parse
from yinling.engines.rules.functions import day_number, lies_in, ratio
from yinling.engines.rules.scalar import compile_one, fold


def answer(source: str, **values: Any) -> Any:
    return compile_one(parse(source).node)(values)


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os').system('ls')",
        "a.b",
        "a[0]",
        "lambda: 1",
        "[x for x in a]",
        "open('f')",
        "a ** b",
        "a / 2",
        "a // b",
        "ratio(a, b, c)",
        "a // 0",
        "f'{a}'",
        "a := 1",
        "age(a)",
        "age(birth=a, on=b)",
        "max(*a)",
        "a in b",
        "a in [b]",
        "_a",
        "a is None",
        "None",
        "1j",
        "a if",
        "",
        "(" * 300 + "a" + ")" * 300,
        "a + " * 150 + "a",
        "a" * 601,
    ],
)
def test_refuses_whatever_is_not_the_rule_language(source: str) -> None:
    with pytest.raises(BadExpression):
        parse(source)


def test_knows_the_names_it_reads() -> None:
    assert parse("min(a, 2) < b and not c").names == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("a and b", {"a": False, "b": None}, False),
        ("a and b", {"a": True, "b": None}, None),
        ("a or b", {"a": None, "b": True}, True),
        ("a or b", {"a": None, "b": False}, None),
        ("not a", {"a": None}, None),
        ("1 < a < 5", {"a": 3}, True),
        ("1 < a < 5", {"a": None}, None),
        ("a in ['x', 'y']", {"a": "y"}, True),
        ("a not in [1, 2]", {"a": None}, None),
        ("b if a else c", {"a": True, "b": 1, "c": None}, 1),
        ("b if a else c", {"a": None, "b": 1, "c": 1}, None),
        ("age(b, d) >= 80", {"b": date(1940, 2, 29), "d": date(2020, 2, 28)}, False),
        ("min(a, 3) + max(a, 3) - -2 * 3", {"a": 1}, 10),
        ("a >= date(2021, 5, 1)", {"a": date(2021, 5, 1)}, True),
        ("ratio(a, 1, 2)", {"a": 3}, 2),
        ("a // 2", {"a": 7}, 3),
    ],
)
def test_answers_in_three_values(source: str, values: dict[str, Any], expected: Any) -> None:
    assert answer(source, **values) == expected


numbers = st.one_of(st.none(), st.integers(0, 5))
truths = st.one_of(st.none(), st.booleans())
words = st.one_of(st.none(), st.sampled_from(["x", "y", "310118", "310118001", "31"]))
days = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
SOURCES = [
    "p and q", "p or not q", "p and (n < m or q)", "n == m", "n != m", "1 <= n < m <= 4", "n in [1, 3]", "n not in [2]",
    "w == 'x'", "w != 'y'", "w in ['x', 'y']", "in_area(w, '310118')", "age(b, d) >= 60", "b < d", "not (n > 2)",
    "ratio(n, m, 100)", "ratio(n, m, 7)", "min(n, m, 3)", "max(n, m) - n * 2", "n // 2", "n if p else m",
    "p and q if n > 2 else q", "b >= date(1950, 6, 1)", "p or q or n == 1", "'x' == 'x'",
]  # fmt: skip


@given(
    st.lists(
        st.fixed_dictionaries({"p": truths, "q": truths, "n": numbers, "m": numbers, "w": words, "b": days, "d": days}),
        min_size=1,
        max_size=8,
    )
)
def test_answers_alike_for_one_value_and_for_columns(rows: list[dict[str, Any]]) -> None:
    evaluator = Evaluator({name: _column([row[name] for row in rows], name) for name in rows[0]})
    for source in SOURCES:
        node = fold(parse(source).node, {})
        found = evaluator.evaluate(node)
        values = np.broadcast_to(found.values, len(rows)).tolist()
        known = np.broadcast_to(found.known, len(rows)).tolist()
        columns = [value if is_known else None for value, is_known in zip(values, known, strict=True)]
        assert columns == [compile_one(node)(row) for row in rows], source


def _column(values: list[Any], name: str) -> Column:
    known = np.array([value is not None for value in values])
    if name == "w":
        texts = sorted({value for value in values if value}) or [""]
        codes = [texts.index(value) if value else 0 for value in values]
        return Column(Texts(np.array(codes, dtype=np.int32), texts), known)
    if name in "bd":
        return Column(np.array([day_number(value) if value else 0 for value in values], dtype=np.int32), known)
    kind = bool if name in "pq" else np.int64
    return Column(np.array([value or 0 for value in values], dtype=kind), known)


@given(st.integers(0, 10**15), st.integers(0, 100), st.sampled_from([100, 200, 7]))
def test_rounds_half_up(amount: int, numerator: int, denominator: int) -> None:
    exact = amount * numerator
    found = ratio(amount, numerator, denominator)
    assert 2 * abs(found * denominator - exact) <= denominator
    assert found * denominator - exact != -denominator / 2


def test_cannot_tell_a_district_from_its_province() -> None:
    assert [lies_in(code, "310118") for code in ("310118101000", "310117", "310000", "31", "word")] == [
        True, False, None, None, None,
    ]  # fmt: skip
