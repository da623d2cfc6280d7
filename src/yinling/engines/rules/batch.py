"""Deciding millions: conditions as columns, the table asked once per distinct signature, the answer spread out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import UNKNOWN, Column, Evaluator
from yinling.engines.rules.decision import Decision, LimitUse, Resolution
from yinling.engines.rules.signatures import distinct
from yinling.engines.rules.sums import NO_ROW, Sums, work_out

LIMIT_USES = (LimitUse.FREE, LimitUse.REACHED, LimitUse.REDUCED, LimitUse.USED_UP)


@dataclass(frozen=True)
class Batch:
    """All rows decided: `signature[row]` points into `resolutions`; sums in fen hold where known.

    `sums.limit_use[row]` points into LIMIT_USES; `sums.limit_left[row]` is what the group had before the row.
    """

    bound: BoundRule
    signature: npt.NDArray[np.int32]
    resolutions: Sequence[Resolution]
    sums: Sums

    def __len__(self) -> int:
        return len(self.signature)

    def rows_hit(self, row: int) -> tuple[int, ...]:
        """The table rows from which the sums of one case follow."""
        shared = NO_ROW if self.sums.group_row is None else int(self.sums.group_row[row])
        return self.resolutions[self.signature[row]].rows if shared == NO_ROW else (shared,)

    def decision(self, row: int) -> Decision:
        """One row's decision, equal to what `decide_one` gives."""
        resolution = self.resolutions[self.signature[row]]
        if not resolution.outcome.is_decided:
            return Decision(resolution, dict.fromkeys(self.sums.amounts, None))
        use = LIMIT_USES[self.sums.limit_use[row]]
        amounts = {name: _cell(column, row) for name, column in self.sums.amounts.items()}
        wants = use is not LimitUse.FREE or bool(amounts.get(self.sums.limited))
        return Decision(
            resolution,
            amounts,
            self.rows_hit(row),
            use,
            bool(self.sums.is_earlier_undecided[row]),
            int(self.sums.limit_left[row]) if wants else None,
        )


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
    return Batch(bound, signature, resolutions, work_out(bound, columns, signature, resolutions))


def _knownness(column: Column) -> Column:
    return Column(column.known)


def _told_apart(bound: BoundRule, columns: Mapping[str, Column], truths: Sequence[Column]) -> list[str]:
    """Inputs whose being known must be part of the signature: a truth value alone does not tell which is missing."""
    # What is unknown in every row tells no two rows apart.
    gaps = {name for name, column in columns.items() if isinstance(column.known, np.ndarray)}
    names = set(bound.amount_inputs.union(*bound.row_inputs) & gaps)
    for condition, truth in zip(bound.conditions, truths, strict=True):
        if truth.known is not True:
            possible = condition.inputs & gaps
            names |= possible if len(possible) > 1 else set()
    return sorted(names)


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
