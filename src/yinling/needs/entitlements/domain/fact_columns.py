"""Facts of many persons, as the register tells them, turned into columns for a batch."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from yinling.engines.rules.columns import UNKNOWN, Column, Texts
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.functions import day_number

Facts = Mapping[str, object]


def fact_columns(rows: Sequence[Facts], facts: Iterable[Fact]) -> dict[str, Column]:
    """One column for every fact that any row knows; None and absent values are unknown."""
    found = {fact.name: _column([row.get(fact.name) for row in rows], fact) for fact in facts}
    return {name: column for name, column in found.items() if column is not UNKNOWN}


def _column(values: list[Any], fact: Fact) -> Column:
    known = np.array([value is not None for value in values], dtype=bool)
    if not known.any():
        return UNKNOWN
    if fact.type in ("text", "area"):
        return Column(_texts(values), known)
    if fact.type == "date":
        return Column(np.array([_day(value) for value in values], dtype=np.int32), known)
    kind = bool if fact.type == "boolean" else np.int64
    return Column(np.array([value or 0 for value in values], dtype=kind), known)


def _day(value: date | None) -> int:
    return day_number(value) if value else 0


def _texts(values: list[Any]) -> Texts:
    positions: dict[str, int] = {}
    codes = [positions.setdefault("" if value is None else str(value), len(positions)) for value in values]
    return Texts(np.array(codes, dtype=np.int32), list(positions))
