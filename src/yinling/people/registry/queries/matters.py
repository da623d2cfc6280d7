"""Questions about what a person must decide: conflicts and possible duplicates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from yinling.engines.linkage.settling import latest_by_source
from yinling.kernel.actor import Actor
from yinling.kernel.masking import mask_name
from yinling.people.places.queries import full_names
from yinling.people.registry.domain.wording import value_words
from yinling.people.registry.models import Conflict, PossibleDuplicate
from yinling.people.registry.models.matters import DuplicateState
from yinling.people.registry.queries.dossiers import Dossier, dossiers, keepers_of
from yinling.people.registry.queries.persons import PersonCard, person_cards
from yinling.people.rosters.queries import sources_by_id

PAGE_ROWS = 20


@dataclass(frozen=True)
class Choice:
    """What one source says."""

    statement_id: int
    source: str
    value_text: str
    reported_on: date
    holds: bool


@dataclass(frozen=True)
class ConflictLine:
    """A field on which sources differ."""

    id: int
    person_id: int
    name_masked: str
    area_name: str
    label: str
    opened_at: datetime
    choices: list[Choice]


@dataclass(frozen=True)
class DuplicateLine:
    """Two who may be one."""

    id: int
    opened_at: datetime
    cards: list[PersonCard]


def open_conflicts(*, actor: Actor, after: int = 0, person_id: int | None = None) -> list[ConflictLine]:
    """Open ones within the actor's scope, oldest first; one more than a page, to tell whether there is another."""
    rows = Conflict.objects.visible_to(actor).filter(settled_at=None, id__gt=after).select_related("person")
    if person_id is not None:
        rows = rows.filter(person__in=keepers_of([person_id]))
    page = list(rows.order_by("id")[: PAGE_ROWS + 1])
    places = full_names([row.person.area for row in page])
    files = dossiers([row.person_id for row in page])
    sources = sources_by_id()
    return [
        ConflictLine(
            row.pk, row.person_id, mask_name(row.person.name), places[row.person.area],
            file.fields[row.field].label, row.opened_at, _choices(file, row.field, sources),
        )
        for row in page
        for file in [files[row.person_id]]
    ]  # fmt: skip


def _choices(file: Dossier, name: str, sources: dict[int, str]) -> list[Choice]:
    field = file.fields[name]
    latest = latest_by_source(file.said, field, on=date.max)
    holding = file.settled(name, on=date.max)
    places = full_names([str(said.values[name]) for said in latest.values()]) if field.kind == "area" else {}
    return [
        Choice(
            said.order, sources[said.source], value_words(said.values[name], field, places=places),
            said.reported_on, holding is not None and said == holding.said,
        )
        for said in latest.values()
    ]  # fmt: skip


def open_duplicates(*, actor: Actor, on: date, after: int = 0) -> list[DuplicateLine]:
    """Open ones within the actor's scope, oldest first; one more than a page."""
    rows = PossibleDuplicate.objects.visible_to(actor).filter(state=DuplicateState.OPEN, id__gt=after)
    page = list(rows.select_related("person", "other").order_by("id")[: PAGE_ROWS + 1])
    people = {person.pk: person for row in page for person in (row.other, row.person)}
    cards = {card.id: card for card in person_cards(people.values(), on=on)}
    return [DuplicateLine(row.pk, row.opened_at, [cards[row.other_id], cards[row.person_id]]) for row in page]


def open_matters(actor: Actor) -> dict[str, int]:
    """How many conflicts and possible duplicates wait, within the actor's scope."""
    return {
        "conflicts": Conflict.objects.visible_to(actor).filter(settled_at=None).count(),
        "duplicates": PossibleDuplicate.objects.visible_to(actor).filter(state=DuplicateState.OPEN).count(),
    }


def agent_named(username: str) -> AbstractUser | None:
    """The log-in of an agent by its exact name; None if there is none."""
    users = get_user_model().objects.filter(username=username.strip(), is_active=True)
    return users.filter(posts__role="agent").distinct().first()
