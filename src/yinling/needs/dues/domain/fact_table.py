"""Facts of many persons on the few days that most decisions ask about: each told once, as values, columns and text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Column, Texts
from yinling.needs.dues.domain.fact_columns import History, fact_column

Places = npt.NDArray[np.intp]


class FactTable:
    """Persons by place; a fact on a day is asked of everybody at once, and only when a rule first wants it."""

    def __init__(self, kinds: Mapping[str, str], histories: Sequence[History]) -> None:
        self._kinds = kinds
        self._histories = histories
        self._values: dict[tuple[str, date], list[object]] = {}
        self._columns: dict[tuple[str, date], Column] = {}
        self._texts: dict[tuple[str, date], list[str]] = {}

    def values(self, name: str, day: date) -> list[object]:
        """One fact of everybody."""
        key = name, day
        if key not in self._values:
            self._values[key] = [history.value(name, day) for history in self._histories]
        return self._values[key]

    def columns(self, names: Iterable[str], day: date, places: Places) -> dict[str, Column]:
        """Facts of some on one day, as columns."""
        return {name: _taken(self._column(name, day), places) for name in names}

    def mixed(self, names: Iterable[str], usual: date, asked: Sequence[tuple[int, date]]) -> dict[str, Column]:
        """Facts by (place, day), where most ask about the usual day."""
        return {name: self._mixed(name, usual, asked) for name in names}

    def texts(self, name: str, day: date) -> list[str]:
        """`"fact": value` of everybody, as in the text of a JSON object."""
        key = name, day
        if key not in self._texts:
            told: dict[object, str] = {}
            values = self.values(name, day)
            for value in set(values):
                told[value] = f"{json.dumps(name)}: {json.dumps(_plain(value))}"
            self._texts[key] = [told[value] for value in values]
        return self._texts[key]

    def _column(self, name: str, day: date) -> Column:
        key = name, day
        if key not in self._columns:
            self._columns[key] = fact_column(self.values(name, day), self._kinds[name])
        return self._columns[key]

    def _mixed(self, name: str, usual: date, asked: Sequence[tuple[int, date]]) -> Column:
        values = self.values(name, usual)
        own = [
            values[place] if day == usual else self._histories[place].value(name, day) for place, day in asked
        ]  # fmt: skip
        return fact_column(own, self._kinds[name])


def _taken(column: Column, places: Places) -> Column:
    known = column.known[places] if isinstance(column.known, np.ndarray) else column.known
    if isinstance(column.values, Texts):
        return Column(Texts(column.values.codes[places], column.values.categories), known)
    return Column(column.values[places] if np.ndim(column.values) else column.values, known)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
