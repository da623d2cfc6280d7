"""Which parts of payables may be paid now, and why the others wait."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.models import Payable, PaymentLine
from yinling.people.providers.queries import Payee, payee_of

PAYABLES_MAX = 500


@dataclass(frozen=True)
class Part:
    """What one fund owes for one case, with the account it would go to."""

    payable_id: int
    fund: str
    area: str
    amount_fen: int
    payee: Payee


def lines_by_part(payable_ids: Sequence[int]) -> dict[tuple[int, str], list[PaymentLine]]:
    """All lines of the payables, by payable and fund, oldest first."""
    found: dict[tuple[int, str], list[PaymentLine]] = {}
    rows = PaymentLine.objects.filter(payable__in=payable_ids).select_related("run").defer("account_number")
    for line in rows.order_by("id"):
        found.setdefault((line.payable_id, line.fund_id), []).append(line)
    return found


def state_of(lines: Sequence[PaymentLine]) -> str:
    """Where a part stands: open, in_run, paid or returned."""
    return states.part_state((line.state, line.reopened_at is not None) for line in lines)


def part_counts(actor: Actor) -> Counter[str]:
    """Parts of unpaid payables that the actor may see, counted by state; the oldest 500 cases."""
    rows = list(Payable.objects.visible_to(actor).filter(paid_at=None).order_by("id")[:PAYABLES_MAX])
    lines = lines_by_part([row.pk for row in rows])
    owed = [(row.pk, fund) for row in rows for fund, fen in row.by_fund.items() if fen]
    return Counter(state_of(lines.get(part, [])) for part in owed)


def open_parts(payables: Sequence[Payable]) -> list[Part]:
    """Parts that may go into a run: owed, in no run, and with a payee whose account is known."""
    lines = lines_by_part([payable.pk for payable in payables])
    payees = {provider: payee_of(provider) for provider in {payable.provider_id for payable in payables}}
    return [
        Part(payable.pk, fund, payable.area, fen, payees[payable.provider_id])
        for payable in payables
        for fund, fen in payable.by_fund.items()
        if fen
        and state_of(lines.get((payable.pk, fund), [])) == states.OPEN
        and payees[payable.provider_id].account_number
    ]
