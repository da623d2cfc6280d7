"""A limit shared by a group and used up in order, for all groups at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Texts
from yinling.engines.rules.room import Room

PAIR = 2
FAR_APART = 8
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """`given[row]` fen out of what was wanted, `left[row]` before it; `shared` are the rows that had to share.

    `is_earlier_undecided[row]` tells of an undecided row of the group before it.
    """

    given: Ints
    left: Ints
    shared: npt.NDArray[np.intp]
    is_earlier_undecided: Flags


def draw(wanted: Ints, waiting: Flags, groups: Any, order: list[Any], limit: Any, room: Room) -> Drawn:
    """Give each row what it wants while its group's limit lasts, in `order` (columns, most significant first).

    `waiting` rows are undecided: they take nothing and only cast a note on later rows of their group.
    Rows alone in their group need no order; pairs (most homes) need one comparison; only larger groups are sorted.
    """
    group = np.broadcast_to(groups.codes if isinstance(groups, Texts) else groups, len(wanted))
    taking = np.flatnonzero((wanted > 0) | waiting)
    group = _numbered(group, taking)
    sizes = np.bincount(group[taking])[group[taking]]
    left, given = room.column(np.int64), room.column(np.int64)
    left[:] = limit
    np.minimum(wanted, limit, out=given)
    told = np.zeros(len(wanted), dtype=bool)
    drawn = Drawn(given, left, taking[sizes > 1], told)
    ranking = _Ranking(order, len(wanted))
    _draw_pairs(drawn, taking[sizes == PAIR], group, ranking, wanted, waiting)
    _draw_many(drawn, taking[sizes > PAIR], group, ranking, wanted, waiting)
    return drawn


class _Ranking:
    """Who comes first in a group: numbers compared in columns, then texts, then the row's own place."""

    def __init__(self, order: list[Any], count: int) -> None:
        self.numbers = [np.broadcast_to(each, count) for each in order if not isinstance(each, Texts)]
        self._texts = [each for each in order if isinstance(each, Texts)]

    def of_equals(self, row: int) -> tuple[Any, ...]:
        """What ranks rows whose numbers are equal."""
        return (*(column.text(row) for column in self._texts), row)


def _numbered(group: npt.NDArray[Any], rows: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    """Groups as numbers fit for a table; those far apart are numbered anew."""
    members = group[rows]
    if not len(rows) or (members.min() >= 0 and members.max() <= FAR_APART * len(group)):
        return group
    numbers = np.zeros(len(group), dtype=np.intp)
    numbers[rows] = np.unique(members, return_inverse=True)[1]
    return numbers


def _draw_pairs(
    drawn: Drawn, rows: npt.NDArray[np.intp], group: Any, ranking: _Ranking, wanted: Ints, waiting: Flags
) -> None:
    members = group[rows]
    last = np.zeros(int(members.max(initial=0)) + 1, dtype=np.intp)
    last[members] = rows
    others = last[members]
    is_first = np.flatnonzero(others != rows)
    early, late = _in_order(rows[is_first], others[is_first], ranking)
    left = np.maximum(drawn.left[late] - drawn.given[early], 0)
    drawn.left[late] = left
    drawn.given[late] = np.minimum(wanted[late], left)
    drawn.is_earlier_undecided[late] = waiting[early]


def _in_order(first: npt.NDArray[np.intp], second: npt.NDArray[np.intp], ranking: _Ranking) -> tuple[Any, Any]:
    """Each pair with the earlier of the two first."""
    swapped = np.zeros(len(first), dtype=bool)
    equal = np.ones(len(first), dtype=bool)
    for column in ranking.numbers:
        one, other = column[first], column[second]
        swapped |= equal & (other < one)
        equal &= one == other
    for at in np.flatnonzero(equal).tolist():
        swapped[at] = ranking.of_equals(int(second[at])) < ranking.of_equals(int(first[at]))
    return np.where(swapped, second, first), np.where(swapped, first, second)


def _draw_many(
    drawn: Drawn, rows: npt.NDArray[np.intp], group: Any, ranking: _Ranking, wanted: Ints, waiting: Flags
) -> None:
    """Larger groups: what is given up to any row is min(limit, sum wanted), hence cumulative sums and no loop."""
    if not len(rows):
        return
    rows = rows[np.lexsort([*(column[rows] for column in ranking.numbers[::-1]), group[rows]])]
    _break_ties(rows, [group, *ranking.numbers], ranking)
    starts = _starts(group[rows])
    wishes, limit = wanted[rows], drawn.left[rows]
    if (limit == limit[starts]).all():
        left = np.maximum(limit - _sum_before(wishes, starts), 0)
    else:
        left = _left_one_by_one(wishes, limit, starts)
    drawn.left[rows] = left
    drawn.given[rows] = np.minimum(wishes, left)
    drawn.is_earlier_undecided[rows] = _sum_before(waiting[rows].astype(np.int64), starts) > 0


def _break_ties(rows: npt.NDArray[np.intp], keys: list[Any], ranking: _Ranking) -> None:
    """Put runs of equal keys in order, in place; runs are short, so this is cheap."""
    same = np.ones(len(rows) - 1, dtype=bool)
    for key in keys:
        ordered = key[rows]
        same &= ordered[1:] == ordered[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        rows[start : stop + 1] = sorted(rows[start : stop + 1].tolist(), key=ranking.of_equals)


def _starts(group: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """For each sorted row the position at which its group begins."""
    begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    repeated: npt.NDArray[np.intp] = np.repeat(begins, np.diff(np.append(begins, len(group))))
    return repeated


def _sum_before(values: Ints, starts: npt.NDArray[np.intp]) -> Ints:
    """Sum of the group's values before each row."""
    before = np.concatenate(([0], np.cumsum(values)))
    return before[:-1] - before[starts]


def _left_one_by_one(wishes: Ints, limit: Ints, starts: npt.NDArray[np.intp]) -> Ints:
    """What is left before each row where the limit itself changes between rows of a group: no closed form."""
    left = np.zeros_like(wishes)
    given = 0
    for at in range(len(wishes)):
        given = 0 if starts[at] == at else given
        left[at] = max(limit[at] - given, 0)
        given += min(wishes[at], left[at])
    return left
