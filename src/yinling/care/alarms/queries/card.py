"""Everything about one alarm for whoever answers it."""

from dataclasses import dataclass
from datetime import datetime

from yinling.care.alarms.models import Alarm
from yinling.care.alarms.queries.lists import AlarmLine, alarm_lines, cards_of, dispatches_of
from yinling.care.alarms.queries.reaching import spot_of
from yinling.care.devices.queries.readings import AlarmSource, for_alarm
from yinling.care.responders.domain.reach import Spot
from yinling.care.responders.queries.contacts import ContactLine, Home, contacts_of, home_note, opened_contacts
from yinling.care.responders.queries.responders import phone_of
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import Contact, PersonCard, contact_of, fact_lines

# What whoever speaks to the person should know, by name in the fact dictionary.
CARE_FACTS = ("ability_grade", "care_level", "dementia", "severe_disability", "living_alone", "in_hospital")
REASON = "处置报警"


@dataclass(frozen=True)
class Card:
    """Who calls, from where. `contact`, telephones and the home's note are open to whoever has the alarm in hand."""

    line: AlarmLine
    person: PersonCard | None
    age: int | None
    facts: list[tuple[str, str]]
    device: AlarmSource | None
    spot: Spot | None
    contacts: list[ContactLine]
    contact: Contact | None
    home: Home | None
    responders: list[tuple[str, str]]


def alarm_card(alarm: Alarm, *, actor: Actor, at: datetime) -> Card:
    """The card; personal data in the open only for the alarm's owner, and each reading is logged. The caller has asked
    who may see the alarm."""
    [line] = alarm_lines([alarm], actor=actor, at=at)
    person = cards_of([alarm.person_id], at=at).get(alarm.person_id) if alarm.person_id else None
    is_open = line.is_mine and alarm.closed_at is None
    contacts: list[ContactLine] = []
    if person is not None:
        contacts = (
            opened_contacts(person.id, actor=actor, reason=REASON, on=day_of(at), at=at)
            if is_open
            else contacts_of(person.id, on=day_of(at))
        )
    return Card(
        line, person, person.age_on(day_of(at)) if person else None, _facts(person, at),
        for_alarm(alarm.device_id) if alarm.device_id else None, spot_of(alarm), contacts,
        contact_of(person.id, actor=actor, reason=REASON, at=at) if person and is_open else None,
        home_note(person.id, actor=actor, reason=REASON, at=at) if person and is_open else None,
        _phones(alarm, actor, at) if is_open else [],
    )  # fmt: skip


def _phones(alarm: Alarm, actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """(name, telephone) of those who are on their way."""
    going = [one.responder for one in dispatches_of(alarm.pk) if one.ended_at is None]
    return [(one.name, phone_of(one, actor=actor, reason=REASON, at=at)) for one in going]


def _facts(person: PersonCard | None, at: datetime) -> list[tuple[str, str]]:
    if person is None:
        return []
    lines = fact_lines(person.id, on=day_of(at), actor=machine("呼叫应急"))
    known = {line.name: line for line in lines if line.value_text and not line.is_private}
    return [(known[name].label, known[name].value_text) for name in CARE_FACTS if name in known]


def address_for(alarm: Alarm, *, actor: Actor, at: datetime) -> tuple[Contact | None, Home | None]:
    """Name, telephone, address and way in, for a responder who is sent there now; the reading is logged."""
    person = cards_of([alarm.person_id], at=at).get(alarm.person_id) if alarm.person_id else None
    if person is None:
        return None, None
    return contact_of(person.id, actor=actor, reason=REASON, at=at), home_note(
        person.id, actor=actor, reason=REASON, at=at
    )
