"""All that was said about persons, put together so that any field can be settled on any day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from yinling.engines.linkage.fields import Field, Value
from yinling.engines.linkage.settling import Ranks, Said, Settled, settle
from yinling.people.registry.models import Conflict, Person, Statement
from yinling.people.registry.queries.catalogue import fields
from yinling.people.rosters.queries import ranks


@dataclass
class Dossier:
    """What was said of one person, merged ones included. `chosen` is the source that a person chose, by field."""

    person_id: int
    ranks: Ranks
    fields: Mapping[str, Field]
    said: list[Said] = field(default_factory=list)
    chosen: dict[str, int] = field(default_factory=dict)

    def settled(self, name: str, *, on: date) -> Settled | None:
        """The value of a field that holds on a day, with its statement."""
        return settle(self.said, self.fields[name], ranks=self.ranks, chosen=self.chosen.get(name), on=on)

    def value(self, name: str, *, on: date) -> Value | None:
        """The bare value; None where unknown."""
        found = self.settled(name, on=on)
        return found.value if found else None


def keepers_of(person_ids: Iterable[int]) -> dict[int, int]:
    """For each of the persons and all that were merged into them: who stands for them."""
    wanted = list(person_ids)
    rows = Person.objects.filter(Q(id__in=wanted) | Q(merged_into__in=wanted)).values_list("id", "merged_into")
    return {person: keeper or person for person, keeper in rows}


def dossiers(person_ids: Iterable[int], *, is_open: bool = False) -> dict[int, Dossier]:
    """Dossiers of persons who stand for themselves; `is_open` unseals the private fields too."""
    catalogue, order = fields(), ranks()
    keepers = keepers_of(person_ids)
    found = {keeper: Dossier(keeper, order, catalogue) for keeper in keepers.values()}
    statements = Statement.objects.filter(person__in=keepers).order_by("id")
    for statement in statements if is_open else statements.defer("private"):
        found[keepers[statement.person_id]].said.append(said(statement, is_open=is_open))
    for keeper, chosen in _choices(keepers).items():
        found[keeper].chosen = chosen
    return found


def said(statement: Statement, *, is_open: bool = False) -> Said:
    """A stored statement as a plain value."""
    private = json.loads(statement.private) if is_open and statement.private else {}
    return Said(statement.id, statement.source_id, statement.reported_on, statement.values | private)


def _choices(keepers: Mapping[int, int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    settled = Conflict.objects.filter(person__in=keepers, chosen__isnull=False).order_by("settled_at", "id")
    for person, name, source in settled.values_list("person_id", "field", "chosen__source_id"):
        found[keepers[person]][name] = source
    return found


def dossier(person_id: int, *, is_open: bool = False) -> Dossier:
    """The dossier of whoever stands for the person."""
    keeper = keeper_of(person_id)
    return dossiers([keeper], is_open=is_open)[keeper]


def keeper_of(person_id: int) -> int:
    """Who stands for a person: the one they were merged into, else themself. Raises Person.DoesNotExist."""
    return Person.objects.get(id=person_id).merged_into_id or person_id
