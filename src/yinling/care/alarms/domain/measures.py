"""Times of answer, dispatch and arrival against their limits; shares that name what they are shares of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Times of one kind: how many there are, the middle and the ninetieth of a hundred in seconds, how many in time.

    `wanted` counts all that should have had one; whoever never got an answer is not in time.
    """

    wanted: int
    count: int
    median: int | None
    p90: int | None
    in_time: int

    @property
    def share(self) -> float | None:
        """Percent in time of all that should be; None of none."""
        return share(self.in_time, self.wanted)


def measured(seconds: Sequence[int], *, wanted: int, limit: int) -> Measured:
    """Sums up times in seconds, in any order; the nearest rank."""
    ordered = sorted(seconds)
    return Measured(
        wanted, len(ordered), _rank(ordered, 50), _rank(ordered, 90), sum(one <= limit for one in ordered)
    )  # fmt: skip


def _rank(ordered: Sequence[int], percent: int) -> int | None:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else None


def share(part: int, whole: int) -> float | None:
    """Percent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
