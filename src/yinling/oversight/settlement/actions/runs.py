"""A payment run: prepared by one officer, approved by another, sent, or cancelled."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.settlement.actions.funds import fund_of
from yinling.oversight.settlement.actions.ledger import held_fen, move_money
from yinling.oversight.settlement.actions.permits import keep_step, locked, permit, take
from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.domain.refusals import InsufficientFund, NothingToPay, ReasonNeeded, SamePerson
from yinling.oversight.settlement.models import Fund, FundCode, Payable, PaymentLine, PaymentRun
from yinling.oversight.settlement.queries.waiting import PAYABLES_MAX, Part, open_parts


@transaction.atomic
def prepare_run(*, towns: Sequence[str] = (), by: Actor, at: datetime) -> PaymentRun:
    """A draft of all that may be paid in the towns (all if none is named), at most 500 cases, oldest first.

    Raises NothingToPay, InsufficientFund, NotPermitted.
    """
    permit(by, "settlement.prepare", fund_of(postings.MUNICIPAL).area)
    fund_of(postings.DISTRICT)
    # Holding the funds lets one preparation at a time count what is free and take the next number.
    list(Fund.objects.select_for_update().order_by("code"))
    payables = list(_unpaid(by, towns).select_for_update().order_by("id")[:PAYABLES_MAX])
    parts = open_parts(payables)
    if not parts:
        raise NothingToPay()
    _check_funds(parts)
    run = PaymentRun.objects.create(
        number=_next_number(at), area=fund_of(postings.MUNICIPAL).area, prepared_by_id=by.user_id, prepared_at=at
    )
    PaymentLine.objects.bulk_create(_line(run, number, part) for number, part in enumerate(parts, start=1))
    keep_step(run, "prepare", by=by, at=at, after={"lines": len(parts), "fen": sum(p.amount_fen for p in parts)})
    _tell_officers(run, at=at)
    return run


def _tell_officers(run: PaymentRun, *, at: datetime) -> None:
    words = _("拨付批次 %(number)s 待复核。") % {"number": run.number}
    link = reverse("settlement:run", args=[run.pk])
    notify(text=words, link=link, at=at, role="finance_officer", area=run.area)


def _unpaid(by: Actor, towns: Sequence[str]) -> QuerySet[Payable]:
    within = Q()
    for town in towns:
        within |= Q(area__startswith=town)
    return Payable.objects.visible_to(by).filter(within, paid_at=None)


def _check_funds(parts: Sequence[Part]) -> None:
    """Each fund must hold the new lines beside what other drafts already ask of it."""
    drafts = PaymentLine.objects.filter(run__state=states.DRAFT).values_list("fund").annotate(Sum("amount_fen"))
    drafted, needed = dict(drafts), Counter[str]()
    for part in parts:
        needed[part.fund] += part.amount_fen
    for fund, fen in needed.items():
        free = held_fen(fund) - drafted.get(fund, 0)
        if fen > free:
            raise InsufficientFund(str(FundCode(fund).label), needed_fen=fen, held_fen=free)


def _next_number(at: datetime) -> str:
    year = day_of(at).year
    last = PaymentRun.objects.filter(number__startswith=f"BF-{year}-").order_by("-number").first()
    return f"BF-{year}-{int(last.number[-4:]) + 1 if last else 1:04d}"


def _line(run: PaymentRun, number: int, part: Part) -> PaymentLine:
    return PaymentLine(
        run=run, number=number, payable_id=part.payable_id, fund_id=part.fund, area=part.area,
        amount_fen=part.amount_fen, payee_name=part.payee.name, bank_name=part.payee.bank_name,
        account_number=part.payee.account_number, account_masked=part.payee.account_masked,
    )  # fmt: skip


@transaction.atomic
def approve_run(*, run_id: int, by: Actor, at: datetime) -> PaymentRun:
    """Another officer agrees; the money leaves the funds for the bank.

    Raises SamePerson, InsufficientFund, WrongState, NotPermitted.
    """
    run = locked(run_id, "settlement.approve", by=by)
    if by.user_id == run.prepared_by_id:
        raise SamePerson()
    run.approved_by_id, run.approved_at = by.user_id, at
    take(run, "approve", by=by, at=at)
    for line in run.lines.select_related("payable"):
        _move(line, postings.reserved(run.pk, line.pk, line.fund_id, line.amount_fen), "划出", by=by, at=at)
    return run


def _move(line: PaymentLine, posting: postings.Posting, word: str, *, by: Actor, at: datetime) -> None:
    memo = f"{word} {line.run.number} 第{line.number}笔 {line.payable.case_number}"
    move_money(posting, memo=memo, about=f"case:{line.payable.case_id}", by=by, at=at)


@transaction.atomic
def mark_sent(*, run_id: int, bank_reference: str, by: Actor, at: datetime) -> PaymentRun:
    """The file went to the bank, which gave a number. Raises ReasonNeeded, WrongState, NotPermitted."""
    if not bank_reference.strip():
        raise ReasonNeeded("请填写银行受理号。")
    run = locked(run_id, "settlement.send", by=by)
    run.bank_reference = bank_reference.strip()
    return take(run, "send", by=by, at=at, reason=run.bank_reference)


@transaction.atomic
def cancel_run(*, run_id: int, reason: str, by: Actor, at: datetime) -> PaymentRun:
    """A run that has not been sent is dropped; its money goes back, its payables are open again."""
    if not reason.strip():
        raise ReasonNeeded()
    run = locked(run_id, "settlement.prepare", by=by)
    was_approved = run.state == states.APPROVED
    take(run, "cancel", by=by, at=at, reason=reason)
    for line in run.lines.select_related("payable"):
        if was_approved:
            _move(line, postings.released(run.pk, line.pk, line.fund_id, line.amount_fen), "作废退回", by=by, at=at)
    run.lines.update(state=states.DROPPED)
    return run
