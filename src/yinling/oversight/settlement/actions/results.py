"""What the bank says: paid or returned; and the second try after the account was looked at."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.actions.ledger import move_money
from yinling.oversight.settlement.actions.payables import finish_if_paid
from yinling.oversight.settlement.actions.permits import locked, permit, take
from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.domain.bank_files import Result
from yinling.oversight.settlement.domain.refusals import ReasonNeeded, ResultDiffers, WrongState
from yinling.oversight.settlement.models import Payable, PaymentLine, PaymentRun


@transaction.atomic
def record_results(*, run_id: int, results: Sequence[Result], by: Actor, at: datetime) -> PaymentRun:
    """Keeps the bank's answers of a sent run; all or none. The same answer again changes nothing.

    Raises ResultDiffers, ReasonNeeded (returned without one), WrongState, NotPermitted.
    """
    run = locked(run_id, "settlement.reconcile", by=by)
    if run.state not in {states.SENT, states.SETTLED}:
        raise WrongState("这个批次还没有发送银行。")
    lines = {line.number: line for line in run.lines.select_related("payable")}
    for result in results:
        if result.number not in lines:
            raise WrongState(f"本批次没有第 {result.number} 笔。")
        _keep(lines[result.number], result, by=by, at=at)
    if run.state == states.SENT and not run.lines.filter(state=states.WAITING).exists():
        take(run, "settle", by=by, at=at)
    return run


def record_result(*, line_id: int, outcome: str, reason: str = "", by: Actor, at: datetime) -> PaymentRun:
    """The bank's answer of one line. Raises as `record_results`."""
    line = PaymentLine.objects.get(pk=line_id)
    results = [Result(line.number, outcome, reason)]
    return record_results(run_id=line.run_id, results=results, by=by, at=at)


def _keep(line: PaymentLine, result: Result, *, by: Actor, at: datetime) -> None:
    if line.state == result.outcome:
        return
    if line.state != states.WAITING or result.outcome not in states.RESULTS:
        raise ResultDiffers(f"第 {line.number} 笔已经登记过不同的结果，不能再改。")
    if result.outcome == states.RETURNED and not result.reason.strip():
        raise ReasonNeeded(f"第 {line.number} 笔退回，请写明原因。")
    line.state, line.reason, line.result_at = result.outcome, result.reason.strip(), at
    line.save(update_fields=["state", "reason", "result_at"])
    record(
        by=by, at=at, verb=f"settlement.{result.outcome}", subject=f"payment_line:{line.pk}", area=line.area,
        after={"state": line.state, "amount_fen": line.amount_fen}, reason=line.reason,
    )  # fmt: skip
    _post(line, by=by, at=at)


def _post(line: PaymentLine, *, by: Actor, at: datetime) -> None:
    payable = Payable.objects.select_for_update().get(pk=line.payable_id)
    where = f"{line.run.number} 第{line.number}笔 {payable.case_number}"
    about = f"case:{payable.case_id}"
    if line.state == states.PAID:
        posting = postings.paid(line.run_id, line.pk, payable.provider_id, line.amount_fen)
        move_money(posting, memo=f"付款 {where}", about=about, by=by, at=at)
        finish_if_paid(payable, by=by, at=at)
        return
    posting = postings.returned(line.run_id, line.pk, line.fund_id, line.amount_fen)
    move_money(posting, memo=f"退回 {where}", about=about, by=by, at=at)
    words = _("%(number)s 的付款被银行退回：%(reason)s。请核对收款账户。")
    words %= {"number": payable.case_number, "reason": line.reason[:100]}
    notify(text=words, at=at, organisation_id=payable.provider_id)


@transaction.atomic
def repay_returned(*, line_id: int, reason: str, by: Actor, at: datetime) -> PaymentLine:
    """Someone has looked at the payee's account: the amount may go into a new run, with the account as it is then.

    Raises ReasonNeeded, WrongState (not returned, or reopened before), NotPermitted.
    """
    if not reason.strip():
        raise ReasonNeeded("请写明账户怎样核对或更正。")
    line = PaymentLine.objects.select_for_update().filter(pk=line_id).first()
    if line is None or line.state != states.RETURNED or line.reopened_at:
        raise WrongState()
    permit(by, "settlement.reconcile", line.area)
    line.reopened_at, line.reopened_by, line.reopen_reason = at, by.name, reason.strip()
    line.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    record(
        by=by, at=at, verb="settlement.repay_returned", subject=f"payment_line:{line.pk}", area=line.area,
        reason=reason,
    )  # fmt: skip
    return line
