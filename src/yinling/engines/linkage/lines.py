"""What was said of a person through time, as lines of spells: the short way where one source told all. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from yinling.engines.linkage.fields import Field, Value, typed_value
from yinling.engines.linkage.histories import FactHistory, HouseholdSpell, Line
from yinling.engines.linkage.settling import Ranks, Said, settle, spells

DEATH = "deceased_on"
LINES_KEPT = 1 << 16


def history_of(
    person_id: int,
    said: list[Said],
    chosen: Mapping[str, int],
    households: Sequence[HouseholdSpell],
    names: tuple[str, ...],
    catalogue: Mapping[str, Field],
    order: Ranks,
) -> FactHistory:
    """Everything that was said of a person; `chosen` is by field the source that was chosen where sources differ."""
    if len(said) == 1:
        lines = _said_once(said[0], names, catalogue)
    else:
        told = {name for each in said for name in each.values}
        lines = {name: _line(said, catalogue[name], order, chosen.get(name)) for name in names if name in told}
    died = _died_on(said, catalogue[DEATH], order, chosen.get(DEATH))
    return FactHistory(person_id, lines, households, died, names)


def _said_once(said: Said, names: tuple[str, ...], catalogue: Mapping[str, Field]) -> dict[str, Line]:
    """Lines by name of somebody of whom one source told everything; equal lines of many people are one."""
    values = said.values
    return {
        name: _only_line(date.min if field_.is_timeless else said.reported_on, values[name], field_.kind == "date")
        for name in names
        if name in values
        for field_ in [catalogue[name]]
    }


@lru_cache(maxsize=LINES_KEPT, typed=True)
def _only_line(day: date, value: Value, is_date: bool) -> Line:
    return Line((day,), (date.fromisoformat(str(value)) if is_date and value is not None else value,))


def _line(said: list[Said], field_: Field, order: Ranks, chosen: int | None) -> Line:
    told = [each for each in said if field_.name in each.values]
    if field_.is_timeless:
        best = settle(told, field_, ranks=order, chosen=chosen, on=date.max)
        return Line((date.min,), (typed_value(best.value, field_),)) if best else Line((), ())
    if len(told) == 1:
        return Line((told[0].reported_on,), (typed_value(told[0].values[field_.name], field_),))
    through_time = spells(told, field_, ranks=order, chosen=chosen)
    return Line(
        tuple(each.from_ for each in through_time), tuple(typed_value(each.value, field_) for each in through_time)
    )


def _died_on(said: list[Said], field_: Field, order: Ranks, chosen: int | None) -> date | None:
    if not any(field_.name in each.values for each in said):
        return None
    death = settle(said, field_, ranks=order, chosen=chosen, on=date.max)
    return date.fromisoformat(str(death.value)) if death and death.value else None
