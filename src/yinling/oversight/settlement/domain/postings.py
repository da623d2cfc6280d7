"""Which entries each step of a payment makes. Amounts in fen, ≥ 0; the entries of every posting add up to zero.

Signs: what the district holds is positive (funds, money on its way through the bank), what it owes or got from outside
is negative. `spent:` collects by fund what cases have cost.
"""

from dataclasses import dataclass

MUNICIPAL = "municipal_welfare_lottery"
DISTRICT = "district_budget"
FUNDS = (MUNICIPAL, DISTRICT)
CLEARING = "bank:clearing"
OUTSIDE = "outside"


@dataclass(frozen=True)
class Posting:
    """One transfer for the books: its key, used once, and its entries of (account code, fen)."""

    key: str
    entries: tuple[tuple[str, int], ...]


def fund_account(fund: str) -> str:
    """Where a fund's money stands."""
    return f"fund:{fund}"


def spent_account(fund: str) -> str:
    """What cases have cost a fund."""
    return f"spent:{fund}"


def owed_account(provider_id: int) -> str:
    """What a firm is owed; negative until it is paid."""
    return f"payable:provider:{provider_id}"


def allotted(allotment_id: int, fund: str, fen: int) -> Posting:
    """Money comes into a fund."""
    return Posting(f"allotment:{allotment_id}", ((OUTSIDE, -fen), (fund_account(fund), fen)))


def owed(payable_id: int, provider_id: int, by_fund: dict[str, int]) -> Posting:
    """Accepted works make the district owe the firm."""
    spent = [(spent_account(fund), fen) for fund, fen in by_fund.items() if fen]
    return Posting(f"payable:{payable_id}", (*spent, (owed_account(provider_id), -sum(by_fund.values()))))


def _line_key(run_id: int, line_id: int, word: str) -> str:
    return f"run:{run_id}:line:{line_id}:{word}"


def reserved(run_id: int, line_id: int, fund: str, fen: int) -> Posting:
    """An approved line leaves the fund for the bank."""
    return Posting(_line_key(run_id, line_id, "reserved"), ((fund_account(fund), -fen), (CLEARING, fen)))


def paid(run_id: int, line_id: int, provider_id: int, fen: int) -> Posting:
    """The bank paid the firm."""
    return Posting(_line_key(run_id, line_id, "paid"), ((CLEARING, -fen), (owed_account(provider_id), fen)))


def returned(run_id: int, line_id: int, fund: str, fen: int) -> Posting:
    """The bank sent the money back; it stands in the fund again."""
    return Posting(_line_key(run_id, line_id, "returned"), ((CLEARING, -fen), (fund_account(fund), fen)))


def released(run_id: int, line_id: int, fund: str, fen: int) -> Posting:
    """An approved run was cancelled before it was sent."""
    return Posting(_line_key(run_id, line_id, "released"), ((CLEARING, -fen), (fund_account(fund), fen)))
