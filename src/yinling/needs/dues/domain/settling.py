"""One need is paid once: overlaps among one person's dues of a month, worked out once for all who have the same."""

from collections.abc import Callable, Sequence
from datetime import date

from yinling.engines.rules.overlaps import Overlap
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.months import Due, due_of, overlapped

SETTLED_MAX = 50_000
Few = tuple[tuple[str, Due], ...]


class Settling:
    """`period_of` tells the period for which a programme is given in a month."""

    def __init__(self, overlaps: Sequence[Overlap], period_of: Callable[[str, date], Period]) -> None:
        self._overlaps = overlaps
        self._named = sorted({name for overlap in overlaps for name in overlap.programmes})
        self._period_of = period_of
        # The dues themselves are kept beside their numbers, which therefore cannot go to others.
        self._settled: dict[tuple[date, tuple[int, ...]], tuple[Few, Few]] = {}

    def settle(self, dues: dict[str, Due], month: date) -> None:
        """Puts what is left into `dues`."""
        given = tuple((name, dues[name]) for name in self._named if name in dues and dues[name].is_given)
        if len(given) < 2:
            return
        key = month, tuple(id(due) for _, due in given)
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= SETTLED_MAX:
                self._settled.clear()
            found = self._settled[key] = given, self._work_out(given, month)
        dues.update(found[1])

    def _work_out(self, given: Few, month: date) -> Few:
        before = {name: due.stretches for name, due in given}
        after = overlapped(before, self._overlaps)
        return tuple(
            (name, due_of(after[name], self._period_of(name, month)))
            for name in before
            if after[name] is not before[name]
        )
