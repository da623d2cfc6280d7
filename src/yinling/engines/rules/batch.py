"""Deciding millions: conditions as columns, the table asked once per distinct signature, the answer spread over rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import UNKNOWN, Column, Evaluator, both_known
from yinling.engines.rules.decision import Decision, LimitUse, Outcome, Resolution
from yinling.engines.rules.limits import draw
from yinling.engines.rules.rule import Limit

TABLE_SIZE_MAX = 1 << 23
LIMIT_USES = (LimitUse.FREE, LimitUse.REACHED, LimitUse.REDUCED, LimitUse.USED_UP)


@dataclass(frozen=True)
class Batch:
    """All rows decided: `signature[row]` points into `resolutions`; sums in fen hold where `known`.

    `limit_use[row]` points into LIMIT_USES, `limit_left[row]` is what the group had before the row.
    """

    bound: BoundRule
    signature: npt.NDArray[np.int32]
    resolutions: Sequence[Resolution]
    amounts: Mapping[str, Column]
    limit_use: npt.NDArray[np.int8]
    limit_left: npt.NDArray[np.int64]
    is_earlier_undecided: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.signature)

    def decision(self, row: int) -> Decision:
        """One row's decision, equal to what `decide_one` gives."""
        resolution = self.resolutions[self.signature[row]]
        if not resolution.outcome.is_decided:
            return Decision(resolution, dict.fromkeys(self.amounts, None))
        amounts = {name: _cell(column, row) for name, column in self.amounts.items()}
        is_limited = resolution.outcome is Outcome.GRANTED and self.limit_left[row] >= 0
        left = int(self.limit_left[row]) if is_limited else None
        use = LIMIT_USES[self.limit_use[row]]
        is_told = bool(self.is_earlier_undecided[row]) and resolution.outcome is Outcome.GRANTED
        return Decision(resolution, amounts, use, is_told, left)


def decide_batch(bound: BoundRule, facts: Mapping[str, Column], count: int) -> Batch:
    """Decide `count` rows; facts absent from the mapping are unknown in every row."""
    columns = {name: facts.get(name, UNKNOWN) for name in bound.rule.facts}
    day = columns[bound.rule.dated_by]
    columns |= {name: parameter.column(day) for name, parameter in bound.parameters.items()}
    evaluator = Evaluator(columns)
    truths = [evaluator.evaluate(condition.node) for condition in bound.conditions]
    told_apart = _told_apart(bound, columns, truths)
    signature, examples = distinct([*truths, *(_knownness(columns[name]) for name in told_apart)], count)
    missing = _missing_at(bound, columns, examples)
    table = [_truths_at(truth, examples) for truth in truths]
    resolutions = [
        bound.resolve(found, absent) for found, absent in zip(zip(*table, strict=True), missing, strict=True)
    ]
    return _with_amounts(bound, columns, signature, resolutions, count)


def _knownness(column: Column) -> Column:
    return Column(column.known)


def _told_apart(bound: BoundRule, columns: Mapping[str, Column], truths: Sequence[Column]) -> list[str]:
    """Inputs whose being known must be part of the signature: a truth value alone does not tell which is missing."""
    gaps = {name for name, column in columns.items() if column.known is not True}
    names = set(bound.amount_inputs & gaps)
    for condition, truth in zip(bound.conditions, truths, strict=True):
        if truth.known is not True:
            possible = condition.inputs & gaps
            names |= possible if len(possible) > 1 else set()
    return sorted(names)


def distinct(columns: Sequence[Column], count: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Number the distinct rows of truth columns: `(number[row], example_row[number])`."""
    codes, size = _codes(columns, count)
    if size > TABLE_SIZE_MAX:
        _, examples, numbers = np.unique(codes, return_index=True, return_inverse=True)
        return numbers.astype(np.int32), examples
    table = np.full(size, -1, dtype=np.int32)
    table[codes] = np.arange(count, dtype=np.int32)
    present = np.flatnonzero(table >= 0)
    examples = table[present].astype(np.intp)
    table[present] = np.arange(len(present), dtype=np.int32)
    return table[codes], examples


def _codes(columns: Sequence[Column], count: int) -> tuple[npt.NDArray[Any], int]:
    """Each row's truth values as one mixed-radix number: 0 false, 1 true, 2 unknown; and the numbers possible."""
    size = 1
    codes = np.zeros(count, dtype=np.int32)
    for column in columns:
        radix = 2 if column.known is True else 3
        if size * radix > np.iinfo(codes.dtype).max:
            codes = codes.astype(np.int64)
        codes *= radix
        codes += _digits(column)
        size *= radix
    return codes, size


def _digits(column: Column) -> Any:
    values = np.asarray(column.values, dtype=bool).astype(np.int8)
    return values if column.known is True else np.where(column.known, values, np.int8(2))


def _truths_at(truth: Column, rows: npt.NDArray[np.intp]) -> list[bool | None]:
    values = np.broadcast_to(np.asarray(_at(truth.values, rows), dtype=bool), rows.shape).tolist()
    known = np.broadcast_to(_at(truth.known, rows), rows.shape).tolist()
    return [value if is_known else None for value, is_known in zip(values, known, strict=True)]


def _missing_at(bound: BoundRule, columns: Mapping[str, Column], rows: npt.NDArray[np.intp]) -> list[frozenset[str]]:
    """The inputs without a value at each row; a parameter is not missing where its day is."""
    day_known = np.broadcast_to(_at(columns[bound.rule.dated_by].known, rows), rows.shape)
    missing: list[set[str]] = [set() for _ in rows]
    for name, column in columns.items():
        absent = ~np.broadcast_to(_at(column.known, rows), rows.shape)
        if name in bound.parameters:
            absent = absent & day_known
        for position in np.flatnonzero(absent):
            missing[position].add(name)
    return [frozenset(names) for names in missing]


def _at(values: Any, rows: npt.NDArray[np.intp]) -> Any:
    return values[rows] if isinstance(values, np.ndarray) else values


def _cell(column: Column, row: int) -> int | None:
    known = column.known if isinstance(column.known, bool) else column.known[row]
    return int(column.values[row]) if known else None


def _with_amounts(
    bound: BoundRule,
    columns: dict[str, Column],
    signature: npt.NDArray[np.int32],
    resolutions: Sequence[Resolution],
    count: int,
) -> Batch:
    for name in bound.value_names:
        by_signature = [resolution.values.get(name, 0) for resolution in resolutions]
        columns[name] = Column(np.array(by_signature, dtype=np.int64)[signature])
    waiting = np.array([not each.outcome.is_decided for each in resolutions], dtype=bool)[signature]
    batch = Batch(bound, signature, resolutions, {}, *_no_limit(count))
    for amount, formula in zip(bound.rule.amounts, bound.amounts, strict=True):
        found = Evaluator(columns).evaluate(formula.node)
        found = Column(np.broadcast_to(found.values, count), found.known)
        if amount.limit:
            found = _limited(batch, amount.limit, found, waiting, columns)
        columns[amount.id] = found
    amounts = {amount.id: columns[amount.id] for amount in bound.rule.amounts}
    return Batch(bound, signature, resolutions, amounts, batch.limit_use, batch.limit_left, batch.is_earlier_undecided)


def _no_limit(count: int) -> tuple[Any, Any, Any]:
    return np.zeros(count, np.int8), np.full(count, -1, np.int64), np.zeros(count, bool)


def _limited(
    batch: Batch, limit: Limit, found: Column, waiting: npt.NDArray[np.bool_], columns: Mapping[str, Column]
) -> Column:
    group, cap = columns[limit.per], columns[limit.parameter]
    usable = both_known(both_known(group.known, cap.known), found.known)
    wanted = np.where(waiting | ~np.asarray(usable), 0, found.values)
    order = [columns[name].values for name in limit.order]
    drawn = draw(wanted, waiting & group.known, group.values, order, cap.values)
    takes = wanted > 0
    short, untouched = wanted > drawn.left, drawn.left == cap.values
    batch.limit_use[:] = np.where(short, np.where(untouched, 1, np.where(drawn.left > 0, 2, 3)), 0)
    batch.limit_left[:] = np.where(takes, drawn.left, -1)
    batch.is_earlier_undecided[:] = drawn.is_earlier_undecided
    return Column(drawn.given, found.known)
