"""What a month of a plan costs, what each benefit takes over of it in order, and what is left to the person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from yinling.kernel.money import display_yuan

# What is taken over of a bill of fen of which some fen are paid already; None: the rule cannot say.
Paying = Callable[[int, int], int | None]


@dataclass(frozen=True)
class Use:
    """One item in a month. `fen` None: no price is known."""

    service_code: str
    name: str
    times: int
    minutes: int
    fen: int | None


@dataclass(frozen=True)
class Ceiling:
    """What a benefit gives for a month: minutes or fen (both None: nothing can be said), and for which items.

    `items` empty: for all. `pays` None: the bill up to the ceiling. `open_words`: why it cannot be counted.
    """

    code: str
    name: str
    items: frozenset[str] = frozenset()
    minutes: int | None = None
    fen: int | None = None
    pays: Paying | None = None
    open_words: str = ""

    def covers(self, use: Use) -> bool:
        """Whether the benefit may be used for an item."""
        return not self.items or use.service_code in self.items

    @property
    def words(self) -> str:
        """What it gives for a month."""
        if self.open_words:
            return self.open_words
        if self.minutes is not None:
            return f"每月 {self.minutes // 60} 小时"
        if self.fen == 0:
            return "这个月不符合条件"
        return "按规定的比例" if self.fen is None else f"每月最多 {display_yuan(self.fen)}"


@dataclass(frozen=True)
class Share:
    """What one benefit takes over. `used_minutes` are planned minutes of its items, also those above the ceiling.

    `open_words`: why nothing can be counted; then `fen` is 0 and says nothing.
    """

    ceiling: Ceiling
    fen: int
    used_minutes: int
    over_minutes: int = 0
    over_fen: int = 0
    open_words: str = ""


@dataclass(frozen=True)
class CostSplit:
    """A month in fen: `total_fen` = the shares + `own_fen`; `unpriced` are names of items without a price."""

    total_fen: int
    shares: tuple[Share, ...]
    own_fen: int
    unpriced: tuple[str, ...] = ()


@dataclass
class _Left:
    """What is still to be paid, item by item."""

    uses: Sequence[Use]
    fen: list[int] = field(default_factory=list)

    def of(self, places: Sequence[int]) -> int:
        return sum(self.fen[place] for place in places)

    def take(self, amount: int, places: Sequence[int]) -> None:
        for place in places:
            part = min(amount, self.fen[place])
            self.fen[place] -= part
            amount -= part


def split(uses: Sequence[Use], ceilings: Sequence[Ceiling]) -> CostSplit:
    """Each benefit in order takes over its part of what those before it left."""
    left = _Left(uses, [use.fen or 0 for use in uses])
    shares = tuple(_share(ceiling, uses, left) for ceiling in ceilings)
    total = sum(use.fen or 0 for use in uses)
    unpriced = tuple(dict.fromkeys(use.name for use in uses if use.fen is None))
    return CostSplit(total, shares, sum(left.fen), unpriced)


def _share(ceiling: Ceiling, uses: Sequence[Use], left: _Left) -> Share:
    places = [place for place, use in enumerate(uses) if ceiling.covers(use)]
    minutes = sum(uses[place].minutes for place in places)
    if ceiling.open_words:
        return Share(ceiling, 0, minutes, open_words=ceiling.open_words)
    unpaid, bill = left.of(places), sum(uses[place].fen or 0 for place in places)
    over_minutes = 0
    if ceiling.minutes is not None and minutes > ceiling.minutes:
        over_minutes = minutes - ceiling.minutes
        unpaid, bill = (_part(fen, ceiling.minutes, minutes) for fen in (unpaid, bill))
    paid = unpaid if ceiling.pays is None else ceiling.pays(bill, bill - unpaid)
    if paid is None:
        return Share(ceiling, 0, minutes, over_minutes, open_words="付多少的标准还没有公布，或者老人的情况不全")
    wanted = min(unpaid, paid)
    taken = wanted if ceiling.fen is None else min(wanted, ceiling.fen)
    left.take(taken, places)
    return Share(ceiling, taken, minutes, over_minutes, wanted - taken)


def _part(fen: int, numerator: int, denominator: int) -> int:
    """`fen` × numerator ÷ denominator, half up."""
    return (2 * fen * numerator + denominator) // (2 * denominator)
