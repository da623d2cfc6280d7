"""Sums for a whole batch: worked out once per signature where nothing but the table decides, else block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule, Formula
from yinling.engines.rules.columns import Column, Evaluator, Known, Texts, blocks, both_known, stretches
from yinling.engines.rules.compiled import as_places, gather, put
from yinling.engines.rules.limits import Left, Queue, Queues, draw
from yinling.engines.rules.resolutions import Resolutions
from yinling.engines.rules.room import Room
from yinling.engines.rules.rule import Amount, Limit

NO_ROW = -1
Step = tuple[Amount, Formula]


@dataclass
class Sums:
    """Amounts by id, `limited` the one under the shared limit; `group_row` the table row a group shares.

    `by_signature` are the amounts that nothing but the table decides, once more by signature.
    `limit_use[row]` and `limit_left[row]` tell what the limit did and how much of it was left before the row.
    """

    amounts: dict[str, Column]
    by_signature: dict[str, npt.NDArray[np.int64]]
    limited: str
    group_row: npt.NDArray[np.int32] | None
    limit_use: npt.NDArray[np.int8]
    limit_left: Left | None
    is_earlier_undecided: npt.NDArray[np.bool_]


def work_out(
    bound: BoundRule,
    facts: Mapping[str, Column],
    signature: npt.NDArray[np.int32],
    resolutions: Resolutions,
    room: Room,
    queues: Queues,
) -> Sums:
    """The amounts of every row; those of undecided rows mean nothing."""
    making = _Making(bound, facts, signature, resolutions, room, queues)
    limited = next((amount.id for amount in bound.rule.amounts if amount.limit), "")
    for steps in _stages(bound):
        making.work_out(steps)
        if steps[-1][0].limit:
            making.draw(steps[-1][0].id, steps[-1][0].limit)
    sums = making.sums
    sums.limited = limited
    return sums


def _stages(bound: BoundRule) -> list[list[Step]]:
    """The amounts in order, cut after one that a limit cuts: what follows needs the whole column."""
    stages: list[list[Step]] = []
    for step in zip(bound.rule.amounts, bound.amounts, strict=True):
        if not stages or stages[-1][-1][0].limit:
            stages.append([])
        stages[-1].append(step)
    return stages


def _no_limit(count: int, group_row: npt.NDArray[np.int32] | None) -> Sums:
    """Sums under no limit; what would be the same in every row takes no room."""
    use = np.broadcast_to(np.int8(0), count)
    return Sums({}, {}, "", group_row, use, None, np.broadcast_to(np.False_, count))


class _Making:
    """The sums of one programme on their way: values by signature, values by row, amounts done."""

    def __init__(
        self,
        bound: BoundRule,
        facts: Mapping[str, Column],
        signature: npt.NDArray[np.int32],
        resolutions: Resolutions,
        room: Room,
        queues: Queues,
    ) -> None:
        self._queues = queues
        self._facts = facts
        self._signature = signature
        self._resolutions = resolutions
        self._room = room
        group_row = _group_rows(bound, facts, signature, resolutions)
        self.sums = _no_limit(len(signature), group_row)
        self._values = {name: _row_value(bound, name, facts, resolutions) for name in bound.value_names}
        self._tabled: dict[str, Column] = {}
        if group_row is None:
            self._tabled = {name: Column(each.table) for name, each in self._values.items() if not each.dated}
            same = {name: each for name, each in facts.items() if _is_one_for_all(each)}
            self._tabled |= same

    def work_out(self, steps: Sequence[Step]) -> None:
        """Each amount: by the table if nothing else is asked, else in blocks with the others."""
        in_blocks: list[Step] = []
        tables: dict[str, npt.NDArray[np.int64]] = {}
        for amount, formula in steps:
            if amount.limit or not formula.inputs <= self._tabled.keys():
                in_blocks.append((amount, formula))
                continue
            found = Evaluator(self._tabled).evaluate(formula.node)
            tables[amount.id] = np.array(np.broadcast_to(found.values, len(self._resolutions)), dtype=np.int64)
            self._tabled[amount.id] = Column(tables[amount.id])
        self._spread(tables)
        if in_blocks:
            self._work_out_in_blocks(in_blocks)

    def _spread(self, tables: Mapping[str, npt.NDArray[np.int64]]) -> None:
        narrow = {name: table.astype(_narrowest(table)) for name, table in tables.items()}
        made = {name: self._room.column(table.dtype) for name, table in narrow.items()}
        for rows in stretches(len(self._signature)) if tables else ():
            places = as_places(self._signature[rows], len(self._signature))
            for name, table in narrow.items():
                gather(table, places, made[name][rows], len(self._signature))
        self.sums.amounts |= {name: Column(values) for name, values in made.items()}
        self.sums.by_signature |= tables

    def _work_out_in_blocks(self, steps: Sequence[Step]) -> None:
        made = {amount.id: _Filling(self._room) for amount, _ in steps}
        names = frozenset().union(*(formula.inputs for _, formula in steps)) - made.keys()
        answers: dict[str, Any] = {}
        for rows in blocks(len(self._signature)):
            columns = {name: self._block(name, rows) for name in names}
            for amount, formula in steps:
                columns[amount.id] = found = Evaluator(columns, answers).evaluate(formula.node)
                made[amount.id].fill(rows, found)
        for name, filling in made.items():
            self.sums.amounts[name] = filling.column()

    def _block(self, name: str, rows: slice) -> Column:
        if name in self._values:
            return Column(self._values[name].block(rows, self._signature, self._facts, self.sums.group_row))
        if name not in self.sums.amounts:
            return self._facts[name].block(rows)
        kept = self.sums.amounts[name].block(rows)
        return Column(kept.values.astype(np.int64), kept.known)  # what is kept in little room is reckoned in full

    def draw(self, name: str, limit: Limit) -> None:
        """Cut an amount by the limit that its group shares."""
        is_open = self._resolutions.tell(lambda each: not each.outcome.is_decided, bool)
        waiting = spread(is_open, self._signature) if is_open.any() else np.zeros(len(self._signature), dtype=bool)
        found = self.sums.amounts[name]
        queue = self._queues.of(self._facts[limit.per], [self._facts[each] for each in limit.order])
        self.sums.amounts[name] = _limited(self.sums, limit, found, waiting, self._facts, queue, self._room)


@dataclass
class _RowValue:
    """One value that rows give: `table[signature]`, plus parameters that change from case to case where they hit."""

    table: npt.NDArray[np.int64]
    by_row: npt.NDArray[np.int64]
    dated: list[tuple[npt.NDArray[np.bool_], str]] = field(default_factory=list)

    def block(self, rows: slice, signature: Any, facts: Mapping[str, Column], group_row: Any) -> Any:
        own = np.empty(rows.stop - rows.start, dtype=np.int64)
        gather(self.table, signature[rows], own, len(signature))
        for hit, parameter in self.dated:
            np.add(own, facts[parameter].block(rows).values, out=own, where=hit.take(signature[rows]))
        if group_row is None:
            return own
        shared = group_row[rows]
        return np.where(shared == NO_ROW, own, self.by_row[shared])


def _row_value(bound: BoundRule, name: str, facts: Mapping[str, Column], resolutions: Resolutions) -> _RowValue:
    table = resolutions.tell(lambda each: each.values.get(name, 0), np.int64)
    found = _RowValue(table, np.array([row.values.get(name, 0) for row in bound.rule.rows], dtype=np.int64))
    for row, parameter in _naming(bound, name):
        hit = resolutions.tell(lambda each, row=row: row in each.rows, bool)
        values = facts[parameter].values
        if np.ndim(values) == 0:  # one value for everybody: told once per signature, not once per case
            table += np.where(hit, values, 0)
        elif hit.any():
            found.dated.append((hit, parameter))
    return found


def _naming(bound: BoundRule, name: str) -> list[tuple[int, str]]:
    """The rows whose value `name` a parameter holds, with that parameter."""
    return [(at, row.named[name]) for at, row in enumerate(bound.rule.rows) if name in row.named]


def _is_one_for_all(column: Column) -> bool:
    return column.known is True and not isinstance(column.values, np.ndarray | Texts)


class _Filling:
    """An amount's whole column, filled block by block: 32 bits a sum, until one does not fit."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._values: npt.NDArray[Any] = room.column(np.int32)
        self._known: npt.NDArray[np.bool_] | None = None

    def fill(self, rows: slice, found: Column) -> None:
        """Put a block in its place."""
        if not put(found.values, self._values[rows]):
            wide = self._room.column(np.int64)
            wide[: rows.start] = self._values[: rows.start]
            self._values = wide
            put(found.values, wide[rows])
        if found.known is not True:
            if self._known is None:
                self._known = np.ones(len(self._values), dtype=bool)
            self._known[rows] = found.known

    def column(self) -> Column:
        return Column(self._values, True if self._known is None else self._known)


def _narrowest(values: Any) -> type[np.signedinteger[Any]]:
    """The smaller kind of number that holds every value."""
    most = np.iinfo(np.int32).max
    return np.int32 if np.max(values, initial=0) <= most and np.min(values, initial=0) >= -most else np.int64


def spread(table: npt.NDArray[Any], signature: npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """`table[signature]`."""
    found = np.empty(len(signature), dtype=table.dtype)
    gather(table, signature, found, len(signature))
    return found


def _group_rows(
    bound: BoundRule, columns: Mapping[str, Column], signature: Any, resolutions: Resolutions
) -> npt.NDArray[np.int32] | None:
    """The best row granted to anyone of each granted row's group, where the chosen reading shares it."""
    if bound.rule.sharing is None or not bound.shares_best_row:
        return None
    rows = bound.rule.rows
    # The rank with the row's position behind it: the largest is the best, and names its row.
    ranks = [row.values[bound.rule.ranked_by] * len(rows) + len(rows) - 1 - at for at, row in enumerate(rows)]
    own = resolutions.tell(lambda each: ranks[each.rows[0]] if each.rows else NO_ROW, np.int64)[signature]
    values = columns[bound.rule.sharing.per].values
    _, group = np.unique(values.codes if isinstance(values, Texts) else values, return_inverse=True)
    best = np.full(group.max(initial=0) + 1, NO_ROW, dtype=np.int64)
    granted = np.flatnonzero(own != NO_ROW)
    np.maximum.at(best, group[granted], own[granted])
    row = len(rows) - 1 - best[group] % len(rows)
    return np.where(own == NO_ROW, NO_ROW, row).astype(np.int32)


def _limited(
    sums: Sums,
    limit: Limit,
    found: Column,
    is_open: npt.NDArray[np.bool_],
    columns: Mapping[str, Column],
    queue: Queue,
    room: Room,
) -> Column:
    group, cap = columns[limit.per], columns[limit.parameter]
    wanted = _usable(found, is_open, both_known(both_known(group.known, cap.known), found.known))
    drawn = draw(wanted, is_open & group.known, queue, cap.values, room)
    sums.limit_use = (wanted > drawn.given).view(np.int8)
    left = drawn.left
    sums.limit_use[left.rows] *= np.where(left.values > 0, np.int8(2), np.int8(3))
    sums.is_earlier_undecided = drawn.is_earlier_undecided
    if sums.is_earlier_undecided.any():
        sums.is_earlier_undecided &= wanted > 0
    sums.limit_left = left
    return Column(drawn.given, found.known)


def _usable(found: Column, is_open: npt.NDArray[np.bool_], known: Known) -> npt.NDArray[Any]:
    """What each decided row wants; nothing where it is undecided or unknown."""
    unusable = is_open if known is True else is_open | ~np.asarray(known)
    return np.where(unusable, 0, found.values) if unusable.any() else found.values
