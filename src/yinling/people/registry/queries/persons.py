"""Questions about persons: who is visible, cards, households."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yinling.kernel.actor import Actor, NotVisible
from yinling.kernel.dates import age_on
from yinling.kernel.masking import mask_name
from yinling.people.places.queries import full_names
from yinling.people.registry.models import HouseholdMembership, Identifier, Mandate, Person
from yinling.people.registry.queries.dossiers import keepers_of


@dataclass(frozen=True)
class PersonCard:
    """A person for pages, personal values masked."""

    id: int
    name_masked: str
    id_number_masked: str
    phone_masked: str
    birth_date: date | None
    sex: str
    sex_words: str
    area: str
    area_name: str
    registered_area: str
    household_id: int | None

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None where the birth date is unknown."""
        return age_on(self.birth_date, day) if self.birth_date else None


def people_visible(actor: Actor, *, on: date) -> QuerySet[Person]:
    """Persons whom the actor may see on a day, merged ones left out."""
    return Person.objects.visible_to(actor, on=on).filter(merged_into=None)


def visible_person(person_id: int, *, actor: Actor, on: date) -> Person:
    """Whoever stands for the person; `on` is the day of an agent's mandate. Raises NotVisible."""
    named = Q(id=person_id) | Q(merged__id=person_id)
    person = Person.objects.visible_to(actor, on=on).filter(named, merged_into=None).first()
    if person is None:
        raise NotVisible(person_id)
    return person


def person_card(person_id: int, *, actor: Actor, on: date) -> PersonCard:
    """The card of whoever stands for the person. Raises NotVisible."""
    return person_cards([visible_person(person_id, actor=actor, on=on)], on=on)[0]


def person_cards(people: Iterable[Person], *, on: date) -> list[PersonCard]:
    """Cards of a day in a fixed number of questions; the caller has asked for visible people."""
    persons = list(people)
    keepers = keepers_of(person.id for person in persons)
    identifiers = Identifier.objects.filter(person__in=keepers).order_by("-id")
    numbers = {keepers[i]: masked for i, masked in identifiers.values_list("person_id", "masked")}
    households = _households(keepers, on=on)
    places = full_names([person.area for person in persons])
    return [
        PersonCard(
            id=person.id,
            name_masked=mask_name(person.name),
            id_number_masked=numbers.get(person.id, ""),
            phone_masked=person.phone_masked,
            birth_date=person.birth_date,
            sex=person.sex,
            sex_words=person.get_sex_display(),
            area=person.area,
            area_name=places[person.area] if person.area else "",
            registered_area=person.registered_area,
            household_id=households.get(person.id),
        )
        for person in persons
    ]


def household_of(person_id: int, *, on: date) -> int | None:
    """The household to which the person belongs on a day."""
    keepers = keepers_of([person_id])
    return next(iter(_households(keepers, on=on).values()), None)


def _households(keepers: dict[int, int], *, on: date) -> dict[int, int]:
    in_force = Q(valid_until=None) | Q(valid_until__gt=on)
    rows = HouseholdMembership.objects.filter(in_force, person__in=keepers, valid_from__lte=on).order_by("id")
    return {keepers[person]: household for person, household in rows.values_list("person_id", "household_id")}


def represented_by(actor: Actor, *, on: date) -> list[int]:
    """The older persons for whom a log-in may act on the day; an older person's own log-in acts for themself."""
    if actor.person_id is not None:
        return [actor.person_id]
    if not actor.may("elder.represent"):
        return []
    return list(Person.objects.visible_to(actor, on=on).order_by("id").values_list("id", flat=True))


def is_represented(person_id: int, *, actor: Actor, on: date) -> bool:
    """Whether the actor may act for the person on the day: it is themself, or there is a mandate."""
    return person_id in represented_by(actor, on=on)


def agents_of(person_id: int, *, on: date) -> list[int]:
    """The log-ins whose mandate for the person is in force on the day."""
    in_force = Q(valid_until=None) | Q(valid_until__gt=on)
    return sorted(set(mandates_of(person_id).filter(in_force, valid_from__lte=on).values_list("agent_id", flat=True)))


def mandates_of(person_id: int) -> QuerySet[Mandate]:
    """Every mandate the person gave, latest first."""
    return Mandate.objects.filter(person__in=keepers_of([person_id])).select_related("agent").order_by("-id")
