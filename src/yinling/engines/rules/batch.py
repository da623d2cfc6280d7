"""Deciding millions: conditions as columns, the table asked once per distinct signature, the answer spread out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule, Formula
from yinling.engines.rules.columns import BLOCK_ROWS_OF_TRUTHS, UNKNOWN, Column, Evaluator, blocks
from yinling.engines.rules.compiled import on_threads
from yinling.engines.rules.decision import Decision, LimitUse, Outcome
from yinling.engines.rules.limits import Queues
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.resolutions import Resolutions
from yinling.engines.rules.room import Room
from yinling.engines.rules.signatures import Bit, Signatures
from yinling.engines.rules.sums import NO_ROW, Sums, spread, work_out

LIMIT_USES = (LimitUse.FREE, LimitUse.REACHED, LimitUse.REDUCED, LimitUse.USED_UP)


@dataclass(frozen=True)
class Batch:
    """All rows decided: `signature[row]` points into `resolutions`; sums in fen hold where known.

    `sums.limit_use[row]` points into LIMIT_USES; `sums.limit_left[row]` is what the group had before the row.
    """

    bound: BoundRule
    signature: npt.NDArray[np.int32]
    resolutions: Resolutions
    sums: Sums

    def __len__(self) -> int:
        return len(self.signature)

    @property
    def granted(self) -> npt.NDArray[np.bool_]:
        """Which rows are granted."""
        return spread(self.grants, self.signature)

    @property
    def grants(self) -> npt.NDArray[np.bool_]:
        """Which signatures are granted."""
        return self.resolutions.tell(lambda each: each.outcome is Outcome.GRANTED, bool)

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
            self.sums.limit_left[row] if wants and self.sums.limit_left is not None else None,
        )


def decide_batch(bound: BoundRule, facts: Mapping[str, Column], count: int) -> Batch:
    """Decide `count` rows; facts absent from the mapping are unknown in every row."""
    return decide_many([bound], facts, count)[0]


def decide_many(bounds: Sequence[BoundRule], facts: Mapping[str, Column], count: int) -> list[Batch]:
    """Decide `count` rows by each programme, each equal to `decide_batch`; what conditions share is worked out once."""
    pools: list[_Pool] = []
    signing: list[_Signing] = []
    room, codes, queues = Room(count), Room(count), Queues(count)
    for bound in bounds:
        pool = next((each for each in pools if each.takes(bound)), None)
        if pool is None:
            pool = _Pool(bound.rule.dated_by, facts)
            pools.append(pool)
        signing.append(pool.add(bound, room, codes))

    def line_up() -> None:
        for each in signing:
            each.line_up(queues)

    # Side by side where it pays: first who comes before whom and the truths by rows, then programme by programme.
    parts: list[Callable[[], None]] = [line_up]
    parts += [partial(pool.sign, rows) for rows in blocks(count, BLOCK_ROWS_OF_TRUTHS) for pool in pools]
    on_threads(_call, parts, count)
    by_weight = sorted(signing, key=lambda each: -each.weight)
    batches = dict(zip(by_weight, on_threads(lambda each: each.batch(room, queues), by_weight, count), strict=True))
    return [batches[each] for each in signing]


def _call(act: Callable[[], None]) -> None:
    act()


class _Pool:
    """Programmes for which every name means the same column: they share one evaluator."""

    def __init__(self, dated_by: str, facts: Mapping[str, Column]) -> None:
        self._dated_by = dated_by
        self._facts = facts
        self._parameters: dict[str, Parameter] = {}
        self._columns: dict[str, Column] = {}
        self._answers: dict[str, Any] = {}
        self._members: list[_Signing] = []

    def takes(self, bound: BoundRule) -> bool:
        """Whether a programme's parameters are those of the others, read on the same day."""
        same = all(self._parameters.get(name, each) == each for name, each in bound.parameters.items())
        return same and bound.rule.dated_by == self._dated_by

    def add(self, bound: BoundRule, room: Room, codes: Room) -> "_Signing":
        for name in bound.rule.facts:
            self._columns[name] = self._facts.get(name, UNKNOWN)
        for name, parameter in bound.parameters.items():
            if name not in self._parameters:
                self._parameters[name] = parameter
                self._columns[name] = parameter.column(self._columns[self._dated_by])
        own = {name: self._columns[name] for name in (*bound.rule.facts, *bound.parameters)}
        found = _Signing(bound, own, room, codes)
        self._members.append(found)
        return found

    def sign(self, rows: slice) -> None:
        """The truths of a block of rows, so few that what lies between stays in the processor's cache."""
        columns = {name: column.block(rows) for name, column in self._columns.items()}
        evaluator = Evaluator(columns, self._answers)
        for each in self._members:
            each.sign(rows, evaluator, columns)


class _Signing:
    """One programme's rows on the way to signatures: the truth of every condition, and which inputs are missing."""

    def __init__(self, bound: BoundRule, columns: Mapping[str, Column], room: Room, codes: Room) -> None:
        gaps = {name for name, column in columns.items() if column.known is not True}
        self._bound = bound
        self._columns = columns
        self._signature = room.column(np.int32)
        self._open = [at for at, each in enumerate(bound.conditions) if _may_be_unknown(each, gaps)]
        self._told_apart = _told_apart(bound, columns)
        width = len(bound.conditions) + len(self._open) + len(self._told_apart)
        self._signatures = Signatures(width, codes)

    @property
    def weight(self) -> int:
        """About how long the programme takes beside the others."""
        return len(self._bound.conditions) + 4 * len(self._bound.amounts) + (30 if self._bound.rule.limit else 0)

    def line_up(self, queues: Queues) -> None:
        """Find out who comes before whom, where a group shares a limit."""
        if limit := self._bound.rule.limit:
            queues.of(self._columns[limit.per], [self._columns[each] for each in limit.order])

    def sign(self, rows: slice, evaluator: Evaluator, columns: Mapping[str, Column]) -> None:
        """Take the truths of a block of rows."""
        truths = [evaluator.evaluate(condition.node) for condition in self._bound.conditions]
        bits = [_holds(truth) for truth in truths]
        bits += [_is_unknown(truths[at]) for at in self._open]
        bits += [_is_unknown(columns[name]) for name in self._told_apart]
        self._signatures.take(bits, rows)

    def batch(self, room: Room, queues: Queues) -> Batch:
        """The programme's decisions, once every block is signed."""
        resolutions = self._resolutions(self._signatures.number(self._signature))
        sums = work_out(self._bound, self._columns, self._signature, resolutions, room, queues)
        return Batch(self._bound, self._signature, resolutions, sums)

    def _resolutions(self, examples: npt.NDArray[np.intp]) -> Resolutions:
        """By signature, each met first at one of the `examples`."""
        bits = self._signatures.bits()
        values = bits[:, : len(self._bound.conditions)]
        known = np.ones(values.shape, dtype=bool)
        known[:, self._open] = ~bits[:, values.shape[1] : values.shape[1] + len(self._open)]
        gaps = {name: column for name, column in self._columns.items() if column.known is not True}
        days = self._columns[self._bound.rule.dated_by]
        missing = _missing_at(self._bound, gaps, days, examples) if gaps else []
        return Resolutions(self._bound, values, known, missing, len(self._signature))


def _may_be_unknown(condition: Formula, gaps: set[str]) -> bool:
    """Whether a condition could lack an answer in some row: an input has gaps, or a text may not answer."""
    return bool(condition.inputs & gaps) or condition.asks_texts


def _told_apart(bound: BoundRule, columns: Mapping[str, Column]) -> list[str]:
    """Inputs whose being known must be part of the signature: a truth value alone does not tell which is missing."""
    # What is unknown in every row tells no two rows apart.
    gaps = {name for name, column in columns.items() if isinstance(column.known, np.ndarray)}
    names = set(bound.amount_inputs.union(*bound.row_inputs) & gaps)
    for condition in bound.conditions:
        possible = condition.inputs & gaps
        names |= possible if len(possible) > 1 else set()
    return sorted(names)


def _holds(truth: Column) -> Bit:
    if not isinstance(truth.values, np.ndarray):
        return bool(truth.values) & truth.known
    values = truth.values if truth.values.dtype == bool else truth.values.astype(bool)
    return values if truth.known is True else values & truth.known


def _is_unknown(column: Column) -> Bit:
    return ~column.known if isinstance(column.known, np.ndarray) else not column.known


def _missing_at(
    bound: BoundRule, columns: Mapping[str, Column], days: Column, rows: npt.NDArray[np.intp]
) -> list[frozenset[str]]:
    """Which of `columns` have no value at each row; a parameter is not missing where its day is."""
    day_known = np.broadcast_to(_at(days.known, rows), rows.shape)
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
