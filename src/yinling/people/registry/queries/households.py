"""Who shares a household with whom, whenever that was."""

from collections import defaultdict
from collections.abc import Iterable

from yinling.gateways.among import among
from yinling.people.registry.models import Household, HouseholdMembership, Statement

IDS_AT_ONCE = 900  # below the number of variables that SQLite takes in one statement
FIELD = "household_id"


def housemates(person_ids: Iterable[int], *, ever_named: bool = False) -> dict[int, set[int]]:
    """By person: all who at any time belonged to one of their households; of merged persons whoever stands for them.

    `ever_named`: also households that statements named and later ones corrected.
    """
    homes: dict[int, set[int]] = {person: set() for person in person_ids}
    for part in among("person", homes):
        for person, home in HouseholdMembership.objects.filter(part).values_list("person_id", "household_id"):
            if person in homes:
                homes[person].add(home)
    if ever_named:
        for person, named in _named(homes).items():
            homes[person] |= named
    members = _members({home for own in homes.values() for home in own})
    return {person: {each for home in own for each in members[home]} - {person} for person, own in homes.items()}


def _named(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Households by person, from everything that was ever said of them."""
    numbers: dict[str, set[int]] = defaultdict(set)
    wanted = set(person_ids)
    for part in among("person", wanted):
        rows = Statement.objects.filter(part, values__has_key=FIELD).values_list("person_id", "values")
        for person, values in rows:
            if person in wanted:
                numbers[str(values[FIELD])].add(person)
    found: dict[int, set[int]] = defaultdict(set)
    ordered = sorted(numbers)
    for at in range(0, len(ordered), IDS_AT_ONCE):
        homes = Household.objects.filter(number__in=ordered[at : at + IDS_AT_ONCE]).values_list("id", "number")
        for home, number in homes:
            for person in numbers[number]:
                found[person].add(home)
    return found


def _members(homes: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for part in among("household", homes):
        rows = HouseholdMembership.objects.filter(part)
        for person, keeper, home in rows.values_list("person_id", "person__merged_into", "household_id"):
            found[home].add(keeper or person)
    return found
