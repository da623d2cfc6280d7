"""What a transfer must satisfy, and what it does to balances."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

AMOUNT_MAX = 10**15
ENTRIES_MAX = 1_000

Entries = Sequence[tuple[str, int]]


class BadTransfer(ValueError):
    """The entries are no transfer: too few or many, a zero, an amount out of bounds, or a sum that is not zero."""


class Overdrawn(Exception):
    """An account that may not fall below nothing would."""

    def __init__(self, account: str, held: int, asked: int) -> None:
        super().__init__(f"{account}: {held} < {asked}")
        self.account, self.held, self.asked = account, held, asked


@dataclass(frozen=True)
class Line:
    """One entry applied: amount, and the account's balance before and after it."""

    account: str
    amount: int
    before: int
    after: int


def checked(entries: Entries) -> tuple[tuple[str, int], ...]:
    """The entries, if they are a transfer. Raises BadTransfer."""
    found = tuple((account, amount) for account, amount in entries)
    if not 2 <= len(found) <= ENTRIES_MAX:
        raise BadTransfer(f"{len(found)} entries")
    for account, amount in found:
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < abs(amount) <= AMOUNT_MAX:
            raise BadTransfer(f"{account}: {amount!r}")
    if total := sum(amount for _, amount in found):
        raise BadTransfer(f"sum {total}")
    return found


def apply(entries: Entries, balances: Mapping[str, int], *, never_negative: Collection[str] = ()) -> list[Line]:
    """The lines that the transfer writes on top of `balances`. Raises BadTransfer, Overdrawn.

    An account in `never_negative` is judged on what it holds after the whole transfer, not between its entries.
    """
    held = dict(balances)
    lines = []
    for account, amount in checked(entries):
        before = held.get(account, 0)
        held[account] = before + amount
        lines.append(Line(account, amount, before, held[account]))
    for account in never_negative:
        if held.get(account, 0) < 0:
            before = balances.get(account, 0)
            raise Overdrawn(account, before, before - held[account])
    return lines


def same(left: Entries, right: Entries) -> bool:
    """Whether two transfers move the same money, in whatever order they name it."""
    return sorted(left) == sorted(right)


def balances_of(transfers: Iterable[Entries]) -> dict[str, int]:
    """What each account holds after all transfers; the values sum to zero."""
    held: dict[str, int] = {}
    for entries in transfers:
        for account, amount in checked(entries):
            held[account] = held.get(account, 0) + amount
    return held


def statement(account: str, transfers: Iterable[Entries]) -> list[Line]:
    """Every entry of one account, in order, with the running balance."""
    lines: list[Line] = []
    balance = 0
    for entries in transfers:
        for name, amount in checked(entries):
            if name == account:
                lines.append(Line(account, amount, balance, balance + amount))
                balance += amount
    return lines
