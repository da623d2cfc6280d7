"""Questions to the books."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from yinling.foundation.books.models import Account, Entry, Transfer


@dataclass(frozen=True)
class EntryLine:
    """One entry for reading."""

    id: int
    at: datetime
    account_code: str
    account_name: str
    amount_fen: int
    balance_fen: int
    memo: str
    about: str
    key: str
    by_name: str


def accounts() -> QuerySet[Account]:
    """All accounts by code."""
    return Account.objects.order_by("code")


def balance(code: str) -> int:
    """Fen that an account holds; nothing where it was never opened."""
    found = Account.objects.filter(code=code).values_list("balance_fen", flat=True).first()
    return found or 0


def statement(code: str, *, before_id: int | None = None, limit: int = 1_000) -> list[EntryLine]:
    """Entries of an account, newest first, at most `limit`; `before_id` goes on where a page ended."""
    entries = Entry.objects.filter(account__code=code)
    if before_id is not None:
        entries = entries.filter(pk__lt=before_id)
    return _lines(entries.order_by("-pk")[:limit])


def entries_about(about: str) -> list[EntryLine]:
    """Every entry of one matter ("case:12"), in the order in which money moved."""
    return _lines(Entry.objects.filter(transfer__about=about).order_by("pk"))


def _lines(entries: QuerySet[Entry]) -> list[EntryLine]:
    return [
        EntryLine(
            id=entry.pk,
            at=entry.transfer.at,
            account_code=entry.account.code,
            account_name=entry.account.name,
            amount_fen=entry.amount_fen,
            balance_fen=entry.after_fen,
            memo=entry.transfer.memo,
            about=entry.transfer.about,
            key=entry.transfer.key,
            by_name=entry.transfer.by_name,
        )
        for entry in entries.select_related("transfer", "account")
    ]


def faults() -> list[str]:
    """What does not hold: a transfer that is not zero or has no entries, a balance that its entries do not make."""
    found = [
        f"转账 {transfer.key}:分录合计 {transfer.total or 0} 分,{transfer.lines} 行"
        for transfer in Transfer.objects.annotate(total=Sum("entries__amount_fen"), lines=Count("entries"))
        .exclude(total=0, lines__gte=2)
        .order_by("pk")
    ]
    for account in accounts().annotate(total=Sum("entries__amount_fen")):
        if account.balance_fen != (account.total or 0):
            found.append(f"账户 {account.code}:余额 {account.balance_fen} 分,分录合计 {account.total or 0} 分")
        found += _running_faults(account)
    return found


def _running_faults(account: Account) -> list[str]:
    """The first entry of an account that does not start where the one before it ended."""
    held = 0
    rows = account.entries.order_by("pk").values_list("pk", "before_fen", "after_fen")
    for pk, before, after in rows.iterator(chunk_size=2_000):
        if before != held:
            return [f"账户 {account.code}:第 {pk} 号分录的起始余额应为 {held} 分"]
        held = after
    return []


def totals() -> tuple[int, int, int]:
    """How many accounts, transfers and entries there are."""
    return Account.objects.count(), Transfer.objects.count(), Entry.objects.count()
