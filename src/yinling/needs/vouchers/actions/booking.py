"""How vouchers write to the books: accounts opened as needed, one posting under one key."""

from datetime import datetime

from yinling.foundation.books.actions import open_account, post
from yinling.gateways.policy.vouchers import VoucherKind
from yinling.kernel.actor import Actor
from yinling.needs.vouchers.domain.postings import WORDS, Month, Posting
from yinling.needs.vouchers.models import Voucher

OUTSIDE = "outside"


def month_of(voucher: Voucher) -> Month:
    """By which month's accounts a voucher is kept."""
    return Month(voucher.pack, voucher.kind, voucher.month)


def move(posting: Posting, *, memo: str, about: str, by: Actor, at: datetime) -> None:
    """Posts once; the same posting again changes nothing."""
    for code, _ in posting.entries:
        _, _, rest = code.partition(":")
        part = rest.rpartition(":")[2]
        open_account(code=code, name=f"消费券{WORDS[part]}：{rest.rpartition(':')[0]}", kind=OUTSIDE, by=by, at=at)
    post(key=posting.key, entries=posting.entries, memo=memo, about=about, by=by, at=at)


def pay_from_fund(kind: VoucherKind, *, key: str, fen: int, memo: str, about: str, by: Actor, at: datetime) -> None:
    """Money leaves the fund for a provider. Raises foundation.books.actions.Overdrawn."""
    fund, spent = f"fund:{kind.fund}", f"voucher:{kind.pack}:{kind.id}:paid"
    open_account(code=spent, name=f"消费券已付机构：{kind.name}", kind=OUTSIDE, by=by, at=at)
    post(key=key, entries=((fund, -fen), (spent, fen)), memo=memo, about=about, by=by, at=at)
