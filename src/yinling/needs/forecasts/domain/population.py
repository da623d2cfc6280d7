"""The people of a district as columns, on any day to come, and how many of them are expected to live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.functions import day_number

WHOLE = 1_000_000
AGES_MAX = 130
PER = 100_000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Population:
    """`town[row]` is a code of nine digits or empty; `born[row]` is yyyymmdd, 0 where unknown."""

    columns: Mapping[str, Column]
    count: int
    on: date
    town: Texts
    born: npt.NDArray[np.int32]

    def facts(self, day: date) -> dict[str, Column]:
        """Facts as of the snapshot, with the day that is asked for: people grow older and change in nothing else."""
        return {**self.columns, "on": Column(day_number(day)), "alive": Column(True)}

    def ages(self, day: date) -> Ints:
        """Whole years of age on a day; -1 where the birth date is unknown."""
        years = (day_number(day) - self.born.astype(np.int64)) // 10_000
        return np.where(self.born > 0, np.maximum(years, 0), -1)

    def within(self, area: str) -> "Population":
        """Only those of an area (a prefix of their town)."""
        if not area:
            return self
        kept = np.flatnonzero(self.town.map(lambda code: code.startswith(area[:9]), bool))
        return Population(
            {name: taken(column, kept) for name, column in self.columns.items()},
            len(kept), self.on, Texts(self.town.codes[kept], self.town.categories), self.born[kept],
        )  # fmt: skip


def taken(column: Column, rows: npt.NDArray[np.intp]) -> Column:
    """Some rows of a column."""
    known = column.known[rows] if isinstance(column.known, np.ndarray) else column.known
    if isinstance(column.values, Texts):
        return Column(Texts(column.values.codes[rows], column.values.categories), known)
    return Column(column.values[rows] if isinstance(column.values, np.ndarray) else column.values, known)


@dataclass(frozen=True)
class Survival:
    """Deaths a year among 100,000 of each age, for ages from the lowest given; the last holds for all above."""

    id: str
    name: str
    source: str
    verified: bool
    deaths: Mapping[int, int]

    def yearly(self) -> Ints:
        """The part in a million of each age that is alive a year later."""
        parts = np.full(AGES_MAX + 2, WHOLE, dtype=np.int64)
        last = 0
        for age in range(AGES_MAX + 1):
            last = self.deaths.get(age, last)
            parts[age] = WHOLE - last * (WHOLE // PER)
        return parts


def weights(people: Population, survival: Survival | None, day: date) -> Ints:
    """Parts in a million of each person expected to be alive on `day`; whole years since the snapshot count."""
    parts = np.full(people.count, WHOLE, dtype=np.int64)
    if survival is None:
        return parts
    yearly, ages = survival.yearly(), people.ages(people.on)
    for year in range(max(0, day.year - people.on.year)):
        at = np.clip(ages + year, 0, AGES_MAX)
        parts = np.where(ages < 0, parts, parts * yearly[at] // WHOLE)
    return parts
