"""Keeps what follows from statements in step with them: columns of persons, groups, households, open conflicts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yinling.engines.linkage.keys import similarity_key
from yinling.engines.linkage.projection import Projection, project
from yinling.foundation.outbox.actions import announce
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.kernel.masking import mask_phone
from yinling.people.registry.events import PeopleChanged
from yinling.people.registry.models import Conflict, GroupMembership, Household, HouseholdMembership, Person
from yinling.people.registry.queries.dossiers import Dossier, dossiers
from yinling.people.rosters.actions.inserting import insert_rows

_COLUMNS = ["name", "sex", "birth_date", "area", "registered_area", "phone_masked", "phone_index", "match_key"]
TOWN_DIGITS = 9
AGREED = "来源已一致"
PRESENCE = {"deceased_on", "in_institution"}  # fields that say whether somebody lives, and lives at home
TOLD_AT_ONCE = 500


@dataclass(frozen=True)
class Standing:
    """A person with what now follows from all statements about them, and where they belonged before."""

    person: Person
    projection: Projection
    area_before: str


def match_key(name: str, birth_date: date | None, area: str) -> str:
    """The fingerprint by which possible duplicates are found: name, birth date, town; empty if one is unknown."""
    key = similarity_key(name, birth_date, area[:TOWN_DIGITS])
    return blind_index(key, purpose="match") if key else ""


def phone_fingerprint(phone: str) -> str:
    """The blind index of a telephone number; empty for none."""
    return blind_index(phone, purpose="phone") if phone else ""


def standing_of(person: Person, dossier: Dossier) -> Standing:
    """Settles everything and puts it into the person's columns, unsaved."""
    projection = project(dossier.said, dossier.fields, ranks=dossier.ranks, chosen=dossier.chosen)
    phone, area_before = str(projection.values.get("phone", "")), person.area
    person.name = str(projection.values.get("name", person.name))
    person.sex = str(projection.values.get("sex", ""))
    person.birth_date = projection.birth_date
    person.area = projection.area
    person.registered_area = str(projection.values.get("registered_area", ""))
    person.phone_masked, person.phone_index = mask_phone(phone), phone_fingerprint(phone)
    person.match_key = match_key(person.name, person.birth_date, person.area)
    return Standing(person, projection, area_before)


def refresh(
    person_ids: Iterable[int], *, about: Collection[str], by: Actor, at: datetime, touched: Collection[str] = ()
) -> None:
    """Settles persons anew, `about` some fields; `touched` are those on which something new was said."""
    files = dossiers(person_ids, is_open=True)
    standings = [standing_of(person, files[person.id]) for person in Person.objects.filter(id__in=files)]
    keep_standings(standings, touched={s.person.id: touched for s in standings}, at=at)
    tell_changes(standings, about={s.person.id: about for s in standings}, by=by, at=at)


def tell_changes(
    standings: Sequence[Standing], *, about: Mapping[int, Collection[str]], by: Actor, at: datetime
) -> None:
    """Announces who belongs elsewhere now, and of whom it was told anew whether they live at home."""
    ids = [
        s.person.id for s in standings
        if s.area_before not in ("", s.person.area) or not PRESENCE.isdisjoint(about.get(s.person.id, ()))
    ]  # fmt: skip
    for start in range(0, len(ids), TOLD_AT_ONCE):
        announce(PeopleChanged(tuple(ids[start : start + TOLD_AT_ONCE])), by=by, at=at)


def keep_standings(standings: Sequence[Standing], *, touched: Mapping[int, Collection[str]], at: datetime) -> int:
    """Stores what changed about persons who exist; returns how many conflicts were opened."""
    # An upsert by primary key: several times as fast as bulk_update's CASE for each column.
    Person.objects.bulk_create(
        [s.person for s in standings], update_conflicts=True, unique_fields=["id"], update_fields=_COLUMNS
    )
    ids = [s.person.id for s in standings]
    _keep_groups(standings, GroupMembership.objects.filter(person__in=ids))
    _keep_households(standings, HouseholdMembership.objects.filter(person__in=ids).select_related("household"))
    return _keep_conflicts(standings, touched, at=at)


def keep_new_standings(standings: Sequence[Standing]) -> None:
    """Stores groups and households of persons who were unknown until now."""
    _keep_groups(standings, [])
    _keep_households(standings, [])


def _keep_groups(standings: Sequence[Standing], stored: Iterable[GroupMembership]) -> None:
    wanted = {(s.person.id, *interval) for s in standings for interval in s.projection.groups}
    have = {(row.person_id, row.group, row.valid_from, row.valid_until): row.id for row in stored}
    GroupMembership.objects.filter(id__in=[have[key] for key in have.keys() - wanted]).delete()
    insert_rows(
        GroupMembership(person_id=person, group=group, valid_from=from_, valid_until=until)
        for person, group, from_, until in wanted - have.keys()
    )


def _keep_households(standings: Sequence[Standing], stored: Iterable[HouseholdMembership]) -> None:
    wanted = {(s.person.id, *interval) for s in standings for interval in s.projection.households}
    have = {(row.person_id, row.household.number, row.valid_from, row.valid_until): row.id for row in stored}
    HouseholdMembership.objects.filter(id__in=[have[key] for key in have.keys() - wanted]).delete()
    fresh = wanted - have.keys()
    ids = _household_ids({number for _, number, _, _ in fresh})
    insert_rows(
        HouseholdMembership(person_id=person, household_id=ids[number], valid_from=from_, valid_until=until)
        for person, number, from_, until in fresh
    )


def _household_ids(numbers: set[str]) -> dict[str, int]:
    if not numbers:
        return {}
    Household.objects.bulk_create([Household(number=number) for number in sorted(numbers)], ignore_conflicts=True)
    return dict(Household.objects.filter(number__in=numbers).values_list("number", "id"))


def _keep_conflicts(standings: Sequence[Standing], touched: Mapping[int, Collection[str]], *, at: datetime) -> int:
    """Opens one for each touched field that is disputed; closes those on which the sources agree by now."""
    disputed = {(s.person.id, name) for s in standings for name in s.projection.disputed}
    rows = Conflict.objects.filter(person__in=[s.person.id for s in standings], settled_at=None)
    is_open = {(row.person_id, row.field): row.id for row in rows}
    agreed = [is_open[key] for key in is_open.keys() - disputed]
    Conflict.objects.filter(id__in=agreed).update(settled_at=at, settled_by_name="", reason=AGREED)
    fresh = sorted(key for key in disputed - is_open.keys() if key[1] in touched.get(key[0], ()))
    Conflict.objects.bulk_create(Conflict(person_id=person, field=name, opened_at=at) for person, name in fresh)
    return len(fresh)
