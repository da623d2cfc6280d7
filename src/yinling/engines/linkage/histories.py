"""Everything known of a person through time: each fact's values by day, households, the day of death."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

COMPUTED = ("on", "alive", "person_id", "household_id")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One fact through time: `values[n]` holds from `days[n]` until the next day named; unknown before the first."""

    days: tuple[date, ...]
    values: tuple[object, ...]

    def on(self, day: date) -> object:
        """The value that holds; None where unknown."""
        position = bisect_right(self.days, day)
        return self.values[position - 1] if position else None


@dataclass(frozen=True)
class HouseholdSpell:
    """A household from a day until another; of two that hold on one day the later entered counts."""

    household_id: str
    from_: date
    until: date | None


@dataclass(frozen=True)
class FactHistory:
    """Everything the dictionary names about one person and their household, on any day.

    `deceased_on` is the day as known now, whenever it was reported: nobody lives on because the news came late.
    """

    person_id: int
    lines: Mapping[str, Line]
    households: Sequence[HouseholdSpell] = ()
    deceased_on: date | None = None
    names: tuple[str, ...] = field(default=())

    def on(self, day: date) -> dict[str, object]:
        """The facts of a day by name, as `facts_of` gives them, and the computed ones; None = unknown."""
        found = {name: self.value(name, day) for name in self.names}
        return found | {name: self.value(name, day) for name in COMPUTED}

    def value(self, name: str, day: date) -> object:
        """One fact on a day."""
        line = self.lines.get(name)
        if line is not None:
            return line.on(day)
        computed = _COMPUTED.get(name)
        return computed(self, day) if computed else None

    def alive(self, day: date) -> bool:
        """The day of death still counts as lived."""
        return self.deceased_on is None or day <= self.deceased_on

    def household_on(self, day: date) -> str | None:
        """The household to which the person belongs on a day."""
        holding = [each for each in self.households if each.from_ <= day and (each.until is None or day < each.until)]
        return holding[-1].household_id if holding else None

    def change_days(self, since: date, until: date, *, names: Iterable[str] | None = None) -> tuple[date, ...]:
        """Days in [since, until) on which a value changes, ascending; of `names` only, where they are given.

        The first day after death is one; birthdays are none.
        """
        wanted = self.lines.keys() if names is None else [*(self.lines.keys() & set(names))]
        days = {day for name in wanted for day in self.lines[name].days if since <= day < until}
        if names is None or "household_id" in set(names):
            ends = [end for each in self.households for end in (each.from_, each.until) if end]
            days |= {day for day in ends if since <= day < until}
        if self.deceased_on and since <= self.deceased_on + _ONE_DAY < until:
            days.add(self.deceased_on + _ONE_DAY)
        return tuple(sorted(days))


_COMPUTED = {
    "on": lambda history, day: day,
    "alive": FactHistory.alive,
    "person_id": lambda history, day: str(history.person_id),
    "household_id": FactHistory.household_on,
}
