"""A limit shared by a group and used up in order, for all groups at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Texts

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


def draw(wanted: Ints, waiting: Flags, groups: Any, order: list[Any], limit: Any) -> Drawn:
    """Give each row what it wants while its group's limit lasts, in `order` (columns, most significant first).

    `waiting` rows are undecided: they take nothing and only cast a note on later rows of their group.
    Within a group the sum given is min(limit, sum wanted) after every row, hence cumulative sums and no loop.
    """
    group = np.broadcast_to(groups.codes if isinstance(groups, Texts) else groups, len(wanted))
    left = np.full(len(wanted), limit, dtype=np.int64)
    rows = _rows_sharing(group, (wanted > 0) | waiting)
    drawn = Drawn(np.minimum(wanted, left), left, rows, np.zeros(len(wanted), dtype=bool))
    if len(rows):
        rows[:] = _ordered(rows, group, order)
        starts = _starts(group[rows])
        _draw_in_order(drawn, rows, wanted, starts)
        if waiting.any():
            drawn.is_earlier_undecided[rows] = _sum_before(waiting[rows].astype(np.int64), starts) > 0
    return drawn


def _rows_sharing(group: npt.NDArray[Any], taking: Flags) -> npt.NDArray[np.intp]:
    """Rows that take something in a group in which others do too."""
    low, high = group.min(initial=0), group.max(initial=0)
    if low < 0 or high > 8 * len(group):  # numbers far apart: count them by sorting, not by a table
        _, group = np.unique(group, return_inverse=True)
        high = group.max(initial=0)
    is_shared = np.bincount(group[taking], minlength=int(high) + 1) > 1
    return np.flatnonzero(is_shared[group] & taking)


def _ordered(rows: npt.NDArray[np.intp], group: npt.NDArray[Any], order: list[Any]) -> npt.NDArray[np.intp]:
    plain = (column for column in order if not isinstance(column, Texts))
    numeric = [group, *(np.broadcast_to(column, len(group)) for column in plain)]
    rows = rows[_sorting([column[rows] for column in numeric])]
    texts = [column for column in order if isinstance(column, Texts)]
    _break_ties(rows, numeric, lambda row: (*(column.text(row) for column in texts), row))
    return rows


def _sorting(keys: list[npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """Positions in the order of `keys`, most significant first; equal rows in any order."""
    if len(keys) == 2 and all(key.dtype == np.int32 and key.min() >= 0 for key in keys):
        # Two numbers in one: half the time of a sort by two keys.
        return np.argsort(keys[0].astype(np.int64) << 32 | keys[1])
    return np.lexsort(keys[::-1])


def _break_ties(rows: npt.NDArray[np.intp], keys: list[Any], rank: Callable[[int], Any]) -> None:
    """Sort runs of equal keys by `rank`, in place; runs are short, so this is cheap."""
    same = np.ones(max(len(rows) - 1, 0), dtype=bool)
    for key in keys:
        ordered = key[rows]
        same &= ordered[1:] == ordered[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        rows[start : stop + 1] = sorted(rows[start : stop + 1].tolist(), key=rank)


def _starts(group: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """For each sorted row the position at which its group begins."""
    begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    repeated: npt.NDArray[np.intp] = np.repeat(begins, np.diff(np.append(begins, len(group))))
    return repeated


def _sum_before(values: Ints, starts: npt.NDArray[np.intp]) -> Ints:
    """Sum of the group's values before each row."""
    before = np.concatenate(([0], np.cumsum(values)))
    return before[:-1] - before[starts]


def _draw_in_order(drawn: Drawn, rows: npt.NDArray[np.intp], wanted: Ints, starts: npt.NDArray[np.intp]) -> None:
    wishes, limit = wanted[rows], drawn.left[rows]
    if (limit == limit[starts]).all():
        left = np.maximum(limit - _sum_before(wishes, starts), 0)
    else:
        left = _left_one_by_one(wishes, limit, starts)
    drawn.left[rows] = left
    drawn.given[rows] = np.minimum(wishes, left)


def _left_one_by_one(wishes: Ints, limit: Ints, starts: npt.NDArray[np.intp]) -> Ints:
    """What is left before each row where the limit itself changes between rows of a group: no closed form."""
    left = np.zeros_like(wishes)
    given = 0
    for at in range(len(wishes)):
        given = 0 if starts[at] == at else given
        left[at] = max(limit[at] - given, 0)
        given += min(wishes[at], left[at])
    return left
