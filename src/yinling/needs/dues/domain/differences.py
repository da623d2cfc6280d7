"""What differs between what was given for a month and what is due for it as the facts are known now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Sums = Mapping[str, int]
DUE, BACK_PAY, RECOVERY, INSTALMENT, REPEAT = "due", "back_pay", "recovery", "instalment", "repeat"
# What a month was given: all that says what it is owed. Instalments and repeats only move money.
GIVEN = frozenset({DUE, BACK_PAY, RECOVERY})
# What goes into a payment. A recovery is a claim; instalments collect it.
PAID = frozenset({DUE, BACK_PAY, INSTALMENT, REPEAT})


@dataclass(frozen=True)
class Difference:
    """A row to write: fen by payer, negative in a recovery."""

    kind: str
    by_payer: Sums

    @property
    def fen(self) -> int:
        """The sum of all payers."""
        return sum(self.by_payer.values())


def added(first: Sums, second: Sums, sign: int = 1) -> dict[str, int]:
    """Payer by payer, without zeros."""
    found = {payer: first.get(payer, 0) + sign * second.get(payer, 0) for payer in {**first, **second}}
    return {payer: found[payer] for payer in sorted(found) if found[payer]}


def difference(*, due: Sums, given: Sums, month: date, current: date) -> Difference | None:
    """The row for one programme and month; None where nothing differs.

    The present month's money is `due`; anything else is back-pay, or a recovery where too much was given.
    """
    by_payer = added(due, given, -1)
    if not by_payer:
        return None
    if sum(by_payer.values()) < 0:
        return Difference(RECOVERY, by_payer)
    return Difference(DUE if month == current and not given else BACK_PAY, by_payer)


def instalment(*, outstanding: Sums, received_fen: int, percent_max: int) -> Sums:
    """What is kept back from money received in a month: at most a share of it, never more than is outstanding.

    Positive fen by payer, taken from the payers in the order of their names.
    """
    left = received_fen * percent_max // 100
    found: dict[str, int] = {}
    for payer in sorted(outstanding):
        taken = max(0, min(outstanding[payer], left))
        left -= taken
        if taken:
            found[payer] = taken
    return found
