"""Facts of a person on a day, for rules and for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yinling.engines.linkage.fields import Field, Value, typed_value
from yinling.engines.linkage.settling import Said, Settled, is_disputed
from yinling.foundation.audit.actions import record_read
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.places.queries import full_names
from yinling.people.registry.domain.wording import value_words
from yinling.people.registry.queries.dossiers import Dossier, dossier
from yinling.people.registry.queries.persons import household_of, visible_person
from yinling.people.rosters.queries import manual_source_name, sources_by_id

SAID_ROWS = 20


@dataclass(frozen=True)
class FactLine:
    """A field with the value that holds and where it comes from."""

    name: str
    label: str
    value_text: str
    source: str
    reported_on: date | None
    is_disputed: bool
    is_private: bool


@dataclass(frozen=True)
class SaidLine:
    """One statement, as a step of a trail: what one source gave on one day."""

    what: str
    who: str
    when: date


def facts_of(person_id: int, *, on: date) -> dict[str, object]:
    """Facts in the names of the national dictionary; None = unknown. Money in fen, dates as dates."""
    all_said = dossier(person_id)
    found: dict[str, object] = {
        name: typed_value(all_said.value(name, on=on), all_said.fields[name])
        for name in load_facts()
        if name in all_said.fields
    }
    household = household_of(person_id, on=on)
    return found | {
        "person_id": str(all_said.person_id),
        "household_id": None if household is None else str(household),
    }


def fact_lines(person_id: int, *, on: date, actor: Actor) -> list[FactLine]:
    """Every field that anyone reported, private ones masked. Raises NotVisible."""
    all_said = dossier(visible_person(person_id, actor=actor, on=on).id, is_open=True)
    sources = sources_by_id()
    return [
        _fact_line(all_said, field, on=on, sources=sources, places=places)
        for places in [_places(all_said.said, all_said.fields.values())]
        for field in all_said.fields.values()
        if any(field.name in said.values for said in all_said.said)
    ]


def _fact_line(
    all_said: Dossier, field: Field, *, on: date, sources: dict[int, str], places: dict[str, str]
) -> FactLine:
    settled = all_said.settled(field.name, on=on)
    return FactLine(
        name=field.name,
        label=field.label,
        value_text=value_words(settled.value if settled else None, field, places=places),
        source=sources[settled.said.source] if settled else "",
        reported_on=settled.said.reported_on if settled else None,
        is_disputed=not _is_checked(all_said, field, settled, sources) and is_disputed(all_said.said, field, on=on),
        is_private=field.is_private,
    )


def _is_checked(all_said: Dossier, field: Field, settled: Settled | None, sources: dict[int, str]) -> bool:
    """Whether somebody looked into the field after everything that departments reported of it."""
    if settled is None or sources[settled.said.source] != manual_source_name():
        return False
    told = [one.reported_on for one in all_said.said if field.name in one.values]
    return settled.said.reported_on >= max(told)


def said_lines(person_id: int, *, on: date, actor: Actor, after: str = "") -> tuple[list[SaidLine], str]:
    """Twenty statements after a key, latest first, private values masked; and the next key. Raises NotVisible."""
    all_said = dossier(visible_person(person_id, actor=actor, on=on).id, is_open=True)
    sources, places = sources_by_id(), _places(all_said.said, all_said.fields.values())
    found = []
    rest = sorted((said for said in all_said.said if not after or _key(said) < after), key=_key, reverse=True)
    for said in rest[:SAID_ROWS]:
        named = [(all_said.fields[name], value) for name, value in said.values.items() if name in all_said.fields]
        words = [f"{field.label} {value_words(value, field, places=places)}" for field, value in named]
        found.append(SaidLine("；".join(words), sources[said.source], said.reported_on))
    return found, _key(rest[SAID_ROWS - 1]) if len(rest) > SAID_ROWS else ""


def _key(said: Said) -> str:
    """Where a statement stands in time, as text that sorts and goes into an address."""
    return f"{said.reported_on:%Y%m%d}-{said.order:019d}"


def _places(said: Iterable[Said], catalogue: Iterable[Field]) -> dict[str, str]:
    names = [field.name for field in catalogue if field.kind == "area"]
    return full_names([str(one.values[name]) for one in said for name in names if name in one.values])


@dataclass(frozen=True)
class Contact:
    """How to reach a person, unmasked."""

    name: str
    phone: str
    address: str


def contact_of(person_id: int, *, actor: Actor, reason: str, at: datetime) -> Contact:
    """Name, telephone and address in the open; the read is logged.

    The caller has made sure that the actor has business with the person (a firm: a job assigned to it).
    """
    all_said = dossier(person_id, is_open=True)
    read = ("name", "phone", "address")
    record_read(by=actor, at=at, subject=f"person:{all_said.person_id}", fields=read, reason=reason)
    values = [all_said.value(name, on=day_of(at)) for name in read]
    return Contact(*(str(value or "") for value in values))


def open_value(person_id: int, name: str, *, on: date) -> Value | None:
    """One value in the open. For actions that log the read themselves."""
    return dossier(person_id, is_open=True).value(name, on=on)
