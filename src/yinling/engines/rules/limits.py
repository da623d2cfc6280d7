"""A limit shared by a group and used up in order, for all groups at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules import queueing
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.compiled import is_large
from yinling.engines.rules.room import Room

FAR_APART = 8
NUMBER_BITS = 63
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


class Left:
    """What a limit had left before each row: the whole limit, but for the `rows` that came later in their group."""

    def __init__(self, limit: Any, rows: Rows, values: Ints) -> None:
        self._limit = limit
        self.rows, self.values = rows, values

    def __getitem__(self, row: int) -> int:
        order = self._order
        at = int(np.searchsorted(self.rows, row, sorter=order))
        if at < len(order) and self.rows[order[at]] == row:
            return int(self.values[order[at]])
        return int(self._limit[row] if isinstance(self._limit, np.ndarray) else self._limit)

    @cached_property
    def _order(self) -> Rows:
        return np.argsort(self.rows)


@dataclass(frozen=True)
class Drawn:
    """`given[row]` fen out of what was wanted, and what was `left` before it.

    `is_earlier_undecided[row]` tells of an undecided row of the group before it.
    """

    given: npt.NDArray[Any]
    left: Left
    is_earlier_undecided: Flags


@dataclass(frozen=True)
class Queue:
    """The rows that share a group with others, group by group in order; `starts` is where each one's group begins."""

    rows: Rows
    starts: Rows

    def before(self, values: Ints) -> Ints:
        """Sum of the group's values before each row."""
        sums = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
        return sums[:-1] - sums[self.starts]


class Queues:
    """Who comes before whom in a batch, worked out once for all limits that share and order alike."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = Lock()
        self._found: dict[tuple[int, ...], Queue] = {}
        self._asked: list[Column] = []  # kept, so that no other column is given one's number

    def of(self, group: Column, order: Sequence[Column]) -> Queue:
        """Groups by `group`, in each the rows by `order`: numbers, most significant first, then texts, then place."""
        asked = (group, *order)
        key = tuple(id(column.values) for column in asked)
        with self._lock:
            if key not in self._found:
                self._asked += asked
                self._found[key] = _queue(group, [column.values for column in order], self._count)
            return self._found[key]


def draw(wanted: npt.NDArray[Any], waiting: Flags, queue: Queue, limit: Any, room: Room) -> Drawn:
    """Give each row what it wants while its group's limit lasts.

    `waiting` rows are undecided: they take nothing and only cast a note on later rows of their group.
    """
    given = room.column(wanted.dtype)
    # In the same kind as what is wanted: what is larger than that holds cuts nothing.
    np.minimum(wanted, np.asarray(np.minimum(limit, np.iinfo(wanted.dtype).max), dtype=wanted.dtype), out=given)
    late, left = (
        queueing.late(wanted, queue.rows, queue.starts, limit) if is_large(len(wanted)) else _late(wanted, queue, limit)
    )
    given[late] = np.minimum(wanted[late], left)
    told: Flags = np.broadcast_to(np.False_, len(wanted))
    if waiting.any():
        told = np.zeros(len(wanted), dtype=bool)
        told[queue.rows] = queue.before(waiting[queue.rows].astype(np.int64)) > 0
    return Drawn(given, Left(limit, late, left), told)


def _late(wanted: npt.NDArray[Any], queue: Queue, limit: Any) -> tuple[Rows, Ints]:
    """Who comes when some of the limit is used, and what is left for them.

    What is given up to any row is min(limit, sum wanted), hence cumulative sums and no loop.
    """
    wishes = np.maximum(wanted[queue.rows], 0)
    limits = np.broadcast_to(limit[queue.rows] if isinstance(limit, np.ndarray) else limit, len(wishes))
    if limits.strides == (0,) or (limits == limits[queue.starts]).all():
        left = np.maximum(limits - queue.before(wishes), 0)
    else:
        left = _left_one_by_one(wishes, limits, queue.starts)
    late = np.flatnonzero((left < limits) & (wishes > 0))
    return queue.rows[late], left[late]


def _left_one_by_one(wishes: Ints, limits: Ints, starts: Rows) -> Ints:
    """What is left before each row where the limit itself changes between rows of a group: no closed form."""
    left = np.zeros(len(wishes), dtype=np.int64)
    given = 0
    for at in range(len(wishes)):
        given = 0 if starts[at] == at else given
        left[at] = max(int(limits[at]) - given, 0)
        given += min(int(wishes[at]), int(left[at]))
    return left


def _queue(group: Column, order: list[Any], count: int) -> Queue:
    values = np.broadcast_to(group.values.codes if isinstance(group.values, Texts) else group.values, count)
    known = None if group.known is True else np.flatnonzero(np.broadcast_to(group.known, count))
    homes = _numbered(values if known is None else values[known])
    numbers = [np.broadcast_to(each, count) for each in order if not isinstance(each, Texts)]
    of_known = numbers if known is None else [each[known] for each in numbers]
    found = queueing.shared_in_order(homes, of_known) if is_large(count) else None
    rows, starts, is_tie = found or _shared_in_order(homes, of_known)
    rows = rows if known is None else known[rows]
    if texts := [each for each in order if isinstance(each, Texts)]:
        _break_ties(rows, is_tie, texts)
    return Queue(rows, starts)


def _shared_in_order(homes: npt.NDArray[Any], numbers: list[npt.NDArray[Any]]) -> tuple[Rows, Rows, Flags]:
    """The rows of groups of two and more, in order; where each group starts; who equals the one before."""
    shared = np.flatnonzero(np.bincount(homes).take(homes) > 1)
    rows = shared[_in_order([homes[shared], *(each[shared] for each in numbers)])]
    is_tie = follows = _equals_before(homes[rows])
    for each in numbers:
        is_tie = is_tie & _equals_before(each[rows])
    return rows, np.maximum.accumulate(np.where(follows, 0, np.arange(len(rows)))), is_tie


def _equals_before(values: npt.NDArray[Any]) -> Flags:
    found = np.zeros(len(values), dtype=bool)
    np.equal(values[1:], values[:-1], out=found[1:])
    return found


def _numbered(group: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Groups as numbers fit for a table; those far apart are numbered anew."""
    if not len(group) or (group.min() >= 0 and group.max() <= FAR_APART * len(group)):
        return group
    numbers: npt.NDArray[Any] = np.unique(group, return_inverse=True)[1].reshape(-1)
    return numbers


def _in_order(keys: Sequence[npt.NDArray[Any]]) -> Rows:
    """Places by keys, most significant first; equal ones stay as they are."""
    size = len(keys[0])
    places = size.bit_length()
    lows = [int(key.min(initial=0)) for key in keys]
    widths = [(int(key.max(initial=0)) - low).bit_length() for key, low in zip(keys, lows, strict=True)]
    if sum(widths) + places > NUMBER_BITS:
        return np.lexsort(keys[::-1])
    # Everything in one number, the place last: sorting plain numbers is many times quicker than sorting by keys.
    packed = np.zeros(size, dtype=np.int64)
    for key, low, width in zip(keys, lows, widths, strict=True):
        packed = packed << width | (key - low)
    packed = packed << places | np.arange(size)
    packed.sort()
    return packed & (1 << places) - 1


def _break_ties(rows: Rows, is_tie: Flags, texts: list[Texts]) -> None:
    """Put runs of equal numbers in the order of texts and places; runs are short, so this is cheap."""
    edges = np.flatnonzero(np.diff(np.concatenate((is_tie, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        run = rows[start : stop + 1].tolist()
        rows[start : stop + 1] = sorted(run, key=lambda row: (*(each.text(row) for each in texts), row))
