"""A provider's month: drawn up, confirmed or disputed by the provider, approved by another person, paid."""

from collections.abc import Callable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, Sum

from yinling.foundation.access.queries import within
from yinling.foundation.audit.actions import record
from yinling.foundation.books.actions import Overdrawn, UnknownAccount
from yinling.kernel.actor import Actor
from yinling.needs.vouchers.actions.booking import pay_from_fund
from yinling.needs.vouchers.domain.refusals import FundTooShort, NothingToBill, SamePerson, WrongStep
from yinling.needs.vouchers.models import Statement, StatementLine, StatementState, StatementStep, Use
from yinling.needs.vouchers.queries import voucher_kind

State = StatementState


@transaction.atomic
def draw_up(*, pack: str, kind: str, month: date, by: Actor, at: datetime) -> list[Statement]:
    """A statement for every provider with unbilled uses of the month. Raises NothingToBill, PermissionDenied.

    A use and its taking back cancel out and are billed together, so that the sum is what was taken off.
    """
    if not by.may("vouchers.settle"):
        raise PermissionDenied
    unbilled = Use.objects.filter(
        Q(line=None), within(by, "voucher__area"), voucher__pack=pack, voucher__kind=kind, voucher__month=month
    )
    made = []
    for provider_id in sorted(set(unbilled.values_list("provider_id", flat=True))):
        own = unbilled.filter(provider_id=provider_id)
        total = own.aggregate(total=Sum("deducted_fen"))["total"] or 0
        if total > 0:
            made.append(_drawn_up(list(own), provider_id, (pack, kind, month), total, by=by, at=at))
    if not made:
        raise NothingToBill
    return made


def _drawn_up(
    own: list[Use], provider_id: int, of: tuple[str, str, date], total: int, *, by: Actor, at: datetime
) -> Statement:
    pack, kind, month = of
    earlier = Statement.objects.filter(provider_id=provider_id, pack=pack, kind=kind, month=month).count()
    row = Statement.objects.create(
        provider_id=provider_id, pack=pack, kind=kind, month=month, part=earlier + 1, area=by.area,
        total_fen=total, drawn_up_by_id=by.user_id,
    )  # fmt: skip
    StatementLine.objects.bulk_create(StatementLine(statement=row, use=use) for use in own)
    _step(row, "drawn_up", by=by, at=at)
    return row


def confirm(*, statement_id: int, by: Actor, at: datetime) -> None:
    """The provider agrees. Raises WrongStep, PermissionDenied."""
    _go(statement_id, "confirmed", State.DRAWN_UP, State.CONFIRMED, _own_provider, by=by, at=at)


def dispute(*, statement_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The provider does not agree, and says why. Raises WrongStep, PermissionDenied."""
    _go(statement_id, "disputed", State.DRAWN_UP, State.DISPUTED, _own_provider, by=by, at=at, reason=reason)


def answer_dispute(*, statement_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The bureau answers; the provider is asked again. Raises WrongStep, PermissionDenied."""
    _go(statement_id, "answered", State.DISPUTED, State.DRAWN_UP, _settler, by=by, at=at, reason=reason)


def approve(*, statement_id: int, by: Actor, at: datetime) -> None:
    """Another person agrees that it be paid. Raises WrongStep, SamePerson, PermissionDenied."""

    def other(row: Statement, actor: Actor) -> None:
        _settler(row, actor)
        if row.drawn_up_by_id == actor.user_id:
            raise SamePerson
        row.approved_by_id = actor.user_id

    _go(statement_id, "approved", State.CONFIRMED, State.APPROVED, other, by=by, at=at)


def record_payment(*, statement_id: int, bank_reference: str, by: Actor, at: datetime) -> None:
    """The money went out. Raises WrongStep, FundTooShort, PermissionDenied."""

    def pay(row: Statement, actor: Actor) -> None:
        if not actor.may("vouchers.pay"):
            raise PermissionDenied
        row.bank_reference = bank_reference
        kind = voucher_kind(row.pack, row.kind)
        if kind is None:
            raise WrongStep
        try:
            pay_from_fund(
                kind, key=f"voucher:statement:{row.pk}", fen=row.total_fen, memo="消费券对账单付款",
                about=f"voucher_statement:{row.pk}", by=actor, at=at,
            )  # fmt: skip
        except (Overdrawn, UnknownAccount) as short:
            raise FundTooShort from short

    _go(statement_id, "paid", State.APPROVED, State.PAID, pay, by=by, at=at)


def _own_provider(row: Statement, actor: Actor) -> None:
    if not actor.may("vouchers.redeem") or row.provider_id != actor.organisation_id:
        raise PermissionDenied


def _settler(row: Statement, actor: Actor) -> None:
    if not actor.may("vouchers.settle"):
        raise PermissionDenied


@transaction.atomic
def _go(
    statement_id: int,
    verb: str,
    from_: str,
    to: str,
    check: Callable[[Statement, Actor], None],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    row = Statement.objects.visible_to(by).select_for_update().filter(pk=statement_id).first()
    if row is None:
        raise PermissionDenied
    if row.state != from_:
        raise WrongStep
    check(row, by)
    row.state = to
    row.save()
    _step(row, verb, by=by, at=at, reason=reason)


def _step(row: Statement, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    StatementStep.objects.create(statement=row, verb=verb, reason=reason, by_name=by.name, by_user_id=by.user_id, at=at)
    record(
        by=by, at=at, verb=f"vouchers.statement_{verb}", subject=f"voucher_statement:{row.pk}", area=row.area,
        reason=reason, after={"state": row.state, "total_fen": row.total_fen},
    )  # fmt: skip
