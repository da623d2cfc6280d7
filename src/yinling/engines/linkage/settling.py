"""Which of several statements holds on a day: the order of sources, unless a person has chosen a source.

Within a source the latest statement on a field holds. Among sources the chosen one holds, else the one with the
smallest rank, else the one reported last. Statements of a later day than the one asked for are not yet known, save
for timeless fields.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yinling.engines.linkage.fields import Field, Value

LOWEST_RANK = 1000


@dataclass(frozen=True)
class Said:
    """One statement; `order` is the order of arrival."""

    order: int
    source: int
    reported_on: date
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Ranks:
    """Priority of sources (smaller wins), and where it differs by field: `by_field[source][field]`."""

    general: Mapping[int, int]
    by_field: Mapping[int, Mapping[str, int]]

    def of(self, source: int, field: str) -> int:
        """The rank of a source for a field."""
        return self.by_field.get(source, {}).get(field, self.general.get(source, LOWEST_RANK))


@dataclass(frozen=True)
class Settled:
    """The value that holds, and the statement it comes from."""

    value: Value
    said: Said


def latest_by_source(said: Iterable[Said], field: Field, *, on: date) -> dict[int, Said]:
    """Each source's latest statement on the field that is known on the day."""
    known = [s for s in said if field.name in s.values and (field.is_timeless or s.reported_on <= on)]
    return {s.source: s for s in sorted(known, key=lambda s: (s.reported_on, s.order))}


def settle(said: Sequence[Said], field: Field, *, ranks: Ranks, chosen: int | None, on: date) -> Settled | None:
    """The value that holds on the day; None where nobody said anything. `chosen` is a source."""
    latest = latest_by_source(said, field, on=on)
    if not latest:
        return None

    def preference(source: int) -> tuple[bool, int, int, int]:
        given = latest[source]
        return (source != chosen, ranks.of(source, field.name), -given.reported_on.toordinal(), -given.order)

    best = latest[min(latest, key=preference)]
    return Settled(best.values[field.name], best)


def is_disputed(said: Iterable[Said], field: Field, *, on: date) -> bool:
    """Whether sources differ on the field."""
    values = [s.values[field.name] for s in latest_by_source(said, field, on=on).values()]
    return field.is_compared and any(value != values[0] for value in values)


def own_view(said: Iterable[Said], source: int, *, on: date) -> dict[str, Value]:
    """What one source had said by a day, field by field."""
    view: dict[str, Value] = {}
    own = (s for s in said if s.source == source and s.reported_on <= on)
    for statement in sorted(own, key=lambda s: (s.reported_on, s.order)):
        view |= statement.values
    return view


@dataclass(frozen=True)
class Spell:
    """A value from one day until another; `until` None = still."""

    value: Value
    from_: date
    until: date | None


def spells(said: Sequence[Said], field: Field, *, ranks: Ranks, chosen: int | None) -> list[Spell]:
    """The settled value through time, equal neighbours joined."""
    days = sorted({s.reported_on for s in said if field.name in s.values})
    found: list[Spell] = []
    for day in days:
        settled = settle(said, field, ranks=ranks, chosen=chosen, on=day)
        if settled is None or (found and found[-1].value == settled.value):
            continue
        if found:
            found[-1] = Spell(found[-1].value, found[-1].from_, day)
        found.append(Spell(settled.value, day, None))
    return found
