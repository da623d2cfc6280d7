"""Verbs of the books: open an account, move money once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.engines.ledger.transfers import BadTransfer, Line, Overdrawn, apply, checked, same
from yinling.foundation.audit.actions import record
from yinling.foundation.books.models import Account, AccountKind, Entry, Transfer
from yinling.kernel.actor import Actor

__all__ = ["AccountDiffers", "BadTransfer", "KeyReused", "Overdrawn", "UnknownAccount", "open_account", "post"]


class AccountDiffers(Exception):
    """An account of that code exists with another kind."""


class UnknownAccount(Exception):
    """No account of that code was opened."""


class KeyReused(Exception):
    """The key has already moved other money."""


@transaction.atomic
def open_account(*, code: str, name: str, kind: str, by: Actor, at: datetime) -> Account:
    """The account of that code, opened if there is none. Raises AccountDiffers, ValueError on an unknown kind."""
    account, is_new = Account.objects.get_or_create(
        code=code, defaults={"name": name, "kind": AccountKind(kind), "opened_at": at}
    )
    if account.kind != kind:
        raise AccountDiffers(code)
    if is_new:
        record(by=by, at=at, verb="books.open_account", subject=f"account:{code}", after={"name": name, "kind": kind})
    return account


def post(*, key: str, entries: Sequence[tuple[str, int]], memo: str, about: str, by: Actor, at: datetime) -> Transfer:
    """Moves money: entries are (account code, fen) and sum to zero. The same key again gives the first transfer.

    Raises BadTransfer, UnknownAccount, KeyReused, Overdrawn (a fund would fall below nothing).
    """
    wanted = checked(entries)
    if first := Transfer.objects.filter(key=key).first():
        return _same_or_refused(first, wanted)
    try:
        with transaction.atomic():
            return _write(key, wanted, memo=memo, about=about, by=by, at=at)
    except IntegrityError:
        # Two callers with one key at the same moment: the unique key let one through.
        if first := Transfer.objects.filter(key=key).first():
            return _same_or_refused(first, wanted)
        raise


def _write(key: str, entries: Sequence[tuple[str, int]], *, memo: str, about: str, by: Actor, at: datetime) -> Transfer:
    # One order for everybody: the key, the audit's head, the accounts. Two payers can wait, but never for each other.
    transfer = Transfer.objects.create(key=key, memo=memo, about=about, at=at, by_id=by.user_id, by_name=by.name)
    record(
        by=by, at=at, verb="books.post", subject=f"transfer:{transfer.pk}", reason=memo,
        after={"key": key, "about": about, "entries": [[code, fen] for code, fen in entries]},
    )  # fmt: skip
    accounts = _locked({code for code, _ in entries})
    funds = [code for code, account in accounts.items() if account.kind == AccountKind.FUND]
    balances = {code: account.balance_fen for code, account in accounts.items()}
    lines = apply(entries, balances, never_negative=funds)
    Entry.objects.bulk_create(_entry(transfer, number, line, accounts) for number, line in enumerate(lines, 1))
    for line in lines:
        accounts[line.account].balance_fen = line.after
    Account.objects.bulk_update(accounts.values(), ["balance_fen"])
    return transfer


def _entry(transfer: Transfer, number: int, line: Line, accounts: dict[str, Account]) -> Entry:
    return Entry(
        transfer=transfer,
        account=accounts[line.account],
        line=number,
        amount_fen=line.amount,
        before_fen=line.before,
        after_fen=line.after,
    )


def _locked(codes: set[str]) -> dict[str, Account]:
    """The accounts, locked in one order so that two transfers cannot wait for each other."""
    rows = Account.objects.select_for_update().filter(code__in=codes).order_by("code")
    accounts = {account.code: account for account in rows}
    if missing := codes - accounts.keys():
        raise UnknownAccount(", ".join(sorted(missing)))
    return accounts


def _same_or_refused(first: Transfer, entries: Sequence[tuple[str, int]]) -> Transfer:
    kept = list(first.entries.order_by("line").values_list("account__code", "amount_fen"))
    if not same(kept, entries):
        raise KeyReused(first.key)
    return first
