"""A person comes to have a programme, or says that they do not want it."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from yinling.engines.rules.rule import Rule
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.actions.permits import keep_audit, needed, permit, step_row
from yinling.needs.enrolments.actions.stepping import end
from yinling.needs.enrolments.domain.life_checks import next_due
from yinling.needs.enrolments.domain.refusals import AlreadyEnrolled, HasRefused, NotEnrollable
from yinling.needs.enrolments.events import EnrolmentStarted
from yinling.needs.enrolments.models import Enrolment, EntryReason, LifeCheck, Refusal, State, Verb
from yinling.needs.enrolments.queries.choosing import ENROLLABLE
from yinling.people.registry.queries.persons import visible_person


def enrollable(pack: str, programme: str) -> Rule:
    """The programme, if a person has it for a time. Raises NotEnrollable, NoSuchProgramme."""
    rule = load_programme(pack, programme)
    if rule.subject not in ENROLLABLE or rule.entry == "on_demand":
        raise NotEnrollable()
    return rule


@transaction.atomic
def enrol(
    *, person_id: int, programme: str, since: date, reason: str, by: Actor, at: datetime, pack: str = "", note: str = ""
) -> Enrolment:
    """Enrols a person from a day on; `reason` is one of EntryReason.

    Raises AlreadyEnrolled, NotEnrollable, HasRefused (unless the person now applies or agrees), NotPermitted.
    """
    pack = pack or settings.PACK
    rule = enrollable(pack, programme)
    person = visible_person(person_id, actor=by, on=day_of(at))
    permit(by, person.area)
    _mind_refusal(person.pk, pack, programme, EntryReason(reason), at=at)
    enrolment = Enrolment(
        person=person, pack=pack, programme=programme, since=since, reason=reason,
        life_check_due_on=_first_check(rule, person.pk, since),
    )  # fmt: skip
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError as twice:
        raise AlreadyEnrolled() from twice
    step_row(enrolment, Verb.ENROL, on=since, reason=reason, note=note[:200], by=by, at=at).save()
    keep_audit(enrolment, Verb.ENROL, on=since, reason=reason, note=note, by=by, at=at)
    announce(EnrolmentStarted(enrolment.pk, person.pk, pack, programme, since), by=by, at=at)
    return enrolment


def _first_check(rule: Rule, person_id: int, since: date) -> date | None:
    done = LifeCheck.objects.filter(person=person_id).order_by("-done_on").values_list("done_on", flat=True).first()
    return next_due(since=since, last_done=done, months=rule.cycle.life_check_months if rule.cycle else None)


def _mind_refusal(person_id: int, pack: str, programme: str, reason: EntryReason, *, at: datetime) -> None:
    refusals = Refusal.objects.filter(person=person_id, pack=pack, programme=programme, lifted_at=None)
    if reason in (EntryReason.APPLICATION, EntryReason.OUTREACH):
        refusals.update(lifted_at=at)
    elif refusals.exists():
        raise HasRefused()


@transaction.atomic
def refuse(*, person_id: int, programme: str, note: str, by: Actor, at: datetime, pack: str = "") -> Refusal:
    """The person does not want the programme: an open enrolment ends today, and none comes by itself.

    Raises NotPermitted, ReasonNeeded, NotEnrollable. Again changes nothing.
    """
    pack, note = pack or settings.PACK, needed(note)
    enrollable(pack, programme)
    person = visible_person(person_id, actor=by, on=day_of(at))
    permit(by, person.area)
    refusal, is_new = Refusal.objects.get_or_create(
        person=person, pack=pack, programme=programme, lifted_at=None,
        defaults={"refused_on": day_of(at), "note": note, "by_name": by.name, "at": at},
    )  # fmt: skip
    if is_new:
        record(
            by=by, at=at, verb="enrolments.refuse", subject=f"person:{person.pk}", area=person.area,
            after={"programme": programme}, reason=note,
        )  # fmt: skip
    open_now = Enrolment.objects.filter(person=person, pack=pack, programme=programme).exclude(state=State.ENDED)
    for enrolment in open_now:
        from_ = max(day_of(at), enrolment.since)
        end(enrolment_id=enrolment.pk, reason="refused", from_=from_, note=note, by=by, at=at)
    return refusal
