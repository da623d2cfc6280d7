"""From which day money is held, and which digest proves what a notice said."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256


def held_from(*, since: date, last_paid: date | None, questioned: date | None) -> date:
    """The first day that is held: nothing that was paid is touched, nor what comes before the day questioned.

    `last_paid` is the first day of the last month whose money went out; None where none did.
    """
    unpaid = since if last_paid is None else max(since, _month_after(last_paid))
    return max(unpaid, questioned) if questioned else unpaid


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def digest_of(head: Sequence[object], lines: Iterable[Sequence[object]]) -> str:
    """A fingerprint of a notice: the same words give the same one, any other word another."""
    text = "\n".join("\t".join("" if value is None else str(value) for value in line) for line in [head, *lines])
    return sha256(text.encode()).hexdigest()
