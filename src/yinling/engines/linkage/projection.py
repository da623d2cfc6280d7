"""What follows from all statements about a person: the columns of lists, group and household spells, disputes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yinling.engines.linkage.fields import Field, Value
from yinling.engines.linkage.settling import Ranks, Said, is_disputed, settle, spells

Interval = tuple[str, date, date | None]


@dataclass(frozen=True)
class Projection:
    """`values` are settled with all that is known; `groups` and `households` by (code, from, until)."""

    values: Mapping[str, Value]
    groups: frozenset[Interval]
    households: frozenset[Interval]
    disputed: frozenset[str]

    @property
    def area(self) -> str:
        """The place that looks after the person: residence, else registration."""
        return str(self.values.get("residence_area") or self.values.get("registered_area") or "")

    @property
    def birth_date(self) -> date | None:
        """As a date."""
        text = self.values.get("birth_date")
        return date.fromisoformat(str(text)) if text else None


def project(
    said: Sequence[Said], fields: Mapping[str, Field], *, ranks: Ranks, chosen: Mapping[str, int]
) -> Projection:
    """Settles every field of which anything was said."""
    if len(said) == 1:
        return _only(said[0], fields)
    values: dict[str, Value] = {}
    groups: set[Interval] = set()
    households: set[Interval] = set()
    disputed: set[str] = set()
    for field in [fields[name] for name in {name for s in said for name in s.values} if name in fields]:
        pick = chosen.get(field.name)
        if settled := settle(said, field, ranks=ranks, chosen=pick, on=date.max):
            values[field.name] = settled.value
        if field.is_group or field.name == "household_id":
            through_time = spells(said, field, ranks=ranks, chosen=pick)
            groups |= {(field.name, s.from_, s.until) for s in through_time if field.is_group and s.value}
            households |= {(str(s.value), s.from_, s.until) for s in through_time if not field.is_group}
        if is_disputed(said, field, on=date.max):
            disputed.add(field.name)
    return Projection(values, frozenset(groups), frozenset(households), frozenset(disputed))


def _only(said: Said, fields: Mapping[str, Field]) -> Projection:
    """The short way for a single statement: nobody to weigh it against."""
    values = {name: value for name, value in said.values.items() if name in fields}
    groups = {(name, said.reported_on, None) for name, value in values.items() if fields[name].is_group and value}
    household = values.get("household_id")
    households = {(str(household), said.reported_on, None)} if household else set()
    return Projection(values, frozenset(groups), frozenset(households), frozenset())
