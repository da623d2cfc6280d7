"""Dated parameters: a number that an authority sets, from a day on, with its source."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from yinling.engines.rules.columns import UNKNOWN, Column
from yinling.engines.rules.functions import day_number


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a day until the next value's day."""

    from_: date
    value: int
    source: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Parameter:
    """A number by date, ascending; money in fen. Without values it is open: nobody has set it."""

    id: str
    label: str
    type: str = "number"
    unit: str = ""
    values: tuple[DatedValue, ...] = ()
    note: str = ""

    def on(self, day: date) -> int | None:
        """The value in force on `day`; None where none is."""
        position = bisect_right(self.values, day, key=lambda dated: dated.from_)
        return self.values[position - 1].value if position else None

    def column(self, days: Column) -> Column:
        """The values in force on a column of days."""
        if not self.values:
            return UNKNOWN
        starts = [day_number(dated.from_) for dated in self.values]
        numbers = np.array([0, *(dated.value for dated in self.values)], dtype=np.int64)
        if len(starts) == 1 and np.all(np.asarray(days.values) >= starts[0]):
            return Column(int(numbers[1]), days.known)
        positions = np.searchsorted(starts, days.values, side="right")
        return Column(numbers[positions], days.known & (positions > 0))


def fixed(parameter: Parameter, value: int) -> Parameter:
    """The parameter with one value for every day, as given on a command line."""
    return Parameter(parameter.id, parameter.label, parameter.type, parameter.unit, (DatedValue(date.min, value),))


def first_fault(values: Sequence[DatedValue]) -> str:
    """What is wrong with the order of dated values; empty when nothing is."""
    for earlier, later in zip(values, values[1:], strict=False):
        if later.from_ <= earlier.from_:
            return f"{later.from_} does not come after {earlier.from_}"
    return ""
