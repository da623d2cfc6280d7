"""Facts of many persons through time, read in few questions: what rules that pay by the month decide on."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from yinling.engines.linkage.histories import COMPUTED, FactHistory, HouseholdSpell
from yinling.engines.linkage.lines import history_of
from yinling.engines.linkage.settling import Said, settle
from yinling.gateways.among import among
from yinling.gateways.policy.programmes import load_facts
from yinling.people.registry.models import Conflict, HouseholdMembership, Person, PossibleDuplicate, Statement
from yinling.people.registry.queries.catalogue import fields
from yinling.people.rosters.queries import ranks

DEATH = "deceased_on"


def fact_histories(person_ids: Sequence[int], *, known_at: datetime | None = None) -> dict[int, FactHistory]:
    """Histories by person; one who was merged gets the history of whoever stands for them.

    `known_at`: only from what had been received by then.
    """
    catalogue, order = fields(), ranks()
    names = tuple(name for name in load_facts() if name in catalogue and name not in COMPUTED)
    keepers = keepers_of_all(person_ids)
    said = _said(keepers, known_at)
    chosen = _chosen(keepers, known_at)
    households = _households(keepers)
    found = {
        keeper: history_of(keeper, said.get(keeper, []), chosen.get(keeper, {}), households.get(keeper, ()), names,
                         catalogue, order)
        for keeper in set(keepers.values())
    }  # fmt: skip
    return {person: found[keepers[person]] for person in person_ids if person in keepers}


def open_values(person_ids: Sequence[int], name: str, *, on: date) -> dict[int, str]:
    """A private value of many persons in the open, where known. For actions that log the read themselves."""
    field_, order = fields()[name], ranks()
    keepers = keepers_of_all(person_ids)
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
    told = Statement.objects.filter(Q(id__gt=after_statement) | Q(at__gte=since)).order_by()
    said = told.values_list("person_id", flat=True)
    settled = Conflict.objects.filter(settled_at__gte=since).values_list("person_id", flat=True)
    pairs = PossibleDuplicate.objects.filter(decided_at__gte=since).values_list("person_id", "other_id")
    return {*said, *settled, *(person for pair in pairs for person in pair)}


def last_statement() -> int:
    """The number of the statement that came last."""
    return Statement.objects.order_by("-id").values_list("id", flat=True).first() or 0


def keepers_of_all(person_ids: Iterable[int]) -> dict[int, int]:
    """Each person asked for, whoever stands for them, and all that were merged into those: who stands for them."""
    asked = set(person_ids)
    found = _who_stands_for("id", asked)
    # Merging is rare: one more question finds all who were merged into anybody who stands for themself.
    return found | _who_stands_for("id", set(found.values()) - asked) | _who_stands_for("merged_into", found.values())


def _who_stands_for(field: str, ids: Iterable[int]) -> dict[int, int]:
    wanted, found = set(ids), {}
    for part in among(field, wanted):
        for person, keeper in Person.objects.filter(part).values_list("id", "merged_into"):
            if (person if field == "id" else keeper) in wanted:
                found[person] = keeper or person
    return found


def _said(keepers: Mapping[int, int], known_at: datetime | None, *, is_open: bool = False) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    columns = ["id", "person_id", "source_id", "reported_on", "values", *(["private"] if is_open else [])]
    for part in among("person", keepers):
        rows = Statement.objects.filter(part, **({"at__lte": known_at} if known_at else {}))
        for number, person, source, reported_on, values, *private in rows.order_by("id").values_list(*columns):
            if person not in keepers:
                continue
            sealed = json.loads(private[0]) if private and private[0] else {}
            found[keepers[person]].append(Said(number, source, reported_on, values | sealed))
    return found


def _chosen(keepers: Mapping[int, int], known_at: datetime | None) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for part in among("person", keepers):
        rows = Conflict.objects.filter(part, chosen__isnull=False)
        if known_at:
            rows = rows.filter(settled_at__lte=known_at)
        for person, name, source in rows.order_by("settled_at", "id").values_list(
            "person_id", "field", "chosen__source_id"
        ):
            if person in keepers:
                found[keepers[person]][name] = source
    return found


def _households(keepers: Mapping[int, int]) -> dict[int, list[HouseholdSpell]]:
    found: dict[int, list[HouseholdSpell]] = defaultdict(list)
    for part in among("person", keepers):
        rows = HouseholdMembership.objects.filter(part).order_by("id")
        for person, household, from_, until in rows.values_list(
            "person_id", "household_id", "valid_from", "valid_until"
        ):
            if person in keepers:
                found[keepers[person]].append(HouseholdSpell(str(household), from_, until))
    return found
