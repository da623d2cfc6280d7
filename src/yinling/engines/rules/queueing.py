"""Loops about groups that share, for Numba to compile: who shares, in what order, what the late are left."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.compiled import compiled, gather

FEW_TO_SORT = 32
Rows = npt.NDArray[Any]  # places, in as few bits as do
Flags = npt.NDArray[np.bool_]


def shared_in_order(group: npt.NDArray[Any], columns: Sequence[npt.NDArray[Any]]) -> tuple[Rows, Rows, Flags] | None:
    """Rows of groups of two and more, group by group, each by `columns`; None where a group is too large for this.

    With them where each one's group starts, and whether a row equals the one before it in group and columns.
    """
    places = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int32)
    rows, starts, most = compiled(_line_up)(group, places)
    if most > FEW_TO_SORT:
        return None
    keys = np.empty((len(columns), len(rows)), dtype=np.int64)
    for at, column in enumerate(columns):
        gather(column, rows, keys[at], len(group))
    is_tie = np.zeros(len(rows), dtype=bool)
    compiled(_sort)(rows, starts, keys, is_tie)
    return rows, starts, is_tie


def _line_up(group: Any, places: Any) -> tuple[Rows, Rows, int]:
    """Rows of groups of two and more, where each one's group starts, and the size of the largest group."""
    for at in range(len(group)):
        places[group[at]] += 1
    many, most = 0, 0
    for number in range(len(places)):
        size = places[number]
        many += size if size > 1 else 0
        most = max(most, size)
    rows, starts = np.empty(many, dtype=np.int32), np.empty(many, dtype=np.int32)
    end = 0
    for number in range(len(places)):
        size = places[number]
        places[number] = end if size > 1 else -1
        if size > 1:
            for place in range(end, end + size):
                starts[place] = end
            end += size
    for at in range(len(group)):
        place = places[group[at]]
        if place >= 0:
            rows[place] = at
            places[group[at]] = place + 1
    return rows, starts, most


def _sort(rows: Rows, starts: Rows, keys: Any, is_tie: Flags) -> None:
    """Each row moved before those of its group that it precedes; quick, for groups are homes."""
    for at in range(len(starts)):
        row, place = rows[at], at
        while place > starts[at]:
            sign = 0
            for key in range(len(keys)):
                if sign == 0 and keys[key, place - 1] != keys[key, place]:
                    sign = -1 if keys[key, place] < keys[key, place - 1] else 1
            if sign >= 0:
                break
            for key in range(len(keys)):
                keys[key, place], keys[key, place - 1] = keys[key, place - 1], keys[key, place]
            rows[place] = rows[place - 1]
            place -= 1
        rows[place] = row
    for at in range(len(starts)):
        is_equal = starts[at] < at
        for key in range(len(keys)):
            is_equal = is_equal and keys[key, at] == keys[key, at - 1]
        is_tie[at] = is_equal


def late(wanted: npt.NDArray[Any], rows: Rows, starts: Rows, limit: Any) -> tuple[Rows, npt.NDArray[np.int64]]:
    """Who comes when some of the limit is used, and what is left for them."""
    come, left = np.empty(len(rows), dtype=np.int32), np.empty(len(rows), dtype=np.int64)
    many = compiled(_late)(wanted, rows, starts, np.atleast_1d(np.asarray(limit, dtype=np.int64)), come, left)
    return come[:many].copy(), left[:many].copy()


def _late(wanted: Any, rows: Rows, starts: Rows, limits: Any, come: Rows, left: Any) -> int:
    step = 1 if len(limits) > 1 else 0
    used, many = np.int64(0), 0
    for at in range(len(rows)):
        row = rows[at]
        if starts[at] == at:
            used = np.int64(0)
        wish = np.int64(wanted[row])
        if wish > 0:
            limit = limits[row * step]
            remaining = max(limit - used, np.int64(0))
            if remaining < limit:
                come[many] = row
                left[many] = remaining
                many += 1
            used += min(wish, remaining)
    return many
