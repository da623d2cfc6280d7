"""Approved claims are paid in a batch; what the bank sends back may be sent again."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yinling.care.catalogue.queries import fund_name
from yinling.foundation.audit.actions import record, record_read
from yinling.foundation.books.actions import Overdrawn, open_account, post
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.money import display_yuan
from yinling.oversight.claims.actions.permits import permit, take
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.domain.states import APPROVED
from yinling.oversight.claims.models import CareAllotment, Claim, Correction, Payment, PaymentState
from yinling.oversight.evidence.queries.visits import still_proved
from yinling.oversight.settlement.actions.bank import csv_of
from yinling.oversight.settlement.domain import care_postings as postings
from yinling.oversight.settlement.domain.bank_files import Payment as BankRow
from yinling.oversight.settlement.domain.bank_files import Result, rows_of
from yinling.people.providers.queries import payee_of


@transaction.atomic
def allot(*, fund: str, amount_fen: int, source_document: str, by: Actor, at: datetime) -> CareAllotment:
    """Enters money that came into a care fund, with its document. Raises AmountWrong, ReasonNeeded, WrongStep."""
    permit(by, "claims.pay")
    document = source_document.strip()
    if amount_fen <= 0:
        raise refusals.AmountWrong
    if not document:
        raise refusals.ReasonNeeded("请填写依据文件。")
    if CareAllotment.objects.filter(fund=fund, source_document=document).exists():
        raise refusals.WrongStep("这份文件的拨款已经登记过。")
    row = CareAllotment.objects.create(
        fund=fund, area=by.area, amount_fen=amount_fen, source_document=document, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb="claims.allot", subject=f"care_fund:{fund}", area=by.area,
        after={"amount_fen": amount_fen, "source_document": document},
    )  # fmt: skip
    _move(postings.allotted(str(row.pk), fund, amount_fen), f"拨入 {document}", f"care_fund:{fund}", by=by, at=at)
    return row


def _move(posting: postings.Posting, memo: str, about: str, *, by: Actor, at: datetime) -> None:
    """Posts once; the same posting again changes nothing. Raises FundTooShort."""
    entries = tuple((code, fen) for code, fen in posting.entries if fen)
    if not entries:
        return
    for code, _fen in entries:
        name, kind = _account(code)
        open_account(code=code, name=name, kind=kind, by=by, at=at)
    try:
        post(key=posting.key, entries=entries, memo=memo[:200], about=about, by=by, at=at)
    except Overdrawn as short:
        needed, held, lacking = (display_yuan(fen) for fen in (short.asked, short.held, short.asked - short.held))
        words = f"{_account(short.account)[0]}余额不足：需要 {needed}，可用 {held}，还差 {lacking}。请先登记拨款。"
        raise refusals.FundTooShort(words) from short


def _account(code: str) -> tuple[str, str]:
    """Name and kind of an account."""
    if code.startswith(postings.FUND):
        return f"照护资金：{fund_name(code.removeprefix(postings.FUND))}"[:120], "fund"
    if code.startswith(postings.SPENT):
        return f"照护补贴支出：{fund_name(code.removeprefix(postings.SPENT))}"[:120], "outside"
    return ("照护付款在途", "bank") if code == postings.BANK else ("照护资金拨入", "outside")


@transaction.atomic
def pay(*, claim_ids: Sequence[int], by: Actor, at: datetime) -> list[Payment]:
    """A batch: each claim's subsidy, with agreed corrections of earlier claims, leaves its funds for the bank.

    All or none. Raises NoProof, NoAccount, FundTooShort, WrongStep, PermissionDenied.
    """
    permit(by, "claims.pay")
    # One batch at a time: whoever holds the claims holds their corrections too.
    claims = list(Claim.objects.visible_to(by).select_for_update().filter(pk__in=claim_ids).order_by("pk"))
    if not claims or len(claims) != len(set(claim_ids)) or any(claim.state != APPROVED for claim in claims):
        raise refusals.WrongStep
    batch = _next_batch(at)
    made = [_pay(claim, batch, number, by=by, at=at) for number, claim in enumerate(claims, 1)]
    for payment in made:
        if not payment.amount_fen:
            # Nothing of it is for the bank, so the bank will never answer.
            _settle(payment, PaymentState.PAID, "", by=by, at=at)
    return made


def _next_batch(at: datetime) -> str:
    year = day_of(at).year
    last = Payment.objects.filter(batch__startswith=f"ZH-{year}-").order_by("-batch").first()
    return f"ZH-{year}-{int(last.batch[-4:]) + 1 if last else 1:04d}"


def _pay(claim: Claim, batch: str, number: int, *, by: Actor, at: datetime) -> Payment:
    wanted = list(claim.lines.filter(approved_fen__gt=0).values_list("visit_id", flat=True))
    if len(still_proved(wanted)) != len(wanted):
        raise refusals.NoProof
    by_fund = Counter[str]()
    for shares in claim.lines.filter(subsidy_fen__gt=0).values_list("shares", flat=True):
        for share in shares:
            by_fund[share["code"]] += share["fen"]
    for correction in _corrections(claim, by_fund):
        correction.settled_in = claim
        correction.save(update_fields=["settled_in"])
    funds = {fund: fen for fund, fen in sorted(by_fund.items()) if fen}
    payee = payee_of(claim.provider_id)
    if funds and not payee.account_number:
        raise refusals.NoAccount
    payment = Payment.objects.create(
        claim=claim, batch=batch, number=number, amount_fen=sum(funds.values()), by_fund=funds,
        payee_name=payee.name, bank_name=payee.bank_name, account_number=payee.account_number,
        account_masked=payee.account_masked, by_name=by.name, sent_at=at,
    )  # fmt: skip
    take(claim, "pay", by=by, at=at, note=f"{batch} 第{number}笔", payment=payment.pk, fen=payment.amount_fen)
    memo = f"付出 {batch} 第{number}笔 {claim.month:%Y-%m}"
    _move(postings.sent(payment.pk, funds), memo, f"claim:{claim.pk}", by=by, at=at)
    return payment


def _corrections(claim: Claim, by_fund: Counter[str]) -> list[Correction]:
    """Those carried by the claim, oldest first, and counted in `by_fund`; what would sink a fund's part below nothing
    waits for the next claim. A claim whose payment came back carries the same ones again."""
    open_ones = Correction.objects.filter(line__claim__provider_id=claim.provider_id, agreed_by__isnull=False)
    carried = list(open_ones.filter(settled_in=claim).order_by("fen", "pk"))
    waiting = list(open_ones.filter(settled_in=None).exclude(line__claim=claim).order_by("-fen", "pk"))
    for correction in carried:
        by_fund[correction.fund] += correction.fen
    taken = []
    for correction in waiting:
        if by_fund[correction.fund] + correction.fen >= 0:
            by_fund[correction.fund] += correction.fen
            taken.append(correction)
    return taken


@transaction.atomic
def record_results(*, batch: str, results: Sequence[Result], by: Actor, at: datetime) -> int:
    """The bank's answers for a batch, all or none; how many were new. The same answers again change nothing.

    Raises as `record_result`.
    """
    permit(by, "claims.pay")
    rows = {row.number: row for row in Payment.objects.visible_to(by).filter(batch=batch)}
    new = 0
    for result in results:
        if result.number not in rows:
            raise refusals.WrongStep(f"批次 {batch} 没有第 {result.number} 笔。")
        before = rows[result.number].state
        kept = record_result(
            payment_id=rows[result.number].pk, is_paid=result.outcome == "paid", reason=result.reason, by=by, at=at
        )
        new += kept.state != before
    return new


@transaction.atomic
def record_result(*, payment_id: int, is_paid: bool, reason: str = "", by: Actor, at: datetime) -> Payment:
    """What the bank said; what came back stands in its funds again and the claim may be paid anew.

    The same answer again changes nothing. Raises ReasonNeeded, WrongStep, PermissionDenied.
    """
    permit(by, "claims.pay")
    payment = Payment.objects.visible_to(by).select_for_update().filter(pk=payment_id).first()
    if payment is None:
        raise refusals.WrongStep
    result = PaymentState.PAID if is_paid else PaymentState.RETURNED
    if payment.state == result:
        return payment
    if payment.state != PaymentState.SENT:
        raise refusals.WrongStep(f"第 {payment.number} 笔已经登记过不同的结果，不能再改。")
    if not is_paid and not reason.strip():
        raise refusals.ReasonNeeded(f"第 {payment.number} 笔退回，请写明退回原因。")
    _settle(payment, result, reason, by=by, at=at)
    return payment


def _settle(payment: Payment, result: PaymentState, reason: str, *, by: Actor, at: datetime) -> None:
    payment.state, payment.reason, payment.result_at = result, reason.strip()[:200], at
    payment.save(update_fields=["state", "reason", "result_at"])
    claim = Claim.objects.select_for_update().get(pk=payment.claim_id)
    take(claim, result, by=by, at=at, note=payment.reason, payment=payment.pk)
    posting = postings.made_by(payment.pk, payment.by_fund, result)[-1]
    _move(posting, f"{payment.get_state_display()} {payment.batch}", f"claim:{claim.pk}", by=by, at=at)
    if result == PaymentState.PAID:
        claim.lines.update(paid_fen=F("subsidy_fen"))


@transaction.atomic
def bank_file(*, batch: str, by: Actor, at: datetime) -> bytes:
    """The batch as CSV for the bank; the read of account numbers is logged. Raises WrongStep."""
    permit(by, "claims.pay")
    rows = list(Payment.objects.visible_to(by).filter(batch=batch, amount_fen__gt=0).select_related("claim"))
    if not rows:
        raise refusals.WrongStep
    record_read(
        by=by, at=at, subject=f"care_batch:{batch}", fields=["account_number"], area=by.area,
        reason=f"银行文件 {batch}.csv",
    )  # fmt: skip
    return csv_of(rows_of(_bank_row(row) for row in rows))


def _bank_row(row: Payment) -> BankRow:
    purpose = f"居家照护补贴 {row.claim.month:%Y-%m}"
    return BankRow(row.number, row.payee_name, row.bank_name, row.account_number, row.amount_fen, purpose)
