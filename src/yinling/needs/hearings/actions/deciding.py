"""An objection is examined by somebody who did not decide the benefit, what was wrong is put right, all are told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.hearings.actions.holding import release
from yinling.needs.hearings.actions.permits import needed, permit
from yinling.needs.hearings.actions.telling import name_of, tell_objector, tell_person
from yinling.needs.hearings.domain.refusals import AlreadyDecided, AlreadyReplied, RemedyWrong, SamePerson
from yinling.needs.hearings.domain.states import DATED, DISMISSED, ENDED, ENROLLED, OPEN, REMEDIES, UPHELD
from yinling.needs.hearings.events import ObjectionDecided
from yinling.needs.hearings.models import BenefitHold, BenefitObjection
from yinling.needs.hearings.queries.objections import barred_from


@dataclass(frozen=True)
class Decision:
    """Upheld with a remedy (and its day, where it has one), or dismissed; `finding` is why."""

    is_upheld: bool
    finding: str
    remedy: str = ""
    remedy_from: date | None = None

    def fits(self, kind: str) -> bool:
        """Whether the remedy is one for that kind of objection, with the day that it needs."""
        if not self.is_upheld:
            return not self.remedy
        return self.remedy in REMEDIES[kind] and (self.remedy not in DATED or self.remedy_from is not None)


@transaction.atomic
def decide(*, objection_id: int, decision: Decision, by: Actor, at: datetime) -> BenefitObjection:
    """Answers an objection: what was wrong is put right, what was held is let go or ended.

    Raises SamePerson, AlreadyDecided, RemedyWrong, ReasonNeeded, NotPermitted, enrolments' StepRefused.
    """
    objection = _locked(objection_id, by)
    finding = needed(decision.finding)
    if objection.state != OPEN:
        raise AlreadyDecided()
    if not decision.fits(objection.kind):
        raise RemedyWrong()
    if by.user_id in barred_from(objection, on=day_of(at)):
        raise SamePerson()
    objection.state = UPHELD if decision.is_upheld else DISMISSED
    objection.remedy, objection.remedy_from, objection.finding = decision.remedy, decision.remedy_from, finding
    objection.decided_by_id, objection.decided_by_name, objection.decided_at = by.user_id, by.name, at
    objection.save()
    _let_go(objection, decision, by=by, at=at)
    _put_right(objection, decision, by=by, at=at)
    announce(ObjectionDecided(objection.pk, objection.person_id, decision.is_upheld, decision.remedy), by=by, at=at)
    record(
        by=by, at=at, verb=f"hearings.{'uphold' if decision.is_upheld else 'dismiss'}", area=objection.area,
        subject=f"person:{objection.person_id}", reason=finding,
        after={"objection": objection.pk, "outcome": decision.remedy or DISMISSED, "from": decision.remedy_from},
    )  # fmt: skip
    _tell(objection, at=at)
    return objection


def _locked(objection_id: int, by: Actor) -> BenefitObjection:
    objection = BenefitObjection.objects.select_for_update().filter(pk=objection_id).first()
    if objection is None:
        raise AlreadyDecided("没有这件异议。")
    permit(by, "hearings.decide", objection.area)
    return objection


def _let_go(objection: BenefitObjection, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Frees what is held once no objection is open; an end frees it too, for only days before the end are owed."""
    if objection.hold_id is None:
        return
    hold = BenefitHold.objects.select_for_update().get(pk=objection.hold_id)
    if decision.remedy == ENDED or not hold.objections.filter(state=OPEN).exists():
        release(hold, by=by, at=at)


def _put_right(objection: BenefitObjection, decision: Decision, *, by: Actor, at: datetime) -> None:
    """By the verbs of enrolments; a sum that was wrong comes right by the facts, with difference rows."""
    note, from_ = f"异议成立：{decision.finding}"[:200], decision.remedy_from
    if from_ is None:
        return
    if decision.remedy == ENDED and objection.enrolment_id:
        enrolments.end(
            enrolment_id=objection.enrolment_id, reason="no_longer_entitled", from_=from_, note=note, by=by, at=at
        )
    elif decision.remedy == ENROLLED:
        enrolments.enrol(
            person_id=objection.person_id, programme=objection.programme, pack=objection.pack, since=from_,
            reason="application", note=note, by=by, at=at,
        )  # fmt: skip


def _tell(objection: BenefitObjection, *, at: datetime) -> None:
    result = objection.get_state_display()
    what = f"，{objection.get_remedy_display()}" if objection.remedy else ""
    tell_objector(objection, f"对{name_of(objection)}的异议（{objection.code}）核查结果：{result}。", at=at)
    held = "停付的钱会在下一次发放时补上。" if objection.hold_id and not objection.remedy else ""
    words = f"对您的{name_of(objection)}的异议已核查：{result}{what}。{held}"
    if objection.kind == BenefitObjection.Kind.OWN:
        words = f"您对{name_of(objection)}提出的异议已核查：{result}{what}。理由：{objection.finding}"
    tell_person(objection, words, at=at)


@transaction.atomic
def reply(*, objection_id: int, by: Actor, at: datetime) -> BenefitObjection:
    """Somebody told the objector what came of it. Raises AlreadyReplied, NotPermitted."""
    objection = BenefitObjection.objects.select_for_update().get(pk=objection_id)
    permit(by, "hearings.take_down", objection.area)
    if objection.state == OPEN or objection.replied_at is not None:
        raise AlreadyReplied()
    objection.replied_at, objection.replied_by_name = at, by.name
    objection.save(update_fields=["replied_at", "replied_by_name"])
    record(
        by=by, at=at, verb="hearings.reply", subject=f"person:{objection.person_id}", area=objection.area,
        after={"objection": objection.pk},
    )  # fmt: skip
    return objection
