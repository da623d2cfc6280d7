"""What benefits take over of each visit, in order of date within the month's ceilings; the rest is the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yinling.care.plans.domain.costs import Ceiling, Use


@dataclass(frozen=True)
class Part:
    """What one benefit takes over of one visit, for `minutes` of it. `bill_fen`, `before_fen`: what it was asked on."""

    code: str
    name: str
    fen: int
    minutes: int
    bill_fen: int
    before_fen: int
    is_cut: bool = False


@dataclass
class _Run:
    """What a benefit has given in the month so far."""

    ceiling: Ceiling
    fen: int = 0
    minutes: int = 0
    bill_fen: int = 0
    before_fen: int = 0

    def add(self, part: Part) -> None:
        """Counts what was given."""
        self.fen += part.fen
        self.minutes += part.minutes
        self.bill_fen += part.bill_fen
        self.before_fen += part.before_fen


@dataclass
class Month:
    """A person's month; `split` is asked visit by visit, in order of date."""

    ceilings: Sequence[Ceiling]
    runs: list[_Run] = field(init=False)

    def __post_init__(self) -> None:
        self.runs = [_Run(ceiling) for ceiling in self.ceilings]

    def add_earlier(self, parts: Sequence[Part]) -> None:
        """Counts what another claim has used of the month already."""
        for run in self.runs:
            for part in parts:
                if part.code == run.ceiling.code:
                    run.add(part)

    def split(self, use: Use) -> tuple[Part, ...]:
        """The benefits' parts of one visit; what they leave is the person's own."""
        total = left = use.fen or 0
        parts = []
        for run in self.runs:
            if run.ceiling.covers(use) and not run.ceiling.open_words:
                part = _part(run, use.minutes, total, left)
                run.add(part)
                parts.append(part)
                left -= part.fen
        return tuple(parts)


def _part(run: _Run, minutes: int, total: int, left: int) -> Part:
    ceiling, counted = run.ceiling, minutes
    bill, unpaid = total, left
    if ceiling.minutes is not None and minutes:
        counted = min(minutes, max(0, ceiling.minutes - run.minutes))
        bill, unpaid = _of(total, counted, minutes), _of(left, counted, minutes)
    unpaid = min(unpaid, left)
    before = max(0, bill - unpaid)
    wanted = unpaid
    if ceiling.pays is not None:
        paid = ceiling.pays(run.bill_fen + bill, run.before_fen + before)
        wanted = 0 if paid is None else min(unpaid, max(0, paid - run.fen))
    given = wanted if ceiling.fen is None else min(wanted, max(0, ceiling.fen - run.fen))
    return Part(ceiling.code, ceiling.name, given, counted, bill, before, counted < minutes or given < wanted)


def _of(fen: int, numerator: int, denominator: int) -> int:
    """`fen` × numerator ÷ denominator, half up."""
    return (2 * fen * numerator + denominator) // (2 * denominator)
