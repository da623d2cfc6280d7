"""Takes rows into the register, one or a chunk: whom each speaks of, what is new in it, and storing it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yinling.engines.linkage.decisions import Decision, Found, Kind, decide
from yinling.engines.linkage.fields import Field, Value
from yinling.engines.linkage.rows import Fault, RosterRow
from yinling.engines.linkage.settling import Said, is_disputed, own_view
from yinling.gateways.sealing import blind_index
from yinling.kernel.area import contains
from yinling.kernel.masking import mask_identity
from yinling.people.registry.actions.projecting import (
    Standing,
    keep_new_standings,
    keep_standings,
    match_key,
    standing_of,
    tell_changes,
)
from yinling.people.registry.models import Identifier, Person, PossibleDuplicate, Statement
from yinling.people.registry.queries.catalogue import fields
from yinling.people.registry.queries.dossiers import Dossier, dossiers
from yinling.people.rosters.actions.inserting import insert_rows
from yinling.people.rosters.actions.taker import Origin
from yinling.people.rosters.queries import ranks

CANDIDATES_MAX = 5
ELSEWHERE = "该人员现由其他区划负责，请由区级部门处理"
OUTSIDE = "不在您的辖区内"


@dataclass
class Taken:
    """One row with what becomes of it. `person` is None until it is stored, for a new one."""

    row: RosterRow
    reported_on: date
    decision: Decision
    delta: dict[str, Value]
    dossier: Dossier
    row_key: str = ""
    person: Person | None = None
    twins: list["Taken"] = field(default_factory=list)
    conflicts: int = 0

    @property
    def outcome(self) -> str:
        """`new`, `changed` or `unchanged`."""
        if self.decision.kind is not Kind.SAME:
            return "new"
        return "changed" if self.delta else "unchanged"


@dataclass(frozen=True)
class Plan:
    """What a chunk of rows comes to; nothing is stored yet."""

    taken: Sequence[Taken]
    faults: Sequence[Fault]

    @property
    def counts(self) -> dict[str, int]:
        """By outcome, with conflicts and possible duplicates."""
        outcomes = [taken.outcome for taken in self.taken]
        found = {name: outcomes.count(name) for name in ("new", "changed", "unchanged")}
        found["conflicts"] = sum(taken.conflicts for taken in self.taken)
        found["duplicates"] = sum(taken.decision.kind is Kind.POSSIBLE for taken in self.taken)
        found["errors"] = len({fault.row for fault in self.faults if fault.is_error})
        return found


def plan(rows: Sequence[RosterRow], origin: Origin) -> Plan:
    """Whom each row speaks of and what is new in it. Asks the database a fixed number of questions."""
    good = [row for row in rows if row.is_taken]
    faults = [fault for row in rows for fault in row.faults]
    search = _Search(good, origin)
    taken: list[Taken] = []
    for row in good:
        one = search.take(row)
        if isinstance(one, Fault):
            faults.append(one)
        else:
            taken.append(one)
    return Plan(taken, faults)


class _Search:
    """Looks a chunk's rows up, all at once; later rows of the chunk see the earlier ones."""

    def __init__(self, rows: Sequence[RosterRow], origin: Origin) -> None:
        self._origin, self._fields, self._ranks = origin, fields(), ranks()
        self._keys = {row.number: match_key(str(row.values["name"]), row.birth_date, row.area) for row in rows}
        self._numbers = {row.number: identity_index(row.id_number) for row in rows if row.id_number}
        self._by_number = _keepers(Identifier.objects.filter(index__in=self._numbers.values()), "index")
        row_keys = [key for number, key in self._keys.items() if key and number not in self._numbers]
        self._by_row = _keepers(Statement.objects.filter(source=origin.source, row_key__in=row_keys), "row_key")
        self._alike: dict[str, list[int]] = {}
        alike = Person.objects.filter(match_key__in=[key for key in self._keys.values() if key])
        for key, person, keeper in alike.order_by("id").values_list("match_key", "id", "merged_into"):
            self._alike.setdefault(key, []).append(keeper or person)
        self._dossiers = dossiers({*self._by_number.values(), *self._by_row.values()}, is_open=True)
        self._areas = dict(Person.objects.filter(id__in=self._dossiers).values_list("id", "area"))
        self._fresh: dict[str, list[Taken]] = {}

    def take(self, row: RosterRow) -> Taken | Fault:
        """What becomes of one row."""
        key, origin = self._keys[row.number], self._origin
        row_key = key if not row.id_number else ""
        twins = self._fresh.get(key, []) if key else []
        decision = decide(
            Found(
                by_number=self._by_number.get(self._numbers.get(row.number, "")),
                by_row=self._by_row.get(row_key) if row_key else None,
                alike=self._alike.get(key, ())[:CANDIDATES_MAX] if key else (),
            )
        )
        if decision.kind is Kind.NEW and twins:
            decision = Decision(Kind.POSSIBLE)
        if reason := self._refusal(row, decision):
            return Fault(row.number, "居住区划", reason)
        known = self._dossiers.get(decision.person or 0) or Dossier(0, self._ranks, self._fields)
        day = row.reported_on or origin.reported_on
        taken = Taken(row, day, decision, dict(row.values), known, row_key, twins=list(twins))
        if decision.kind is not Kind.SAME:
            self._fresh.setdefault(key, []).append(taken)
        else:
            self._compare(taken)
        return taken

    def _compare(self, taken: Taken) -> None:
        """Leaves in the delta what this source had not said by that day; counts new disputes."""
        known = taken.dossier
        view = own_view(known.said, self._origin.source.id, on=taken.reported_on)
        taken.delta = {name: value for name, value in taken.row.values.items() if view.get(name) != value}
        later = [*known.said, self._said(taken)]
        taken.conflicts = sum(is_disputed(later, self._fields[name], on=date.max) for name in taken.delta)

    def _said(self, taken: Taken) -> Said:
        return Said(2**62 + taken.row.number, self._origin.source.id, taken.reported_on, taken.delta)

    def _refusal(self, row: RosterRow, decision: Decision) -> str:
        """Why the row is outside of what its bringer may touch; empty if it is not."""
        scope = self._origin.scope
        places = [str(row.values[name]) for name in ("residence_area", "registered_area") if name in row.values]
        if decision.person and not contains(scope, self._areas[decision.person]):
            return ELSEWHERE
        if places and not any(contains(scope, place) for place in places):
            return OUTSIDE
        return "缺少区划" if not places and not decision.person and scope else ""


def identity_index(number: str) -> str:
    """The blind index of a normal-form identity number."""
    return blind_index(number, purpose="identity")


def _keepers(rows: object, key: str) -> dict[str, int]:
    """Who stands for the persons of identifiers or statements, by a column of theirs."""
    found = rows.values_list(key, "person_id", "person__merged_into")  # type: ignore[attr-defined]
    return {value: keeper or person for value, person, keeper in found}


def store(made: Plan, origin: Origin) -> dict[str, int]:
    """Stores a plan inside the caller's transaction; returns its counts."""
    fresh = [taken for taken in made.taken if taken.decision.kind is not Kind.SAME]
    changed = [taken for taken in made.taken if taken.decision.kind is Kind.SAME and taken.delta]
    _keep_fresh(fresh, origin)
    opened = _keep_changed(changed, origin)
    _keep_suspicions(fresh, at=origin.at)
    return made.counts | {"conflicts": opened}


def _keep_fresh(fresh: Sequence[Taken], origin: Origin) -> None:
    standings = []
    for taken in fresh:
        taken.dossier.said.append(Said(0, origin.source.id, taken.reported_on, taken.delta))
        standing = standing_of(Person(registered_at=origin.at), taken.dossier)
        taken.person = standing.person
        standings.append(standing)
    Person.objects.bulk_create([standing.person for standing in standings])
    insert_rows(
        Identifier(
            person=taken.person,
            number=taken.row.id_number,
            masked=mask_identity(taken.row.id_number),
            index=identity_index(taken.row.id_number),
        )
        for taken in fresh
        if taken.row.id_number
    )
    insert_rows(_statement(taken, taken.person, origin) for taken in fresh)
    keep_new_standings(standings)


def _keep_changed(changed: Sequence[Taken], origin: Origin) -> int:
    persons = Person.objects.in_bulk([taken.decision.person for taken in changed])
    statements = [_statement(taken, persons[taken.decision.person], origin) for taken in changed]
    Statement.objects.bulk_create(statements)
    standings: list[Standing] = []
    for taken, statement in zip(changed, statements, strict=True):
        said = Said(statement.pk, origin.source.id, taken.reported_on, taken.delta)
        taken.dossier.said.append(said)
        standings.append(standing_of(statement.person, taken.dossier))
    touched = {standing.person.pk: taken.delta for standing, taken in zip(standings, changed, strict=True)}
    opened = keep_standings(standings, touched=touched, at=origin.at) if standings else 0
    tell_changes(standings, about=touched, by=origin.by, at=origin.at)
    return opened


def _statement(taken: Taken, person: Person | None, origin: Origin) -> Statement:
    return Statement(
        person=person,
        source=origin.source,
        reported_on=taken.reported_on,
        **parted(taken.delta, taken.dossier.fields),
        batch_id=origin.batch_id,
        row_number=taken.row.number if origin.batch_id else None,
        row_key=taken.row_key,
        reason=origin.reason[:200],
        by_name=origin.by.name,
        at=origin.at,
    )


def parted(values: Mapping[str, Value], catalogue: Mapping[str, Field]) -> dict[str, Any]:
    """Values as a statement keeps them: open ones plain, private ones in one sealed text."""
    private = {name: value for name, value in values.items() if catalogue[name].is_private}
    return {
        "values": {name: value for name, value in values.items() if name not in private},
        "private": json.dumps(private, ensure_ascii=False) if private else "",
    }


def _keep_suspicions(fresh: Sequence[Taken], *, at: datetime) -> None:
    PossibleDuplicate.objects.bulk_create(
        PossibleDuplicate(person=taken.person, other_id=other, opened_at=at)
        for taken in fresh
        for other in [*taken.decision.candidates, *(twin.person.pk for twin in taken.twins if twin.person)]
    )
