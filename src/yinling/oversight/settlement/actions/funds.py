"""Money comes into a fund."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.actions.ledger import move_money
from yinling.oversight.settlement.actions.permits import permit
from yinling.oversight.settlement.domain import postings
from yinling.oversight.settlement.domain.refusals import AllotmentKnown, AmountWrong, ReasonNeeded
from yinling.oversight.settlement.models import Allotment, Fund, FundCode


def fund_of(code: str) -> Fund:
    """The fund, made on first use for the district of the deployed pack."""
    fund, _ = Fund.objects.get_or_create(code=FundCode(code), defaults={"area": load_pack(settings.PACK).area})
    return fund


@transaction.atomic
def allot(*, fund: str, amount_fen: int, source_document: str, received_on: date, by: Actor, at: datetime) -> Allotment:
    """Enters money that came in with its document. Raises AllotmentKnown, AmountWrong, ReasonNeeded, NotPermitted."""
    if amount_fen <= 0:
        raise AmountWrong()
    if not source_document.strip():
        raise ReasonNeeded("请填写依据文件。")
    held = Fund.objects.select_for_update().get(pk=fund_of(fund).pk)
    permit(by, "settlement.prepare", held.area)
    if held.allotments.filter(source_document=source_document.strip()).exists():
        raise AllotmentKnown()
    allotment = Allotment.objects.create(
        fund=held, area=held.area, amount_fen=amount_fen, source_document=source_document.strip(),
        received_on=received_on, by_user_id=by.user_id, by_name=by.name, at=at,
    )  # fmt: skip
    # The audit chain is locked before the accounts, as in every other verb, so that two cannot wait for each other.
    record(
        by=by, at=at, verb="settlement.allot", subject=f"fund:{held.code}", area=held.area,
        after={"amount_fen": amount_fen, "source_document": source_document},
    )  # fmt: skip
    posting = postings.allotted(allotment.pk, held.code, amount_fen)
    move_money(posting, memo=f"拨入 {source_document.strip()}"[:200], about=f"fund:{held.code}", by=by, at=at)
    return allotment
