"""How cycles write to the books: a fund's own account for monthly payments, and what persons were paid from it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.books.actions import Overdrawn, open_account, post
from yinling.kernel.actor import Actor
from yinling.needs.cycles.actions.permits import needed, permit
from yinling.needs.cycles.domain.refusals import AmountWrong, InsufficientFund, StepRefused
from yinling.needs.cycles.models import Allotment

OUTSIDE = "outside"
PERSONS_PAID = "monthly:persons_paid"


class AllotmentKnown(StepRefused):
    """Money of this document was entered before."""

    words = "这份文件的拨款已经登记过。"


def fund_account(fund: str) -> str:
    """Where a fund's money for monthly payments stands."""
    return f"monthly:fund:{fund}"


@transaction.atomic
def allot(
    *, fund: str, amount_fen: int, source_document: str, received_on: date, area: str, by: Actor, at: datetime
) -> Allotment:
    """Money came in for monthly payments. Raises AllotmentKnown, AmountWrong, ReasonNeeded, NotPermitted."""
    permit(by, "cycles.pay", area)
    if amount_fen <= 0:
        raise AmountWrong("金额应当大于零。")
    document = needed(source_document)[:200]
    try:
        with transaction.atomic():
            allotment = Allotment.objects.create(
                fund=fund, amount_fen=amount_fen, source_document=document, received_on=received_on,
                by_user_id=by.user_id, by_name=by.name, at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise AllotmentKnown() from twice
    record(
        by=by, at=at, verb="cycles.allot", subject=f"fund:{fund}", area=area,
        after={"amount_fen": amount_fen, "source_document": document},
    )  # fmt: skip
    move(f"cycles:allotment:{allotment.pk}", {OUTSIDE: -amount_fen, fund_account(fund): amount_fen}, f"拨入 {document}",
         about=f"fund:{fund}", by=by, at=at)  # fmt: skip
    return allotment


def move(key: str, sums: Mapping[str, int], memo: str, *, about: str, by: Actor, at: datetime) -> None:
    """Posts once; the same again changes nothing. Raises InsufficientFund."""
    for code in sums:
        name, kind = _account(code)
        open_account(code=code, name=name, kind=kind, by=by, at=at)
    try:
        post(key=key, entries=list(sums.items()), memo=memo[:200], about=about, by=by, at=at)
    except Overdrawn as short:
        name, _ = _account(short.account)
        raise InsufficientFund(name, needed_fen=short.asked, held_fen=short.held) from short


def _account(code: str) -> tuple[str, str]:
    if code == OUTSIDE:
        return "资金拨入", "outside"
    if code == PERSONS_PAID:
        return "每月发放已付个人", "outside"
    return f"每月发放资金：{code.removeprefix(fund_account(''))}", "fund"
