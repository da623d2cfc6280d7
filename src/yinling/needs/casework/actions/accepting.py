"""The town takes an application on, or says why not."""

from datetime import datetime

from django.db import transaction

from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant
from yinling.needs.casework.events import CaseAccepted
from yinling.needs.casework.models import Case


@transaction.atomic
def accept(*, case_id: int, by: Actor, at: datetime, remark: str = "") -> Case:
    """Takes the application on; the home is surveyed next."""
    case = locked(case_id)
    standing = judged(case, "accept", by=by, at=at, reason=remark)
    move(case, "accept", standing, by=by, at=at)
    announce(CaseAccepted(case.pk, case.person_id, case.area, case.programme), by=by, at=at)
    tell_applicant(case, f"申请 {case.number} 已受理，接下来会有人上门评估。", at=at)
    return case


@transaction.atomic
def refuse_acceptance(*, case_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Does not take it on; the reason goes to the applicant, who may apply again."""
    case = locked(case_id)
    standing = judged(case, "refuse_acceptance", by=by, at=at, reason=reason)
    move(case, "refuse_acceptance", standing, by=by, at=at)
    tell_applicant(case, f"申请 {case.number} 不予受理。理由：{reason}"[:500], at=at)
    return case
