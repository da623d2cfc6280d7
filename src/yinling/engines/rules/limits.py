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
Rows = npt.NDArray[np.intp]
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
        return int(_at(self._limit, row))

    def caps(self) -> Any:
        """The whole limit of each of `rows`."""
        return _at(self._limit, self.rows)


@dataclass(frozen=True)
class Drawn:
    """`given[row]` fen out of what was wanted, and what was `left` before it.

    `is_earlier_undecided[row]` tells of an undecided row of the group before it.
    """

    given: Ints
    left: Left
    is_earlier_undecided: Flags


def draw(wanted: Ints, waiting: Flags, groups: Any, order: list[Any], limit: Any, room: Room) -> Drawn:
    """Give each row what it wants while its group's limit lasts, in `order` (columns, most significant first).

    `waiting` rows are undecided: they take nothing and only cast a note on later rows of their group.
    Rows alone in their group need no order; pairs (most homes) need one comparison; only larger groups are sorted.
    """
    group = np.broadcast_to(groups.codes if isinstance(groups, Texts) else groups, len(wanted))
    is_anybody_waiting = bool(np.any(waiting))
    taking = np.flatnonzero((wanted > 0) | waiting if is_anybody_waiting else wanted > 0)
    group = _numbered(group, taking)
    members = group.take(taking)
    sizes = np.bincount(members).take(members)
    given = room.column(np.int64)
    np.minimum(wanted, limit, out=given)
    told = np.zeros(len(wanted), dtype=bool)
    drawing = _Drawing(given, told, wanted, waiting, limit, _Ranking(order, len(wanted)))
    late, left_late = drawing.pairs(np.compress(sizes == PAIR, taking), group)
    many, left_many = drawing.many(np.compress(sizes > PAIR, taking), group)
    return Drawn(given, Left(limit, np.append(late, many), np.append(left_late, left_many)), told)


class _Ranking:
    """Who comes first in a group: numbers compared in columns, then texts, then the row's own place."""

    def __init__(self, order: list[Any], count: int) -> None:
        self.numbers = [np.broadcast_to(each, count) for each in order if not isinstance(each, Texts)]
        self._texts = [each for each in order if isinstance(each, Texts)]

    def of_equals(self, row: int) -> tuple[Any, ...]:
        """What ranks rows whose numbers are equal."""
        return (*(column.text(row) for column in self._texts), row)


def _numbered(group: npt.NDArray[Any], rows: Rows) -> npt.NDArray[Any]:
    """Groups as numbers fit for a table; those far apart are numbered anew."""
    members = group[rows]
    if not len(rows) or (members.min() >= 0 and members.max() <= FAR_APART * len(group)):
        return group
    numbers = np.zeros(len(group), dtype=np.intp)
    numbers[rows] = np.unique(members, return_inverse=True)[1]
    return numbers


@dataclass(frozen=True)
class _Drawing:
    """Groups that share: what each row is given is put right in place; the later rows are told, with what was left."""

    given: Ints
    told: Flags
    wanted: Ints
    waiting: Flags
    limit: Any
    ranking: _Ranking

    def pairs(self, rows: Rows, group: Any) -> tuple[Rows, Ints]:
        members = group.take(rows)
        last = np.zeros(int(members.max(initial=0)) + 1, dtype=np.intp)
        last[members] = rows
        others = last.take(members)
        is_first = others != rows
        early, late = _in_order(np.compress(is_first, rows), np.compress(is_first, others), self.ranking)
        left = np.maximum(_at(self.limit, late) - self.given.take(early), 0)
        return self._put(late, left, self.waiting.take(early))

    def many(self, rows: Rows, group: Any) -> tuple[Rows, Ints]:
        """Larger groups: what is given up to any row is min(limit, sum wanted), hence cumulative sums and no loop."""
        if not len(rows):
            return rows, np.zeros(0, dtype=np.int64)
        numbers = self.ranking.numbers
        rows = rows[np.lexsort([*(column[rows] for column in numbers[::-1]), group[rows]])]
        _break_ties(rows, [group, *numbers], self.ranking)
        starts = _starts(group[rows])
        wishes, limit = self.wanted[rows], np.broadcast_to(_at(self.limit, rows), len(rows))
        if (limit == limit[starts]).all():
            left = np.maximum(limit - _sum_before(wishes, starts), 0)
        else:
            left = _left_one_by_one(wishes, limit, starts)
        return self._put(rows, left, _sum_before(self.waiting[rows].astype(np.int64), starts) > 0)

    def _put(self, rows: Rows, left: Ints, is_told: Flags) -> tuple[Rows, Ints]:
        self.given[rows] = np.minimum(self.wanted.take(rows), left)
        if is_told.any():
            self.told[rows] = is_told
        return rows, left


def _at(limit: Any, rows: Any) -> Any:
    return limit[rows] if isinstance(limit, np.ndarray) else limit


def _in_order(first: Rows, second: Rows, ranking: _Ranking) -> tuple[Any, Any]:
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


def _break_ties(rows: Rows, keys: list[Any], ranking: _Ranking) -> None:
    """Put runs of equal keys in order, in place; runs are short, so this is cheap."""
    same = np.ones(len(rows) - 1, dtype=bool)
    for key in keys:
        ordered = key[rows]
        same &= ordered[1:] == ordered[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        rows[start : stop + 1] = sorted(rows[start : stop + 1].tolist(), key=ranking.of_equals)


def _starts(group: npt.NDArray[Any]) -> Rows:
    """For each sorted row the position at which its group begins."""
    begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    repeated: Rows = np.repeat(begins, np.diff(np.append(begins, len(group))))
    return repeated


def _sum_before(values: Ints, starts: Rows) -> Ints:
    """Sum of the group's values before each row."""
    before = np.concatenate(([0], np.cumsum(values)))
    return before[:-1] - before[starts]


def _left_one_by_one(wishes: Ints, limit: Ints, starts: Rows) -> Ints:
    """What is left before each row where the limit itself changes between rows of a group: no closed form."""
    left = np.zeros_like(wishes)
    given = 0
    for at in range(len(wishes)):
        given = 0 if starts[at] == at else given
        left[at] = max(limit[at] - given, 0)
        given += min(wishes[at], left[at])
    return left
