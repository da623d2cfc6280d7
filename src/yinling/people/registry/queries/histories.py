"""Facts of many persons through time, read in few questions: what rules that pay by the month decide on."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from yinling.engines.linkage.fields import Field, typed_value
from yinling.engines.linkage.histories import COMPUTED, FactHistory, HouseholdSpell, Line
from yinling.engines.linkage.settling import Ranks, Said, settle, spells
from yinling.gateways.policy.programmes import load_facts
from yinling.people.registry.models import Conflict, HouseholdMembership, Person, PossibleDuplicate, Statement
from yinling.people.registry.queries.catalogue import fields
from yinling.people.rosters.queries import ranks

DEATH = "deceased_on"
IDS_AT_ONCE = 900  # below the number of variables that SQLite takes in one statement


def fact_histories(person_ids: Sequence[int], *, known_at: datetime | None = None) -> dict[int, FactHistory]:
    """Histories by person; one who was merged gets the history of whoever stands for them.

    `known_at`: only from what had been received by then.
    """
    catalogue, order = fields(), ranks()
    names = tuple(name for name in load_facts() if name in catalogue and name not in COMPUTED)
    keepers = _keepers(person_ids)
    said = _said(keepers, known_at)
    chosen = _chosen(keepers, known_at)
    households = _households(keepers)
    found = {
        keeper: _history(keeper, said.get(keeper, []), chosen.get(keeper, {}), households.get(keeper, ()), names,
                         catalogue, order)
        for keeper in set(keepers.values())
    }  # fmt: skip
    return {person: found[keepers[person]] for person in person_ids if person in keepers}


def open_values(person_ids: Sequence[int], name: str, *, on: date) -> dict[int, str]:
    """A private value of many persons in the open, where known. For actions that log the read themselves."""
    field_, order = fields()[name], ranks()
    keepers = _keepers(person_ids)
    chosen = _chosen(keepers, None)
    said = _said(keepers, None, is_open=True)
    found: dict[int, str] = {}
    for keeper in set(keepers.values()):
        settled = settle(
            said.get(keeper, []), field_, ranks=order, chosen=chosen.get(keeper, {}).get(name), on=on
        )  # fmt: skip
        if settled:
            found[keeper] = str(settled.value)
    return {person: found[keepers[person]] for person in person_ids if keepers.get(person) in found}


def reported_dead() -> set[int]:
    """Persons of whom any source told a day of death; whether it holds on a day is for their history to say."""
    told = Statement.objects.filter(values__has_key=DEATH).values_list("person_id", "person__merged_into")
    return {keeper or person for person, keeper in told}


def people_touched(*, after_statement: int, since: datetime) -> set[int]:
    """Persons about whom something was said, settled or merged after a statement's number, or since a moment."""
    said = Statement.objects.filter(Q(id__gt=after_statement) | Q(at__gte=since)).values_list("person_id", flat=True)
    settled = Conflict.objects.filter(settled_at__gte=since).values_list("person_id", flat=True)
    pairs = PossibleDuplicate.objects.filter(decided_at__gte=since).values_list("person_id", "other_id")
    return {*said, *settled, *(person for pair in pairs for person in pair)}


def last_statement() -> int:
    """The number of the statement that came last."""
    return Statement.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _in_parts(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[at : at + IDS_AT_ONCE] for at in range(0, len(ordered), IDS_AT_ONCE))


def _keepers(person_ids: Iterable[int]) -> dict[int, int]:
    """Each person asked for, whoever stands for them, and all that were merged into those: who stands for them."""
    found: dict[int, int] = {}
    for part in _in_parts(set(person_ids)):
        found |= _who_stands_for(Q(id__in=part))
    for part in _in_parts(set(found.values())):
        found |= _who_stands_for(Q(id__in=part) | Q(merged_into__in=part))
    return found


def _who_stands_for(wanted: Q) -> dict[int, int]:
    rows = Person.objects.filter(wanted).values_list("id", "merged_into")
    return {person: keeper or person for person, keeper in rows}


def _said(keepers: Mapping[int, int], known_at: datetime | None, *, is_open: bool = False) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    columns = ["id", "person_id", "source_id", "reported_on", "values", *(["private"] if is_open else [])]
    for part in _in_parts(keepers):
        rows = Statement.objects.filter(person__in=part, **({"at__lte": known_at} if known_at else {}))
        for number, person, source, reported_on, values, *private in rows.order_by("id").values_list(*columns):
            sealed = json.loads(private[0]) if private and private[0] else {}
            found[keepers[person]].append(Said(number, source, reported_on, values | sealed))
    return found


def _chosen(keepers: Mapping[int, int], known_at: datetime | None) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for part in _in_parts(keepers):
        rows = Conflict.objects.filter(person__in=part, chosen__isnull=False)
        if known_at:
            rows = rows.filter(settled_at__lte=known_at)
        for person, name, source in rows.order_by("settled_at", "id").values_list(
            "person_id", "field", "chosen__source_id"
        ):
            found[keepers[person]][name] = source
    return found


def _households(keepers: Mapping[int, int]) -> dict[int, list[HouseholdSpell]]:
    found: dict[int, list[HouseholdSpell]] = defaultdict(list)
    for part in _in_parts(keepers):
        rows = HouseholdMembership.objects.filter(person__in=part).order_by("id")
        for person, household, from_, until in rows.values_list(
            "person_id", "household_id", "valid_from", "valid_until"
        ):
            found[keepers[person]].append(HouseholdSpell(str(household), from_, until))
    return found


def _history(
    person_id: int,
    said: list[Said],
    chosen: Mapping[str, int],
    households: Sequence[HouseholdSpell],
    names: tuple[str, ...],
    catalogue: Mapping[str, Field],
    order: Ranks,
) -> FactHistory:
    told = {name for each in said for name in each.values}
    lines = {name: _line(said, catalogue[name], order, chosen.get(name)) for name in names if name in told}
    death = (
        settle(said, catalogue[DEATH], ranks=order, chosen=chosen.get(DEATH), on=date.max) if DEATH in told else None
    )
    deceased_on = date.fromisoformat(str(death.value)) if death and death.value else None
    return FactHistory(person_id, lines, households, deceased_on, names)


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
