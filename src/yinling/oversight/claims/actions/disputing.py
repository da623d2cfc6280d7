"""After payment nothing is rewritten: a correction is asked, agreed by another, and carried by a later claim."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.oversight.claims.actions.permits import locked_line, permit
from yinling.oversight.claims.domain.refusals import AmountWrong, ReasonNeeded, SamePerson, WrongStep
from yinling.oversight.claims.domain.states import PAID
from yinling.oversight.claims.models import ClaimLine, Correction
from yinling.oversight.evidence.domain.checks import CODES


@dataclass(frozen=True)
class Dispute:
    """Fen to take off (below zero) or add (above) in one fund, and why."""

    fund: str
    fen: int
    reason_code: str
    text: str


@transaction.atomic
def dispute(*, line_id: int, what: Dispute, by: Actor, at: datetime) -> Correction:
    """Asks for a correction of a paid line. Raises WrongStep, AmountWrong, ReasonNeeded."""
    line = locked_line(line_id, "claims.review", by=by)
    if line.claim.state != PAID:
        raise WrongStep("只有已付款的申报才用更正单；未付款的请直接核减。")
    if what.reason_code not in CODES or not what.text.strip():
        raise ReasonNeeded
    _check_amount(line, what)
    row = Correction.objects.create(
        line=line, fund=what.fund, fen=what.fen, reason_code=what.reason_code, text=what.text[:300],
        asked_by_id=by.user_id or 0, asked_by_name=by.name, asked_at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="claims.dispute", subject=f"claim_line:{line.pk}", area=line.claim.area, reason=what.text,
        after={"fen": what.fen, "fund": what.fund, "code": what.reason_code},
    )  # fmt: skip
    link, area = f"/claims/lines/{line.pk}/", line.claim.area
    notify(text="有一行已付款的上门提出了更正，请另一位审核人同意", at=at, link=link, role="bureau_reviewer", area=area)
    return row


def _check_amount(line: ClaimLine, what: Dispute) -> None:
    """Of a fund no more can be taken back than it paid for the line, and no more is paid than was asked."""
    paid = sum(share["fen"] for share in line.shares if share["code"] == what.fund)
    earlier = sum(line.corrections.filter(fund=what.fund).values_list("fen", flat=True))
    everything = line.paid_fen + sum(line.corrections.values_list("fen", flat=True)) + what.fen
    known = {share["code"] for share in line.shares}
    if not what.fen or what.fund not in known or paid + earlier + what.fen < 0 or everything > line.asked_fen:
        raise AmountWrong


@transaction.atomic
def agree(*, correction_id: int, by: Actor, at: datetime) -> Correction:
    """Another person agrees; the next payment to the provider carries it. Raises SamePerson, WrongStep."""
    permit(by, "claims.approve")
    row = Correction.objects.visible_to(by).select_for_update().filter(pk=correction_id).first()
    if row is None or row.agreed_by_id:
        raise WrongStep
    if row.asked_by_id == by.user_id:
        raise SamePerson("提出更正的人不能同意，请另一位审核人办理。")
    row.agreed_by_id, row.agreed_by_name, row.agreed_at = by.user_id, by.name, at
    row.save(update_fields=["agreed_by", "agreed_by_name", "agreed_at"])
    record(
        by=by, at=at, verb="claims.agree", subject=f"claim_line:{row.line_id}", area=row.line.claim.area,
        after={"fen": row.fen},
    )  # fmt: skip
    words = _("一行已付款的上门要更正：%(reason)s。金额随下一次付款结清。") % {"reason": row.text[:80]}
    link = f"/claims/lines/{row.line_id}/"
    notify(text=words, at=at, link=link, role="care_provider", organisation_id=row.line.claim.provider_id)
    return row
