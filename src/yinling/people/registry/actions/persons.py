"""Verbs on one person: register, state a fact, reveal a masked value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from yinling.engines.linkage.decisions import Kind
from yinling.engines.linkage.fields import Value
from yinling.engines.linkage.identity import normalise_identity
from yinling.engines.linkage.keys import plain_name
from yinling.engines.linkage.rows import RosterRow, check_row
from yinling.foundation.audit.actions import record, record_read
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.actions.projecting import refresh
from yinling.people.registry.actions.taking import parted, plan, store
from yinling.people.registry.models import Conflict, Identifier, Person, Statement
from yinling.people.registry.queries.catalogue import fields
from yinling.people.registry.queries.dossiers import keeper_of, keepers_of
from yinling.people.registry.queries.facts import open_value
from yinling.people.registry.queries.persons import visible_person
from yinling.people.rosters.actions.sources import source_named
from yinling.people.rosters.actions.taker import Origin
from yinling.people.rosters.queries import manual_source_name

REASON_NEEDED = "请写明理由"


class NotAllowed(Exception):
    """The actor's role or area does not cover this."""


class AlreadyRegistered(Exception):
    """The identity number belongs to a person of the register."""


class DetailsRefused(ValueError):
    """The details cannot be taken; the text says why, to a person."""


class ReasonMissing(ValueError):
    """A reason is required."""


@dataclass(frozen=True)
class PersonDetails:
    """A person to register: values by field name as the register keeps them (dates ISO, money in fen, areas as codes).

    `reported_on` None = today; `source` empty = the clerk's own check.
    """

    name: str
    id_number: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    reported_on: date | None = None
    reason: str = ""


@transaction.atomic
def register_person(details: PersonDetails, *, by: Actor, at: datetime) -> Person:
    """Registers one person. Raises NotAllowed, DetailsRefused, AlreadyRegistered, UnknownSource."""
    require(by, "registry.correct")
    number = normalise_identity(details.id_number) if details.id_number else ""
    row = RosterRow(1, number, {"name": plain_name(details.name), **details.values})
    check_row(row, on=day_of(at))
    source = source_named(details.source or manual_source_name())
    origin = Origin(source, details.reported_on or day_of(at), _scope(by), by, at, reason=details.reason)
    made = plan([row], origin)
    if errors := [f"{fault.field}：{fault.reason}" for fault in made.faults if fault.is_error]:
        raise DetailsRefused("；".join(errors))
    if made.taken[0].decision.kind is Kind.SAME:
        raise AlreadyRegistered(details.name)
    store(made, origin)
    person = made.taken[0].person
    assert person is not None  # stored just now
    record(
        by=by, at=at, verb="registry.register_person", subject=f"person:{person.pk}", area=person.area,
        after={"fields": sorted(row.values), "source": source.name}, reason=details.reason,
    )  # fmt: skip
    return person


@transaction.atomic
def state_fact(
    *, person_id: int, name: str, value: Value, valid_from: date, by: Actor, at: datetime, reason: str,
    source: str = "",
) -> Statement:  # fmt: skip
    """Puts down what a source says of one field from a day on; the clerk's own check settles an open conflict."""
    require(by, "registry.correct")
    person = visible_person(person_id, actor=by, on=day_of(at))
    if not reason.strip():
        raise ReasonMissing(REASON_NEEDED)
    source = source or manual_source_name()
    return _put_down(
        person, name, value, valid_from, source, by=by, at=at, reason=reason, settles=source == manual_source_name()
    )


@transaction.atomic
def establish_fact(
    *, person_id: int, name: str, value: Value | None, valid_from: date, source: str, by: Actor, at: datetime,
    reason: str,
) -> Statement:  # fmt: skip
    """Puts down what a signed paper says, for a capability that asked its own permission; None: not known any more.

    It settles what sources disputed of the field, also where somebody had chosen another source before.
    """
    person = Person.objects.get(id=keeper_of(person_id))
    said = _put_down(person, name, value, valid_from, source, by=by, at=at, reason=reason, settles=True)
    chosen = (
        Conflict.objects.filter(person=person, field=name, chosen__isnull=False).order_by("settled_at", "id").last()
    )
    if chosen is not None and chosen.chosen is not None and chosen.chosen.source_id != said.source_id:
        Conflict.objects.create(
            person=person, field=name, opened_at=at, chosen=said, settled_at=at, settled_by_name=by.name,
            reason=reason[:200],
        )  # fmt: skip
        refresh([person.pk], about={name}, by=by, at=at)
    return said


def _put_down(
    person: Person, name: str, value: Value | None, valid_from: date, source: str, *, by: Actor, at: datetime,
    reason: str, settles: bool,
) -> Statement:  # fmt: skip
    field_ = fields()[name]
    before = open_value(person.pk, name, on=day_of(at))
    statement = Statement.objects.create(
        person=person,
        source=source_named(source),
        reported_on=valid_from,
        **parted({name: value}, fields()),  # type: ignore[dict-item]  # None is kept: not known any more
        reason=reason[:200],
        by_name=by.name,
        at=at,
    )
    if settles:
        Conflict.objects.filter(person=person, field=name, settled_at=None).update(
            chosen=statement, settled_at=at, settled_by_name=by.name, reason=reason[:200]
        )
    refresh([person.pk], about={name}, by=by, at=at, touched=() if settles else {name})
    record(
        by=by, at=at, verb="registry.state_fact", subject=f"person:{person.pk}", area=person.area,
        before={name: "*" if field_.is_private else before},
        after={name: "*" if field_.is_private else value, "source": statement.source.name}, reason=reason,
    )  # fmt: skip
    return statement


def reveal(*, person_id: int, field: str, reason: str, by: Actor, at: datetime) -> str:
    """A masked value in the open; who, when, why are logged. Raises NotAllowed, NotVisible, ReasonMissing."""
    require(by, "registry.reveal")
    person = visible_person(person_id, actor=by, on=day_of(at))
    if not reason.strip():
        raise ReasonMissing(REASON_NEEDED)
    record_read(by=by, at=at, subject=f"person:{person.pk}", fields=[field], area=person.area, reason=reason)
    if field == "id_number":
        identifier = Identifier.objects.filter(person__in=keepers_of([person.pk])).order_by("id").first()
        return identifier.number if identifier else ""
    value = open_value(person.pk, field, on=day_of(at))
    return "" if value is None else str(value)


def require(by: Actor, permission: str) -> None:
    """Raises NotAllowed; machines may do all that they are told to."""
    if not (by.role == "machine" or by.may(permission)):
        raise NotAllowed(permission)


def _scope(by: Actor) -> str:
    return "" if by.role == "machine" else by.area
