"""Whom signals point to, in order, each with the signals that say so. Nothing is decided by it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from yinling.care.wellbeing.domain.concern import Concern, Seen, concern
from yinling.care.wellbeing.models import Signal, Target
from yinling.care.wellbeing.queries.rules import rules
from yinling.care.wellbeing.queries.targets import cards_of
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import PersonCard

SHOWN_MAX = 100


@dataclass(frozen=True)
class ConcernLine:
    """One person with what points to them; `target_id` None: not on the list."""

    person_id: int
    card: PersonCard
    concern: Concern
    target_id: int | None


def concern_lines(*, actor: Actor, on: date) -> list[ConcernLine]:
    """Those with the score that is shown, the highest first."""
    found = _concerns(actor, on)
    shown = [(person, one) for person, one in found.items() if one.points >= rules().shown_from]
    ordered = sorted(shown, key=lambda each: (-each[1].points, each[0]))[:SHOWN_MAX]
    people = [person for person, _one in ordered]
    cards = cards_of(people, on=on)
    targets = dict(Target.objects.open().filter(person__in=people).values_list("person_id", "pk"))
    return [
        ConcernLine(person, cards[person], one, targets.get(person)) for person, one in ordered if person in cards
    ]  # fmt: skip


def concern_of(person_id: int, *, actor: Actor, on: date) -> Concern:
    """What points to one person."""
    return _concerns(actor, on, person_id).get(person_id, Concern(()))


def _concerns(actor: Actor, on: date, person_id: int | None = None) -> dict[int, Concern]:
    weights = rules().signals
    since = on - timedelta(days=max(one.days for one in weights.values()))
    rows = Signal.objects.visible_to(actor).filter(Q(until_on=None) | Q(until_on__gte=since), since_on__lte=on)
    if person_id is not None:
        rows = rows.filter(person=person_id)
    seen: dict[int, list[Seen]] = defaultdict(list)
    for person, kind, began, ended in rows.values_list("person_id", "kind", "since_on", "until_on"):
        seen[person].append(Seen(kind, began, ended))
    return {person: concern(signals, weights, on=on) for person, signals in seen.items()}
