"""Whom of the family to tell."""

from dataclasses import dataclass
from datetime import date, datetime

from yinling.care.responders.domain.kinds import WAY_WORDS, Way
from yinling.care.responders.models import Contact, HomeNote
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import agents_of


@dataclass(frozen=True)
class ContactLine:
    """A relative for the desk. `agent_id` is set while the mandate is in force, `phone` where it was opened."""

    id: int
    name: str
    relation: str
    phone_masked: str
    phone: str
    ways: tuple[str, ...]
    way_words: tuple[str, ...]
    agent_id: int | None
    has_key: bool


def contacts_of(person_id: int, *, on: date) -> list[ContactLine]:
    """Relatives to be told, in their order; telephones masked. The caller has asked who may see the person."""
    return _lines(person_id, on=on, is_open=False)


def opened_contacts(person_id: int, *, actor: Actor, reason: str, on: date, at: datetime) -> list[ContactLine]:
    """The same with telephones in the open; the read is logged."""
    found = _lines(person_id, on=on, is_open=True)
    if found:
        record_read(by=actor, at=at, subject=f"person:{person_id}", fields=("contact_phone",), reason=reason)
    return found


def _lines(person_id: int, *, on: date, is_open: bool) -> list[ContactLine]:
    mandated = agents_of(person_id, on=on)
    rows = Contact.objects.filter(person=person_id, ended_at=None)
    return [
        ContactLine(
            row.pk, row.name, row.relation, row.phone_masked, row.phone if is_open else "", tuple(row.ways),
            tuple(WAY_WORDS[Way(way)] for way in row.ways), row.agent_id if row.agent_id in mandated else None,
            row.has_key,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Home:
    """What is known of a home."""

    way_in: str = ""
    medical: str = ""


def home_note(person_id: int, *, actor: Actor, reason: str, at: datetime) -> Home:
    """Floor and keys, illnesses and medicines; the read is logged. The caller has asked who may see."""
    row = HomeNote.objects.filter(person=person_id).first()
    if row is None:
        return Home()
    record_read(by=actor, at=at, subject=f"person:{person_id}", fields=("way_in", "medical"), reason=reason)
    return Home(row.way_in, row.medical)
