"""Somebody objects: the public to a line of a notice, a person to their own benefit, a caller by way of a desk."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.queries import enrolments_visible
from yinling.needs.entitlements.queries.packs import deployed_programmes
from yinling.needs.hearings.actions.holding import place
from yinling.needs.hearings.actions.permits import needed, permit
from yinling.needs.hearings.actions.telling import name_of, tell_desk, tell_person
from yinling.needs.hearings.domain.refusals import NoticeOver, NotPermitted
from yinling.needs.hearings.events import BenefitObjected
from yinling.needs.hearings.models import BenefitObjection, NoticedLine, ObjectionReading, TermName
from yinling.needs.hearings.queries.notices import monthly_of
from yinling.needs.hearings.queries.terms import review_due_on, term
from yinling.people.registry.queries.persons import visible_person

CODE_BYTES = 5
_ALL = machine("异议")
Kind = BenefitObjection.Kind


@dataclass(frozen=True)
class Grievance:
    """What somebody says, how to reach them, and from which day the benefit is questioned (None: the whole)."""

    text: str
    name: str = ""
    contact: str = ""
    questioned_from: date | None = None


@transaction.atomic
def object_to_line(*, line_id: int, grievance: Grievance, by: Actor, at: datetime) -> BenefitObjection:
    """The public objects to a line of a notice that stands; its money is held. Raises NoticeOver, ReasonNeeded."""
    line = NoticedLine.objects.filter(pk=line_id, notice__open_until__gt=day_of(at)).first()
    if line is None:
        raise NoticeOver()
    enrolment = enrolments_visible(_ALL, on=day_of(at)).select_related("person").get(pk=line.enrolment_id)
    return _about(enrolment, grievance, line=line, by=by, at=at)


@transaction.atomic
def take_down(*, enrolment_id: int, grievance: Grievance, by: Actor, at: datetime) -> BenefitObjection:
    """A desk writes an objection down for a caller, notice or none. Raises NotPermitted, ReasonNeeded."""
    enrolment = enrolments_visible(by, on=day_of(at)).select_related("person").filter(pk=enrolment_id).first()
    if enrolment is None:
        raise NotPermitted()
    permit(by, "hearings.take_down", enrolment.person.area)
    line = NoticedLine.objects.filter(enrolment=enrolment_id).order_by("-pk").first()
    return _about(enrolment, grievance, line=line, by=by, at=at)


def _about(
    enrolment: Any, grievance: Grievance, *, line: NoticedLine | None, by: Actor, at: datetime
) -> BenefitObjection:  # fmt: skip
    fields = {"enrolment": enrolment, "line": line, "pack": enrolment.pack, "programme": enrolment.programme}
    objection, is_new = _kept(Kind.PUBLIC, enrolment.person, grievance, fields, by=by, at=at)
    if not is_new:
        return objection
    fen = line.monthly_fen if line else monthly_of(enrolment, on=day_of(at))
    hold = place(enrolment, questioned=grievance.questioned_from, monthly_fen=fen, by=by, at=at)
    if hold:
        objection.hold = hold
        objection.save(update_fields=["hold"])
        words = f"有人对您的{name_of(objection)}提出异议，从 {hold.held_from:%Y-%m-%d} 起的钱先停付，核查清楚后补发。"
        tell_person(objection, words, at=at)
    return objection


@transaction.atomic
def object_to_own(
    *, person_id: int, pack: str, programme: str, grievance: Grievance, by: Actor, at: datetime
) -> BenefitObjection:  # fmt: skip
    """The older person, an agent, or a desk for them, disputes a sum or a refusal. Nothing is held for it.

    Raises NotPermitted, ReasonNeeded, NotVisible.
    """
    person = visible_person(person_id, actor=by, on=day_of(at))
    if not (by.may("elder.own") or by.may("elder.represent")):
        permit(by, "hearings.take_down", person.area)
    if (pack, programme) not in deployed_programmes():
        raise NotPermitted()
    theirs = enrolments_visible(_ALL, on=day_of(at)).filter(person=person, pack=pack, programme=programme)
    fields = {"enrolment": theirs.order_by("-pk").first(), "pack": pack, "programme": programme}
    objection, _is_new = _kept(Kind.OWN, person, grievance, fields, by=by, at=at)
    return objection


def _kept(
    kind: str, person: Any, grievance: Grievance, fields: dict[str, Any], *, by: Actor, at: datetime
) -> tuple[BenefitObjection, bool]:  # fmt: skip
    text, pack = needed(grievance.text), fields["pack"]
    words = f"{kind}|{person.pk}|{pack}|{fields['programme']}|{by.user_id}|{grievance.contact}|{text}"
    days = term(TermName.REVIEW, pack=pack, on=day_of(at)).days
    objection, is_new = BenefitObjection.objects.get_or_create(
        key=blind_index(words, purpose="objection"),
        defaults={
            **fields, "kind": kind, "person": person, "area": person.area, "name": grievance.name, "text": text,
            "contact": grievance.contact, "questioned_from": grievance.questioned_from, "raised_by_id": by.user_id,
            "raised_by_name": by.name, "raised_at": at, "due_on": review_due_on(day_of(at), days),
            "code": secrets.token_hex(CODE_BYTES).upper(),
        },
    )  # fmt: skip
    if is_new:
        announce(BenefitObjected(objection.pk, person.pk, pack, objection.programme), by=by, at=at)
        # The words stay sealed in the objection: the trail says only that there is one.
        record(
            by=by, at=at, verb="hearings.object", subject=f"person:{person.pk}", area=person.area,
            after={"objection": objection.pk, "kind": kind, "programme": objection.programme},
        )  # fmt: skip
        tell_desk(objection, f"收到对{name_of(objection)}的异议，请在 {objection.due_on:%Y-%m-%d} 前核查。", at=at)
    return objection, is_new


@transaction.atomic
def note_reading(*, objection_id: int, by: Actor, at: datetime) -> None:
    """The actor has opened an objection; again changes nothing."""
    if by.user_id is not None:
        ObjectionReading.objects.get_or_create(objection_id=objection_id, user_id=by.user_id, defaults={"at": at})
