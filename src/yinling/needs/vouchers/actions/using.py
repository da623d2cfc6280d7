"""A provider takes a sum off a bill; a wrong use is taken back."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yinling.engines.rules.decision import Outcome
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.reasons import Reason, reasons_of
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.needs.vouchers.actions.booking import month_of, move
from yinling.needs.vouchers.domain import postings
from yinling.needs.vouchers.domain.refusals import (
    AlreadyBilled,
    CannotDecide,
    Expired,
    NoSuchVoucher,
    NothingLeft,
    NothingToTakeOff,
    NotValid,
)
from yinling.needs.vouchers.models import Use, Voucher
from yinling.needs.vouchers.queries import voucher_kind
from yinling.people.registry.queries import facts_of


@dataclass(frozen=True)
class Bill:
    """What a provider asks for: one service on one day. Sums in fen; `stay_days` for stays in an institution."""

    number: str
    service_kind: str
    served_on: date
    bill_fen: int
    ltci_paid_fen: int = 0
    stay_days: int | None = None


@dataclass(frozen=True)
class Preview:
    """What would be taken off and why; nothing is kept."""

    voucher_id: int
    deducted_fen: int
    resident_fen: int
    left_after_fen: int
    reasons: tuple[Reason, ...]


def preview(bill: Bill, *, by: Actor, on: date) -> Preview:
    """What the rule takes off a bill today. Raises VoucherRefused, PermissionDenied."""
    _may_redeem(by)
    return _worked_out(bill, _voucher(bill, on))


@transaction.atomic
def use(bill: Bill, *, key: str, by: Actor, at: datetime) -> Use:
    """Takes it off, once for a key. Raises VoucherRefused, PermissionDenied."""
    provider_id = _may_redeem(by)
    if known := Use.objects.filter(key=key, provider_id=provider_id).first():
        return known
    voucher = Voucher.objects.select_for_update().get(pk=_voucher(bill, day_of(at)).pk)
    found = _worked_out(bill, voucher)
    row = Use.objects.create(
        voucher=voucher, key=key, provider_id=provider_id, service_kind=bill.service_kind, served_on=bill.served_on,
        bill_fen=bill.bill_fen, ltci_paid_fen=bill.ltci_paid_fen, deducted_fen=found.deducted_fen,
        resident_fen=found.resident_fen, reasons=[asdict(reason) for reason in found.reasons],
        by_name=by.name, by_user_id=by.user_id, at=at,
    )  # fmt: skip
    voucher.used_fen += found.deducted_fen
    voucher.save(update_fields=["used_fen"])
    _told(row, "vouchers.use", by=by, at=at)
    move(
        postings.used(month_of(voucher), row.pk, found.deducted_fen),
        memo="消费券核销", about=f"voucher:{voucher.pk}", by=by, at=at,
    )  # fmt: skip
    notify(text=_used_words(row), at=at, person_id=voucher.person_id)
    return row


@transaction.atomic
def take_back(*, use_id: int, reason: str, by: Actor, at: datetime) -> Use:
    """A use was wrong: a second row takes it back. Raises AlreadyBilled, NoSuchVoucher, PermissionDenied."""
    provider_id = _may_redeem(by)
    row = Use.objects.filter(pk=use_id, provider_id=provider_id, reverses=None).first()
    if row is None:
        raise NoSuchVoucher
    voucher = Voucher.objects.select_for_update().get(pk=row.voucher_id)
    if hasattr(row, "line") or Use.objects.filter(reverses=row).exists():
        raise AlreadyBilled
    back = Use.objects.create(
        voucher=voucher, key=f"back:{row.pk}", provider_id=provider_id, service_kind=row.service_kind,
        served_on=row.served_on, bill_fen=-row.bill_fen, ltci_paid_fen=-row.ltci_paid_fen,
        deducted_fen=-row.deducted_fen, resident_fen=-row.resident_fen, reverses=row, note=reason,
        by_name=by.name, by_user_id=by.user_id, at=at,
    )  # fmt: skip
    voucher.used_fen -= row.deducted_fen
    voucher.save(update_fields=["used_fen"])
    _told(back, "vouchers.take_back", by=by, at=at, reason=reason)
    move(
        postings.taken_back(month_of(voucher), row.pk, row.deducted_fen),
        memo="撤销消费券核销", about=f"voucher:{voucher.pk}", by=by, at=at,
    )  # fmt: skip
    return back


def _may_redeem(by: Actor) -> int:
    if not by.may("vouchers.redeem") or by.organisation_id is None:
        raise PermissionDenied
    return by.organisation_id


def _voucher(bill: Bill, on: date) -> Voucher:
    voucher = Voucher.objects.filter(number=bill.number.strip()).first()
    if voucher is None:
        raise NoSuchVoucher
    if not voucher.month <= bill.served_on < voucher.valid_until:
        raise NotValid
    if on >= voucher.valid_until:
        # What was left has been moved in the books as expired; a bill that comes later has nothing to be taken off by.
        raise Expired(voucher.valid_until)
    return voucher


def _worked_out(bill: Bill, voucher: Voucher) -> Preview:
    if voucher.left_fen <= 0:
        raise NothingLeft
    kind = voucher_kind(voucher.pack, voucher.kind)
    if kind is None or bill.service_kind not in kind.services:
        raise NothingToTakeOff
    programme = bound_programme(kind.use, on=bill.served_on, pack=kind.pack)
    facts = facts_of(voucher.person_id, on=bill.served_on) | {
        "on": bill.served_on, "applied_on": bill.served_on, "alive": True, "request_id": bill.number,
        "service_kind": bill.service_kind, "bill_yuan": bill.bill_fen, "ltci_paid_yuan": bill.ltci_paid_fen,
        "used_this_month_yuan": voucher.used_fen, "stay_days": bill.stay_days,
    }  # fmt: skip
    decision = deciding.decide_one(programme, {name: value for name, value in facts.items() if value is not None})
    reasons = reasons_of(programme, decision, load_facts())
    if not decision.outcome.is_decided:
        raise CannotDecide(_because(CannotDecide.words, reasons, "unknown"))
    public = sum(fen or 0 for amount, fen in deciding.payable(programme, decision) if amount.public)
    deducted = min(public, voucher.left_fen)
    if decision.outcome is not Outcome.GRANTED or deducted <= 0:
        raise NothingToTakeOff(_because(NothingToTakeOff.words, reasons, "false"))
    resident = bill.bill_fen - bill.ltci_paid_fen - deducted
    return Preview(voucher.pk, deducted, resident, voucher.left_fen - deducted, reasons)


def _because(words: str, reasons: tuple[Reason, ...], value: str) -> str:
    found = [reason.words for reason in reasons if reason.value == value]
    return f"{words}（{'；'.join(found)}）" if found else words


def _used_words(row: Use) -> str:
    yuan = f"{row.deducted_fen / 100:.2f}"
    return f"您的消费券在{row.provider.name}抵扣了{yuan}元，本月还剩{row.voucher.left_fen / 100:.2f}元。"


def _told(row: Use, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    record(
        by=by, at=at, verb=verb, subject=f"voucher:{row.voucher_id}", area=row.voucher.area, reason=reason,
        after={"deducted_fen": row.deducted_fen, "provider": row.provider_id, "left_fen": row.voucher.left_fen},
    )  # fmt: skip
