"""Whom of the family to tell, and how: with the older person's consent, an agent only with a mandate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.care.responders.domain.faults import NoMandate, WayNeeded
from yinling.care.responders.domain.kinds import Way
from yinling.care.responders.models import Contact, HomeNote
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_name, mask_phone
from yinling.people.registry.queries import agents_of, mandates_of, visible_person

WRITERS = ("registry.correct", "elder.own")


@dataclass(frozen=True)
class Relative:
    """A relative as told: `ways` are codes of Way."""

    name: str
    relation: str
    ways: tuple[str, ...]
    consented_on: date
    phone: str = ""
    agent_id: int | None = None
    order: int = 1
    has_key: bool = False


@transaction.atomic
def add_contact(person_id: int, relative: Relative, *, by: Actor, at: datetime) -> Contact:
    """Keeps a relative. Raises WayNeeded, NoMandate, NotPermitted, NotVisible."""
    permit(by, *WRITERS)
    person = visible_person(person_id, actor=by, on=day_of(at))
    return _keep(person.pk, person.area, relative, by=by, at=at)


@transaction.atomic
def choose_ways(person_id: int, *, ways: Sequence[str], phone: str, by: Actor, at: datetime) -> Contact | None:
    """Somebody with a mandate says how they are told of a call for help; no way: not at all. The mandate is the older
    person's consent. Raises WayNeeded, NoMandate, NotPermitted, NotVisible."""
    permit(by, "elder.represent")
    person = visible_person(person_id, actor=by, on=day_of(at))
    mandate = mandates_of(person.pk).filter(agent_id=by.user_id or 0).first()
    if mandate is None or by.user_id not in agents_of(person.pk, on=day_of(at)):
        raise NoMandate()
    own = Contact.objects.select_for_update().filter(person=person.pk, agent_id=by.user_id, ended_at=None)
    before = own.first()
    for row in own:
        _end(row, person.area, by=by, at=at)
    if not ways:
        return None
    relative = Relative(
        by.name, str(mandate.get_relation_display()), tuple(ways), mandate.valid_from,
        phone=phone or (before.phone if before else ""), agent_id=by.user_id, order=before.order if before else 1,
        has_key=bool(before and before.has_key),
    )  # fmt: skip
    return _keep(person.pk, person.area, relative, by=by, at=at)


def _keep(person_id: int, area: str, relative: Relative, *, by: Actor, at: datetime) -> Contact:
    phone, ways = relative.phone.strip(), [way.value for way in Way if way in relative.ways]
    if not ways or (not phone and set(ways) - {Way.APPLICATION}):
        raise WayNeeded()
    if Way.APPLICATION in ways and relative.agent_id not in agents_of(person_id, on=day_of(at)):
        raise NoMandate()
    row = Contact.objects.create(
        person_id=person_id, agent_id=relative.agent_id, name=relative.name.strip(), relation=relative.relation.strip(),
        phone=phone, phone_masked=mask_phone(phone), ways=ways, order=relative.order, has_key=relative.has_key,
        consented_on=relative.consented_on, recorded_by_name=by.name, recorded_at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="responders.add_contact", subject=f"person:{person_id}", area=area,
           after={"name": mask_name(row.name), "ways": ways})  # fmt: skip
    return row


@transaction.atomic
def end_contact(*, contact_id: int, by: Actor, at: datetime) -> None:
    """Tells that relative no more. Raises NotThere."""
    permit(by, *WRITERS)
    row = Contact.objects.filter(pk=contact_id, ended_at=None).first()
    if row is None:
        raise NotThere()
    _end(row, visible_person(row.person_id, actor=by, on=day_of(at)).area, by=by, at=at)


def _end(row: Contact, area: str, *, by: Actor, at: datetime) -> None:
    Contact.objects.filter(pk=row.pk).update(ended_at=at, ended_by_name=by.name)
    record(by=by, at=at, verb="responders.end_contact", subject=f"person:{row.person_id}", area=area,
           after={"name": mask_name(row.name)})  # fmt: skip


@transaction.atomic
def keep_home_note(*, person_id: int, way_in: str, medical: str, by: Actor, at: datetime) -> HomeNote:
    """What whoever answers a call must know of a home; the texts are sealed, the book keeps only that they changed."""
    permit(by, *WRITERS)
    person = visible_person(person_id, actor=by, on=day_of(at))
    said = {"way_in": way_in.strip(), "medical": medical.strip(), "recorded_by_name": by.name, "recorded_at": at}
    row, _ = HomeNote.objects.update_or_create(person_id=person.pk, defaults=said)
    record(by=by, at=at, verb="responders.keep_home_note", subject=f"person:{person.pk}", area=person.area)
    return row
