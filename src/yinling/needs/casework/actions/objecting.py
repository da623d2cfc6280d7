"""Objections: raised by the public against a notice or by the applicant, resolved by somebody who did not decide."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.needs.casework.actions.determining import determine
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant, tell_role
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.refusals import CaseAlreadyOpen, NotPermitted, NotPossibleNow
from yinling.needs.casework.domain.states import OPEN, ObjectionState, Opinion, State
from yinling.needs.casework.domain.transitions import may_act
from yinling.needs.casework.events import CaseReopened
from yinling.needs.casework.models import Case, Objection
from yinling.needs.entitlements import actions as entitlements


@dataclass(frozen=True)
class Grievance:
    """What somebody says against a decision, and how to reach them."""

    text: str
    name: str = ""
    contact: str = ""


@transaction.atomic
def raise_objection(*, case_id: int, grievance: Grievance, by: Actor, at: datetime) -> Objection:
    """Keeps an objection; the same words from the same person count once. The public objects to notices only."""
    case = locked(case_id)
    key = blind_index(f"{case_id}|{by.user_id}|{grievance.contact}|{grievance.text}", purpose="objection")
    if known := Objection.objects.filter(key=key).first():
        return known
    standing = judged(case, "object", by=by, at=at, reason=grievance.text)
    kind = _kind(may_act("submit", standing, by), case, by)
    objection = Objection.objects.create(
        case=case, kind=kind, name=grievance.name, contact=grievance.contact, text=grievance.text, key=key,
        raised_by_id=by.user_id, raised_at=at,
    )  # fmt: skip
    # The words stay sealed in the objection: the trail says only that there is one.
    move(case, "object", replace(standing, reason=""), by=by, at=at, details={"objection": objection.pk, "kind": kind})
    tell_role(case, "bureau_reviewer", f"申请 {case.number} 收到异议，请处理。", at=at)
    return objection


def _kind(is_for_applicant: bool, case: Case, by: Actor) -> str:
    """The applicant's own, also when an agent or a clerk hands it in for them; else the public's."""
    if is_for_applicant:
        return Objection.Kind.APPLICANT
    if by.is_signed_in:
        raise NotPermitted("请使用公示页面上的异议表，或者由申请人本人、代办人提出。")
    if case.state != State.NOTICED:
        raise NotPossibleNow
    return Objection.Kind.PUBLIC


@transaction.atomic
def resolve_objection(*, case_id: int, upheld: bool, reason: str, by: Actor, at: datetime) -> Case:
    """Answers every open objection of the case. Upheld: the decision falls and the subsidy is computed anew."""
    case = locked(case_id)
    verb = "uphold" if upheld else "dismiss"
    standing = judged(case, verb, by=by, at=at, reason=reason)
    if upheld:
        _let_decision_fall(case, by=by, at=at)
    case.objections.filter(state=ObjectionState.OPEN).update(
        state=ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED,
        resolved_by_id=by.user_id,
        resolved_at=at,
        resolution=reason,
    )
    move(case, verb, standing, by=by, at=at)
    if upheld:
        announce(CaseReopened(case.pk), by=by, at=at)
        determine(case, "determine", by=by, at=at)
    tell_applicant(case, _result_words(case, upheld, reason), at=at)
    return case


def _let_decision_fall(case: Case, *, by: Actor, at: datetime) -> None:
    others = Case.objects.filter(person_id=case.person_id, programme=case.programme, state__in=sorted(OPEN))
    if others.exclude(pk=case.pk).exists():
        raise CaseAlreadyOpen("这位老人又有了一件正在办理的申请，请先办结或撤回那一件。")
    if case.decision == Opinion.GRANT:
        entitlements.release(case_ref=case_ref(case.pk), by=by, at=at)
    case.notice_lines.filter(taken_down_at=None).update(taken_down_at=at)
    case.opinion = case.decision = case.decision_reason = ""
    case.checked_by = case.decided_by = case.decided_at = case.objection_until = None


def _result_words(case: Case, upheld: bool, reason: str) -> str:
    result = "成立，将重新核定和审定" if upheld else "不成立，原决定不变"
    return f"对申请 {case.number} 的异议已处理：{result}。理由：{reason}"[:500]
