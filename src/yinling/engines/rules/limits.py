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
    """`given[row]` fen out of what was wanted, `left[row]` before it, `is_earlier_undecided[row]`."""

    given: Ints
    left: Ints
    is_earlier_undecided: Flags


def draw(wanted: Ints, waiting: Flags, groups: Any, order: list[Any], limit: Any) -> Drawn:
    """Give each row what it wants while its group's limit lasts, in `order` (columns, most significant first).

    `waiting` rows are undecided: they take nothing and only cast a note on later rows of their group.
    Within a group the sum given is min(limit, sum wanted) after every row, hence two cumulative sums and no loop.
    """
    group = np.asarray(groups.codes if isinstance(groups, Texts) else groups)
    limits = np.broadcast_to(np.asarray(limit, dtype=np.int64), wanted.shape)
    drawn = Drawn(np.minimum(wanted, limits), limits.copy(), np.zeros(len(wanted), dtype=bool))
    shared = _rows_sharing(group, (wanted > 0) | waiting)
    if len(shared):
        rows = _ordered(shared, group, order)
        starts = _starts(group[rows])
        _draw_in_order(drawn, rows, wanted, limits, starts)
        drawn.is_earlier_undecided[rows] = _sum_before(waiting[rows].astype(np.int64), starts) > 0
    return drawn


def _rows_sharing(group: npt.NDArray[Any], taking: Flags) -> Any:
    rows = np.flatnonzero(taking)
    if not len(rows):
        return rows
    members = group[rows]
    low, high = members.min(), members.max()
    if high - low > 8 * len(group):  # numbers far apart: count them by sorting, not by a table
        _, members = np.unique(members, return_inverse=True)
        low = 0
    counts = np.bincount(members - low)
    return rows[counts[members - low] > 1]


def _ordered(rows: npt.NDArray[np.intp], group: npt.NDArray[Any], order: list[Any]) -> npt.NDArray[np.intp]:
    numeric = [group, *(column for column in order if not isinstance(column, Texts))]
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


def _draw_in_order(
    drawn: Drawn, rows: npt.NDArray[np.intp], wanted: Ints, limits: Ints, starts: npt.NDArray[np.intp]
) -> None:
    wishes, limit = wanted[rows], limits[rows]
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
