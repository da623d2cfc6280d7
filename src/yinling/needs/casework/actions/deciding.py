"""The clerk's opinion, and the bureau's decision by somebody else."""

from datetime import date, datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.deadlines import window_until
from yinling.needs.casework.actions.letters import keep_letter
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant, tell_role
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.states import OPINION_WORDS, Opinion, State
from yinling.needs.casework.events import CaseDecided
from yinling.needs.casework.models import Case
from yinling.needs.casework.queries.procedure import calendar, objection_limit
from yinling.needs.entitlements import actions as entitlements


@transaction.atomic
def check(*, case_id: int, opinion: str, reason: str, by: Actor, at: datetime) -> Case:
    """The town's opinion `grant` or `refuse`; one that differs from the determination says why."""
    case = locked(case_id)
    standing = judged(case, "check", by=by, at=at, opinion=opinion, reason=reason)
    case.opinion, case.checked_by_id = opinion, by.user_id
    move(case, "check", standing, by=by, at=at, details={"opinion": opinion})
    words = OPINION_WORDS[Opinion(opinion)]
    tell_role(case, "bureau_reviewer", f"申请 {case.number} 已初审，意见：{words}，等待审定。", at=at)
    return case


@transaction.atomic
def send_back(*, case_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """The bureau wants the check done again."""
    case = locked(case_id)
    standing = judged(case, "send_back", by=by, at=at, reason=reason)
    case.opinion, case.checked_by_id = "", None
    move(case, "send_back", standing, by=by, at=at)
    tell_role(case, "town_clerk", f"申请 {case.number} 被退回初审：{reason}"[:500], at=at)
    return case


@transaction.atomic
def decide(*, case_id: int, decision: str, reason: str, by: Actor, at: datetime) -> Case:
    """Grants or refuses, never by the checker; keeps the letter. A refusal frees the household's cap."""
    case = locked(case_id)
    standing = judged(case, "decide", by=by, at=at, opinion=decision, reason=reason)
    case.decision, case.decision_reason = decision, reason
    case.decided_by_id, case.decided_at = by.user_id, at
    granted = decision == Opinion.GRANT
    case.objection_until = None if granted else _refusal_window(case, at)
    move(case, "decide", standing, by=by, at=at, details={"decision": decision})
    if not granted:
        entitlements.release(case_ref=case_ref(case.pk), by=by, at=at)
    keep_letter(case, by=by, at=at)
    announce(CaseDecided(case.pk, granted), by=by, at=at)
    tell_applicant(case, _words_for_applicant(case), at=at)
    return case


def _refusal_window(case: Case, at: datetime) -> date | None:
    limit = objection_limit(case.programme)
    return window_until(day_of(at), limit, calendar()) if limit else None


def _words_for_applicant(case: Case) -> str:
    if case.state == State.GRANTED:
        return f"申请 {case.number} 已批准给予补贴，接下来公示。"
    return f"申请 {case.number} 不予补贴，理由和怎样提出异议写在决定书里。"
