"""Finding people: by name, identity number, telephone, town, group; a page at a time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yinling.engines.linkage.identity import normalise_identity
from yinling.engines.linkage.keys import plain_name
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.people.registry.models import Identifier, Person
from yinling.people.registry.queries.persons import PersonCard, people_visible, person_cards

PAGE_ROWS = 30
_IDENTITY_LENGTHS = (15, 18)


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts match all. `after` is the last number of the page before."""

    text: str = ""
    area: str = ""
    group: str = ""
    after: int = 0


@dataclass(frozen=True)
class Page:
    """One page of people; `next_after` None = the last."""

    cards: list[PersonCard]
    next_after: int | None


def find_people(wanted: Wanted, *, actor: Actor, on: date) -> Page:
    """People whom the actor may see, in the order of their numbers."""
    people = _asked_for(people_visible(actor, on=on), wanted, on).filter(id__gt=wanted.after)
    rows = list(people.order_by("id")[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    return Page(person_cards(shown, on=on), shown[-1].pk if len(rows) > PAGE_ROWS else None)


def _asked_for(people: QuerySet[Person], wanted: Wanted, on: date) -> QuerySet[Person]:
    if wanted.area:
        first, last = code_range(wanted.area)
        people = people.filter(area__gte=first, area__lt=last)
    if wanted.group:
        still = Q(group_memberships__valid_until=None) | Q(group_memberships__valid_until__gt=on)
        since = Q(group_memberships__group=wanted.group, group_memberships__valid_from__lte=on)
        people = people.filter(still & since).distinct()
    return people.filter(_meant(wanted.text)) if wanted.text.strip() else people


def _meant(text: str) -> Q:
    """A number is an identity number or a telephone, found by its blind index; anything else begins a name."""
    number = normalise_identity(text)
    if len(number) in _IDENTITY_LENGTHS and number[:-1].isdigit():
        holders = Identifier.objects.filter(index=blind_index(number, purpose="identity"))
        people = holders.values("person"), holders.values("person__merged_into")
        return Q(id__in=people[0]) | Q(id__in=people[1])
    if number.isdigit():
        return Q(phone_index=blind_index(number, purpose="phone"))
    return Q(name__startswith=plain_name(text))
