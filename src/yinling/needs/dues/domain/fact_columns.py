"""Facts of many persons, each on a day of its own, as the columns that decide them at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np

from yinling.engines.rules.columns import UNKNOWN, Column, Texts
from yinling.engines.rules.functions import day_number


class History(Protocol):
    """Facts of a person through time, as the register gives them."""

    @property
    def deceased_on(self) -> date | None:
        """The day of death, as known now."""

    def value(self, name: str, day: date) -> object:
        """One fact on a day; None = unknown."""

    def change_days(self, since: date, until: date, *, names: Iterable[str] | None = None) -> tuple[date, ...]:
        """Days in [since, until) on which one of the facts changes."""


Asked = Sequence[tuple[History, date]]


def fact_columns(kinds: Mapping[str, str], asked: Asked) -> dict[str, Column]:
    """A column for each fact (`kinds`: its type by name), a row for each (history, day)."""
    return {name: fact_column([history.value(name, day) for history, day in asked], kinds[name]) for name in kinds}


def fact_column(values: Sequence[object], kind: str) -> Column:
    """One fact of many; None = unknown."""
    known = np.fromiter((value is not None for value in values), dtype=bool, count=len(values))
    if not known.any():
        return UNKNOWN
    return _MAKERS.get(kind, _texts)(values, known)


def _dates(values: Sequence[Any], known: Any) -> Column:
    numbers = [0 if value is None else day_number(value) for value in values]
    return Column(np.array(numbers, dtype=np.int32), known)


def _numbers(values: Sequence[Any], known: Any) -> Column:
    return Column(np.array([value or 0 for value in values], dtype=np.int64), known)


def _truths(values: Sequence[Any], known: Any) -> Column:
    return Column(np.array([bool(value) for value in values], dtype=bool), known)


def _texts(values: Sequence[Any], known: Any) -> Column:
    places: dict[str, int] = {}
    codes = [places.setdefault("" if value is None else value, len(places)) for value in values]
    return Column(Texts(np.array(codes, dtype=np.int32), list(places)), known)


_MAKERS: dict[str, Callable[[Sequence[Any], Any], Column]] = {
    "date": _dates,
    "integer": _numbers,
    "money": _numbers,
    "boolean": _truths,
}
