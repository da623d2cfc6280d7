"""Troubles and doors as pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from yinling.care.catalogue.queries import services
from yinling.care.visits.models import Door, Trouble
from yinling.gateways.among import among
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import person_cards

LINES_MAX = 100


@dataclass(frozen=True)
class TroubleLine:
    """Something that is wrong, or was."""

    id: int
    visit_id: int
    person_name_masked: str
    area_name: str
    service_name: str
    kind_words: str
    text: str
    told_by: str
    told_at: datetime
    outcome: str
    closed_by: str
    closed_at: datetime | None


def has_door_code(person_id: int) -> bool:
    """Whether a code hangs at a person's door; the caller has asked who may see."""
    return Door.objects.filter(person=person_id).exclude(code_digest="").exists()


def door_places(person_ids: Collection[int]) -> dict[int, tuple[float, float]]:
    """(longitude, latitude) of doors that are known, by person; the caller has asked who may see."""
    found: dict[int, tuple[float, float]] = {}
    for part in among("person_id", person_ids):
        rows = Door.objects.filter(part, longitude__isnull=False).values_list("person_id", "longitude", "latitude")
        found |= {person: (x, y) for person, x, y in rows if x is not None and y is not None}
    return found


def trouble_visible(trouble_id: int, *, actor: Actor) -> bool:
    """Whether there is such a trouble for the actor."""
    return Trouble.objects.visible_to(actor).filter(pk=trouble_id).exists()


def open_troubles(*, actor: Actor) -> int:
    """How many wait for somebody to do something about them."""
    return Trouble.objects.visible_to(actor).filter(closed_at=None).count()


def trouble_lines(*, actor: Actor, is_open: bool, on: date) -> list[TroubleLine]:
    """Troubles, newest first, at most a hundred."""
    rows = Trouble.objects.visible_to(actor).filter(closed_at__isnull=is_open).order_by("-told_at")[:LINES_MAX]
    found = list(rows.select_related("visit__person"))
    cards = {card.id: card for card in person_cards({row.visit.person for row in found}, on=on)}
    items = services(with_withdrawn=True)
    return [
        TroubleLine(
            row.pk, row.visit_id, cards[row.visit.person_id].name_masked, cards[row.visit.person_id].area_name,
            items[row.visit.service_code].name, row.get_kind_display(), row.text, row.told_by_name, row.told_at,
            row.outcome, row.closed_by_name, row.closed_at,
        )
        for row in found
    ]  # fmt: skip
