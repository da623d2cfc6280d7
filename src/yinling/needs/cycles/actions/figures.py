"""Sums and changes of a part of the people, added up while the draft is made."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from yinling.needs.cycles.actions.writing import Scribe
from yinling.needs.cycles.models import Cycle
from yinling.needs.dues.domain.changes import DEATH, ENDED, NO_LONGER, PAUSED, UNDECIDED, Sum, change_of, delta
from yinling.needs.dues.domain.lines import FigureLine, Written
from yinling.needs.dues.domain.months import Due
from yinling.needs.dues.domain.periods import month_after

TOWN_DIGITS = 9
PAID_OUT = "paid"
Key = tuple[str, str, str, str]


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
        """Every row and payment, whole and by fund; those alike are counted first and added up once."""
        alike: Counter[tuple[str, str, str, int, str]] = Counter(
            (row.area[:TOWN_DIGITS], row.programme, row.kind, row.amount_fen, row.by_fund) for row in written.rows
        )
        alike.update(
            (each.area[:TOWN_DIGITS], "", PAID_OUT, each.amount_fen, each.by_fund) for each in written.payments
        )
        for (area, programme, what, fen, by_fund), count in alike.items():
            self.add(area, programme, what, "", count=count, fen=count * fen)
            for fund, part in json.loads(by_fund).items():
                self.add(area, programme, what, fund, count=count, fen=count * part)

    def changes(self, scribe: Scribe, before: Mapping[str, Sum], dues: Mapping[str, Due]) -> None:
        """Why each programme of one person gives something else than the month before."""
        now = scribe.now
        if now == before:
            return
        for name in before.keys() | now.keys():
            first, second = before.get(name), now.get(name)
            gone = "" if second else _gone(scribe, dues.get(name))
            if why := change_of(first, second, gone):
                self.add(scribe.area, name, why, "", count=1, fen=delta(first, second))

    def rows(self) -> list[FigureLine]:
        """To be stored."""
        return [
            FigureLine(self.cycle.pk, area, name, what, fund, count, fen)
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
