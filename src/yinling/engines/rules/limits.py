"""A limit shared by a group and used up in order, for all groups at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.compiled import loop
from yinling.engines.rules.room import Room

FAR_APART = 8
FEW_TO_SORT = 32
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class Left:
    """What a limit had left before each row: the whole limit, but for the `rows` that came later in their group."""

    def __init__(self, limit: Any, rows: Rows, values: Ints) -> None:
        self._limit = limit
        order = np.argsort(rows)
        self.rows, self.values = rows[order], values[order]

    def __getitem__(self, row: int) -> int:
        at = int(np.searchsorted(self.rows, row))
        if at < len(self.rows) and self.rows[at] == row:
            return int(self.values[at])
        return int(self._limit[row] if isinstance(self._limit, np.ndarray) else self._limit)


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
    """The rows that share a group with others, group by group in order; `begins` marks the first of each."""

    rows: Rows
    begins: Flags


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
    most = np.iinfo(wanted.dtype).max
    caps = np.atleast_1d(np.minimum(limit, most).astype(wanted.dtype))
    given = room.column(wanted.dtype)
    np.minimum(wanted, caps, out=given)
    is_anybody_waiting = bool(waiting.any())
    told = np.zeros(len(wanted) if is_anybody_waiting else 1, dtype=bool)
    late, left = np.empty(len(queue.rows), dtype=np.int32), np.empty(len(queue.rows), dtype=np.int64)
    take = loop(_take, len(wanted))
    many = take(queue.rows, queue.begins, wanted, waiting, caps, is_anybody_waiting, given, told, late, left)
    told = told if is_anybody_waiting else np.broadcast_to(np.False_, len(wanted))
    return Drawn(given, Left(limit, late[:many].copy(), left[:many].copy()), told)


def _take(  # a loop to be compiled takes plain columns
    rows: Rows, begins: Flags, wanted: Any, waiting: Flags, caps: Any, is_anybody_waiting: bool,
    given: Any, told: Flags, late: Rows, left: Ints,
) -> int:  # fmt: skip
    """Down every queue: what is given, who is told, and what was left for those who came late; how many these are."""
    step = 1 if len(caps) > 1 else 0
    used, is_waiting, many = 0, False, 0
    for at in range(len(rows)):
        row = rows[at]
        if begins[at]:
            used, is_waiting = 0, False
        wish = wanted[row]
        if wish > 0:
            cap = caps[row * step]
            remaining = max(cap - used, 0)
            if used > 0:
                late[many] = row
                left[many] = remaining
                many += 1
                given[row] = min(wish, remaining)
            used += min(wish, remaining)
        if is_anybody_waiting:
            told[row] = is_waiting
            is_waiting = is_waiting or waiting[row]
    return many


def _queue(group: Column, order: list[Any], count: int) -> Queue:
    rows, begins = _shared(group, count)
    numbers = [np.broadcast_to(each, count)[rows] for each in order if not isinstance(each, Texts)]
    order_within, is_tie = _sorted(begins, numbers)
    rows = rows[order_within]
    if texts := [each for each in order if isinstance(each, Texts)]:
        _break_ties(rows, is_tie, texts)
    return Queue(rows, begins)


def _shared(group: Column, count: int) -> tuple[Rows, Flags]:
    """The rows of groups of two and more, group by group, and where each group begins."""
    values = group.values.codes if isinstance(group.values, Texts) else group.values
    known = np.flatnonzero(np.broadcast_to(group.known, count)) if group.known is not True else None
    numbers = _numbered(np.broadcast_to(values, count) if known is None else np.broadcast_to(values, count)[known])
    rows, begins = np.empty(len(numbers), dtype=np.int32), np.zeros(len(numbers), dtype=bool)
    places = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int32)
    many = loop(_line_up, count)(numbers, places, rows, begins)
    return (rows[:many].copy() if known is None else known[rows[:many]].astype(np.int32)), begins[:many].copy()


def _numbered(group: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Groups as numbers fit for a table; those far apart are numbered anew."""
    if not len(group) or (group.min() >= 0 and group.max() <= FAR_APART * len(group)):
        return group
    numbers: npt.NDArray[Any] = np.unique(group, return_inverse=True)[1].reshape(-1)
    return numbers


def _line_up(group: Any, places: Any, rows: Rows, begins: Flags) -> int:
    """Rows of groups of two and more, group by group; how many they are. `places` are as many zeros as groups."""
    for at in range(len(group)):
        places[group[at]] += 1
    end = 0
    for number in range(len(places)):
        size = places[number]
        places[number] = end if size > 1 else -1
        if size > 1:
            begins[end] = True
            end += size
    for at in range(len(group)):
        place = places[group[at]]
        if place >= 0:
            rows[place] = at
            places[group[at]] = place + 1
    return end


def _sorted(begins: Flags, numbers: list[npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], Flags]:
    """The order within groups by numbers, most significant first, and who equals the one before in all of them."""
    keys = np.empty((len(numbers), len(begins)), dtype=np.int64)
    for at, each in enumerate(numbers):
        keys[at] = each
    starts = np.append(np.flatnonzero(begins), len(begins))
    order = np.arange(len(begins))
    if np.diff(starts).max(initial=0) > FEW_TO_SORT:
        order = np.lexsort([*keys[::-1], np.cumsum(begins)])
    is_tie = np.zeros(len(begins), dtype=bool)
    loop(_sort, len(begins))(begins, keys, order, is_tie)
    return order, is_tie


def _sort(begins: Flags, keys: Ints, order: npt.NDArray[Any], is_tie: Flags) -> None:
    """Each row moved before those of its group that it precedes: quickest where groups are homes."""
    start = 0
    for at in range(len(order)):
        if begins[at]:
            start = at
        own, place = order[at], at
        while place > start:
            before, sign = order[place - 1], 0
            for key in keys:
                if sign == 0 and key[own] != key[before]:
                    sign = -1 if key[own] < key[before] else 1
            if sign >= 0:
                break
            order[place] = before
            place -= 1
        order[place] = own
    for at in range(len(order)):
        is_equal = not begins[at]
        for key in keys:
            is_equal = is_equal and key[order[at]] == key[order[at - 1]]
        is_tie[at] = is_equal


def _break_ties(rows: Rows, is_tie: Flags, texts: list[Texts]) -> None:
    """Put runs of equal numbers in the order of texts and places; runs are short, so this is cheap."""
    edges = np.flatnonzero(np.diff(np.concatenate((is_tie, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        run = rows[start : stop + 1].tolist()
        rows[start : stop + 1] = sorted(run, key=lambda row: (*(each.text(row) for each in texts), row))
