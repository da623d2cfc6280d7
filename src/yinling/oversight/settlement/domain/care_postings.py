"""Which entries each step of a care claim's money makes; the entries of every posting add up to zero. Amounts in fen.

Signs as in settlement: what the district holds is positive, what came from outside negative.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FUND, SPENT, BANK, OUTSIDE = "care:fund:", "care:spent:", "care:bank", "care:outside"


@dataclass(frozen=True)
class Posting:
    """One transfer for the books: its key, used once, and its entries of (account code, fen)."""

    key: str
    entries: tuple[tuple[str, int], ...]


def allotted(key: str, fund: str, fen: int) -> Posting:
    """Money comes into a care fund."""
    return Posting(f"care:allotment:{key}", ((OUTSIDE, -fen), (FUND + fund, fen)))


def sent(payment_id: int, by_fund: Mapping[str, int]) -> Posting:
    """A payment leaves its funds for the bank."""
    funds = tuple((FUND + fund, -fen) for fund, fen in sorted(by_fund.items()) if fen)
    return Posting(f"care:payment:{payment_id}:sent", (*funds, (BANK, sum(by_fund.values()))))


def paid(payment_id: int, by_fund: Mapping[str, int]) -> Posting:
    """The bank paid the provider."""
    spent = tuple((SPENT + fund, fen) for fund, fen in sorted(by_fund.items()) if fen)
    return Posting(f"care:payment:{payment_id}:paid", ((BANK, -sum(by_fund.values())), *spent))


def returned(payment_id: int, by_fund: Mapping[str, int]) -> Posting:
    """The bank sent it back: the counter transfer of what was sent."""
    entries = tuple((account, -fen) for account, fen in sent(payment_id, by_fund).entries)
    return Posting(f"care:payment:{payment_id}:returned", entries)


def made_by(payment_id: int, by_fund: Mapping[str, int], state: str) -> tuple[Posting, ...]:
    """All that a payment has made until it is in a state (sent, paid or returned), the newest last."""
    after = {"paid": (paid,), "returned": (returned,)}.get(state, ())
    return tuple(each(payment_id, by_fund) for each in (sent, *after))
