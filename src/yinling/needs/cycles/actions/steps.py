"""A drafted cycle is checked and approved by others, paid and closed; or given back to be corrected."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.needs.cycles.actions.money import PERSONS_PAID, fund_account, move
from yinling.needs.cycles.actions.permits import locked, needed, take
from yinling.needs.cycles.actions.withholding import withhold
from yinling.needs.cycles.domain.refusals import NotDrafted, SamePerson, WrongState
from yinling.needs.cycles.domain.states import HELD, PAID, RETURNED
from yinling.needs.cycles.events import CycleApproved, CyclePaid, PaymentReturned
from yinling.needs.cycles.models import Cycle, CyclePayment, CycleRow, PaymentResult, Recovery
from yinling.needs.dues.domain.differences import RECOVERY, added

NO_ACCOUNT = "没有收款账户"
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class ReturnedPayment:
    """The bank sent one payment back."""

    payment_id: int
    reason: str


@transaction.atomic
def check(*, cycle_id: int, by: Actor, at: datetime, remark: str = "") -> Cycle:
    """Somebody who did not draft it has looked. Raises SamePerson, NotDrafted, WrongState, NotPermitted."""
    cycle = locked(cycle_id, "cycles.check", by=by)
    if not cycle.is_drafted:
        raise NotDrafted()
    if by.user_id == cycle.drafted_by_id:
        raise SamePerson()
    cycle.checked_by_id = by.user_id
    return take(cycle, "check", by=by, at=at, reason=remark)


@transaction.atomic
def reopen(*, cycle_id: int, reason: str, by: Actor, at: datetime) -> Cycle:
    """A checked cycle goes back to its drafter, an approved one never. Raises WrongState, ReasonNeeded."""
    reason = needed(reason)
    cycle = locked(cycle_id, "cycles.check", by=by)
    cycle.checked_by_id = None
    return take(cycle, "reopen", by=by, at=at, reason=reason)


@transaction.atomic
def approve(*, cycle_id: int, by: Actor, at: datetime, remark: str = "") -> Cycle:
    """Somebody who did not check it agrees: from now on nothing in it changes. What was given too much becomes a claim.

    Raises SamePerson, WrongState, NotPermitted.
    """
    cycle = locked(cycle_id, "cycles.approve", by=by)
    if by.user_id == cycle.checked_by_id:
        raise SamePerson()
    cycle.approved_by_id = by.user_id
    take(cycle, "approve", by=by, at=at, reason=remark)
    _claim(cycle)
    withhold(cycle, by=by, at=at)
    held = CyclePayment.objects.filter(cycle=cycle, account_index="", result=None).values_list("pk", flat=True)
    PaymentResult.objects.bulk_create(
        (PaymentResult(payment_id=pk, state=HELD, reason=NO_ACCOUNT, by_name=by.name, at=at) for pk in held),
        batch_size=ROWS_AT_ONCE,
    )
    announce(CycleApproved(cycle.pk, cycle.pack, cycle.month), by=by, at=at)
    return cycle


def _claim(cycle: Cycle) -> None:
    """One recovery for each person and programme with recovery rows."""
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    areas: dict[int, str] = {}
    rows = CycleRow.objects.filter(cycle=cycle, kind=RECOVERY).order_by("pk")
    for person, area, programme, by_fund in rows.values_list("person_id", "area", "programme", "by_fund"):
        sums[person, programme] = added(sums[person, programme], by_fund, -1)
        areas[person] = area
    Recovery.objects.bulk_create(
        (
            Recovery(
                person_id=person, area=areas[person], pack=cycle.pack, programme=programme, cycle=cycle,
                total_fen=sum(by_fund.values()), by_fund=by_fund,
            )
            for (person, programme), by_fund in sorted(sums.items())
        ),
        batch_size=ROWS_AT_ONCE,
    )  # fmt: skip


@transaction.atomic
def pay(*, cycle_id: int, bank_reference: str, by: Actor, at: datetime) -> Cycle:
    """The bank has the file: each fund's money leaves once. Raises InsufficientFund, ReasonNeeded, WrongState."""
    cycle = locked(cycle_id, "cycles.pay", by=by)
    cycle.bank_reference = needed(bank_reference)[:60]
    take(cycle, "pay", by=by, at=at, reason=cycle.bank_reference)
    for fund, fen in sorted(_to_pay(cycle).items()):
        _move(f"cycle:{cycle.pk}:fund:{fund}", {fund: fen}, f"{cycle.month:%Y-%m} 每月发放", cycle, by=by, at=at)
    announce(CyclePaid(cycle.pk, cycle.pack, cycle.month), by=by, at=at)
    return cycle


def _to_pay(cycle: Cycle) -> dict[str, int]:
    found: dict[str, int] = {}
    payments = CyclePayment.objects.filter(cycle=cycle, result=None).values_list("by_fund", flat=True)
    for by_fund in payments.iterator(chunk_size=ROWS_AT_ONCE):
        found = added(found, by_fund)
    return found


def _move(key: str, sums: Mapping[str, int], memo: str, cycle: Cycle, *, by: Actor, at: datetime) -> None:
    """Money from funds to persons; negative sums come back."""
    entries = {fund_account(fund): -fen for fund, fen in sums.items() if fen}
    total = -sum(entries.values())
    if total:
        entries[PERSONS_PAID] = total
    if len(entries) > 1:
        move(key[:120], entries, memo, about=f"cycle:{cycle.pk}", by=by, at=at)


@transaction.atomic
def record_returns(*, cycle_id: int, returns: Sequence[ReturnedPayment], by: Actor, at: datetime) -> Cycle:
    """The bank sent payments back: the money stands in its funds again and comes with the next cycle; all or none.

    The same again changes nothing. Raises WrongState, ReasonNeeded, NotPermitted.
    """
    cycle = locked(cycle_id, "cycles.pay", by=by)
    if cycle.state != PAID:
        raise WrongState("只有已付款、还没有结的发放才能登记退回。")
    payments = (
        CyclePayment.objects.filter(cycle=cycle).select_related("result").in_bulk([r.payment_id for r in returns])
    )
    for each in returns:
        payment = payments.get(each.payment_id)
        if payment is None or (hasattr(payment, "result") and payment.result.state != RETURNED):
            raise WrongState(f"本次发放没有付出第 {each.payment_id} 笔。")
        if not hasattr(payment, "result"):
            _return(cycle, payment, needed(each.reason)[:200], by=by, at=at)
    return cycle


def _return(cycle: Cycle, payment: CyclePayment, reason: str, *, by: Actor, at: datetime) -> None:
    PaymentResult.objects.create(payment=payment, state=RETURNED, reason=reason, by_name=by.name, at=at)
    back = {fund: -fen for fund, fen in payment.by_fund.items()}
    _move(f"cycle:{cycle.pk}:payment:{payment.pk}:returned", back, f"退回 {reason}", cycle, by=by, at=at)
    record(
        by=by, at=at, verb="cycles.returned", subject=f"person:{payment.person_id}", area=payment.area, reason=reason,
        after={"cycle": cycle.pk, "amount_fen": payment.amount_fen},
    )  # fmt: skip
    announce(PaymentReturned(cycle.pk, payment.person_id, payment.amount_fen, reason), by=by, at=at)


@transaction.atomic
def close(*, cycle_id: int, by: Actor, at: datetime) -> Cycle:
    """The bank has answered for all; nothing more is entered. Raises WrongState, NotPermitted."""
    return take(locked(cycle_id, "cycles.pay", by=by), "close", by=by, at=at)
