"""What was not used by the month's end is no longer owed: it is moved in the books, not forgotten."""

from datetime import date, datetime

from django.db import transaction

from yinling.foundation.books.queries import balance, statement
from yinling.kernel.actor import Actor
from yinling.needs.vouchers.actions.booking import move
from yinling.needs.vouchers.domain.postings import EXPIRED, OUTSTANDING, Month, account, expired
from yinling.needs.vouchers.models import Voucher


def expire(*, on: date, by: Actor, at: datetime) -> dict[Month, int]:
    """Moves what is outstanding of months that are over; fen by month. Called again it moves nothing."""
    over = Voucher.objects.filter(valid_until__lte=on).values_list("pack", "kind", "month").distinct().order_by()
    moved = {}
    for pack, kind, first in over:
        month = Month(pack, kind, first)
        if fen := _expire_month(month, by=by, at=at):
            moved[month] = fen
    return moved


@transaction.atomic
def _expire_month(month: Month, *, by: Actor, at: datetime) -> int:
    left = balance(account(month, OUTSTANDING))
    if left > 0:
        number = len(statement(account(month, EXPIRED))) + 1
        move(expired(month, left, number), memo="消费券到期未用", about=f"voucher:{month.code}", by=by, at=at)
    return left
