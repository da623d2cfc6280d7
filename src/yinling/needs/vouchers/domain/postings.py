"""Which entries each step of a voucher makes. Sums in fen, > 0; the entries of every posting add up to zero.

What was promised (`issued`, negative) is outstanding until it is used or expires; at the month's end nothing is
outstanding, and issued = used + expired.
"""

from dataclasses import dataclass
from datetime import date

ISSUED, OUTSTANDING, USED, EXPIRED = "issued", "outstanding", "used", "expired"
WORDS = {ISSUED: "已发放", OUTSTANDING: "未使用", USED: "已使用", EXPIRED: "已过期"}


@dataclass(frozen=True)
class Month:
    """One kind of voucher in one month: what the accounts are kept by."""

    pack: str
    kind: str
    first: date

    @property
    def code(self) -> str:
        """`national-2026:consumption:2026-01`."""
        return f"{self.pack}:{self.kind}:{self.first:%Y-%m}"


@dataclass(frozen=True)
class Posting:
    """One transfer: its key, used once, and its entries of (account code, fen)."""

    key: str
    entries: tuple[tuple[str, int], ...]


def account(month: Month, part: str) -> str:
    """Code of one of the four accounts of a month."""
    return f"voucher:{month.code}:{part}"


def issued(month: Month, number: str, fen: int) -> Posting:
    """A voucher is given."""
    return _moved(month, f"{number}:issued", ISSUED, OUTSTANDING, fen)


def used(month: Month, use_id: int, fen: int) -> Posting:
    """A sum is taken off a bill."""
    return _moved(month, f"use:{use_id}", OUTSTANDING, USED, fen)


def taken_back(month: Month, use_id: int, fen: int) -> Posting:
    """A use was wrong."""
    return _moved(month, f"use:{use_id}:back", USED, OUTSTANDING, fen)


def expired(month: Month, fen: int, number: int) -> Posting:
    """What is left when the month is over; `number` counts the runs, for a use taken back later expires later."""
    return _moved(month, f"expired:{number}", OUTSTANDING, EXPIRED, fen)


def _moved(month: Month, key: str, giver: str, taker: str, fen: int) -> Posting:
    entries = ((account(month, giver), -fen), (account(month, taker), fen))
    return Posting(f"voucher:{month.code}:{key}", entries)
