"""Sums and changes of a part of the people, added up while the draft is made."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from yinling.needs.cycles.actions.writing import Scribe, Written
from yinling.needs.cycles.domain.changes import DEATH, ENDED, NO_LONGER, PAUSED, UNDECIDED, Sum, change_of, delta
from yinling.needs.cycles.domain.differences import DUE
from yinling.needs.cycles.models import Cycle, CycleFigure
from yinling.needs.dues.domain.months import Due
from yinling.needs.dues.domain.periods import month_after

TOWN_DIGITS = 9
PAID_OUT = "paid"
Key = tuple[str, str, str, str]
Sums = Mapping[str, Sum]


@dataclass
class Figures:
    """(area of the town, programme, what, fund) → (count, fen)."""

    cycle: Cycle
    counts: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, area: str, programme: str, what: str, fund: str, *, count: int, fen: int) -> None:
        """One more."""
        found = self.counts[area[:TOWN_DIGITS], programme, what, fund]
        found[0] += count
        found[1] += fen

    def written(self, written: Written) -> None:
        """Every row and payment, whole and by fund."""
        for row in written.rows:
            self.add(row.area, row.programme, row.kind, "", count=1, fen=row.amount_fen)
            for fund, fen in row.by_fund.items():
                self.add(row.area, row.programme, row.kind, fund, count=1, fen=fen)
        for payment in written.payments:
            self.add(payment.area, "", PAID_OUT, "", count=1, fen=payment.amount_fen)
            for fund, fen in payment.by_fund.items():
                self.add(payment.area, "", PAID_OUT, fund, count=1, fen=fen)

    def changes(
        self, scribe: Scribe, before: Mapping[str, Sum], now: Mapping[str, Sum], dues: Mapping[str, Due]
    ) -> None:
        """Why each programme of one person gives something else than the month before."""
        for name in before.keys() | now.keys():
            if why := change_of(before.get(name), now.get(name), _gone(scribe, dues.get(name))):
                fen = delta(before.get(name), now.get(name))
                self.add(scribe.area, name, why, "", count=1, fen=fen)

    def rows(self) -> Sequence[CycleFigure]:
        """To be stored."""
        return [
            CycleFigure(cycle=self.cycle, area=area, programme=name, what=what, fund=fund, count=count, amount_fen=fen)
            for (area, name, what, fund), (count, fen) in self.counts.items()
        ]


def _gone(scribe: Scribe, due: Due | None) -> str:
    died = scribe.person.history.deceased_on
    if died and died < month_after(scribe.desk.month):
        return DEATH
    if due is not None and due.open_outcome is not None:
        return UNDECIDED
    if due is not None and due.stretches:
        return NO_LONGER
    return ENDED if scribe.person.is_ended else PAUSED


def sums_of(written: Written, start: int, month: date) -> dict[str, Sum]:
    """What rows written from `start` on, those of one person, give for the month, by programme."""
    return {
        row.programme: Sum(row.amount_fen, row.reason_id, row.rule_version)
        for row in written.rows[start:]
        if row.kind == DUE and row.for_month == month
    }
