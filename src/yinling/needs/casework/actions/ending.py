"""How a case ends: taken back by the applicant until work is contracted, or closed when all is paid."""

from datetime import datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.states import ObjectionState, State
from yinling.needs.casework.events import CaseClosed, CaseWithdrawn
from yinling.needs.casework.models import Case
from yinling.needs.entitlements import actions as entitlements


@transaction.atomic
def withdraw(*, case_id: int, by: Actor, at: datetime, reason: str = "") -> Case:
    """Takes the application back, any time before work is contracted; the household's cap is free again."""
    case = locked(case_id)
    was_draft = case.state == State.DRAFT
    standing = judged(case, "withdraw", by=by, at=at, reason=reason)
    case.objections.filter(state=ObjectionState.OPEN).update(state=ObjectionState.LAPSED, resolved_at=at)
    case.notice_lines.filter(taken_down_at=None).update(taken_down_at=at)
    move(case, "withdraw", standing, by=by, at=at)
    if case.outcome:
        entitlements.release(case_ref=case_ref(case.pk), by=by, at=at)
    if not was_draft:
        announce(CaseWithdrawn(case.pk), by=by, at=at)
        tell_applicant(case, f"申请 {case.number} 已撤回。", at=at)
    return case


@transaction.atomic
def note_contract(*, case_id: int, by: Actor, at: datetime) -> Case:
    """Called when the work is contracted: from now on the application cannot be taken back. Twice changes nothing."""
    case = locked(case_id)
    if case.contracted_at is None:
        standing = judged(case, "note_contract", by=by, at=at)
        case.contracted_at = at
        move(case, "note_contract", standing, by=by, at=at)
    return case


@transaction.atomic
def close(*, case_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Called when all is paid. Twice changes nothing."""
    case = locked(case_id)
    if case.state != State.CLOSED:
        move(case, "close", judged(case, "close", by=by, at=at, reason=reason), by=by, at=at)
        announce(CaseClosed(case.pk), by=by, at=at)
        tell_applicant(case, f"申请 {case.number} 已办结。", at=at)
    return case
