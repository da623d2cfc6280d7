"""Many programmes decided at once for many people, and what the overlaps between them leave of the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch, decide_many
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, blocks
from yinling.engines.rules.combining import combine_columns
from yinling.engines.rules.compiled import gather, on_threads
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.for_one import ForOne
from yinling.engines.rules.overlaps import Overlap, could_lose
from yinling.engines.rules.public import public_kind, public_sums
from yinling.engines.rules.room import Room
from yinling.needs.entitlements.domain.reasons import as_json, reasons_of

NONE = -1
PAID_ROWS = 1 << 18


@dataclass(frozen=True)
class Together:
    """A batch for each programme in order; of the programmes that overlaps name, what stays.

    `paid_fen[programme][row]` is the public money that stays; `because[programme][row]` the place of the overlap
    that took the rest, or NONE.
    """

    batches: Sequence[Batch]
    paid_fen: Mapping[str, npt.NDArray[np.int32 | np.int64]]
    because: Mapping[str, npt.NDArray[np.int8]]


def decide_together(
    programmes: Sequence[BoundRule], overlaps: Sequence[Overlap], facts: Mapping[str, Column], count: int
) -> Together:
    """Decide `count` people by every programme, then settle the overlaps."""
    batches = decide_many(programmes, facts, count)
    named = {name for overlap in overlaps for name in overlap.programmes}
    of_overlaps = {batch.bound.rule.id: batch for batch in batches if batch.bound.rule.id in named}
    room = Room(count)
    paid = {name: room.column(public_kind(batch)) for name, batch in of_overlaps.items()}
    because = {name: room.column(np.int8) for name in of_overlaps}
    grants = {name: batch.grants for name, batch in of_overlaps.items()}

    def pay(rows: slice) -> None:
        granted = {name: np.empty(rows.stop - rows.start, dtype=bool) for name in of_overlaps}
        for name, batch in of_overlaps.items():
            gather(grants[name], batch.signature[rows], granted[name], count)
            public_sums(batch, rows, granted[name], paid[name][rows])
            because[name][rows] = NONE
        own = {name: fen[rows] for name, fen in paid.items()}
        why = {name: places[rows] for name, places in because.items()}
        _settle(could_lose(granted, overlaps), own, why, granted, overlaps)

    on_threads(pay, blocks(count, PAID_ROWS), count)
    return Together(batches, paid, because)


def for_one(programmes: Sequence[BoundRule], facts: Mapping[str, Fact]) -> ForOne[str]:
    """Programmes of one day ready for one person after another, with reasons as JSON."""
    return ForOne(programmes, lambda programme, decision: as_json(reasons_of(programme, decision, facts)))


def _settle(
    at: npt.NDArray[np.intp],
    fen: Mapping[str, npt.NDArray[Any]],
    because: Mapping[str, npt.NDArray[np.int8]],
    granted: Mapping[str, npt.NDArray[np.bool_]],
    overlaps: Sequence[Overlap],
) -> None:
    """Take off, in place, what overlaps take off the sums of people who could lose something."""
    few = {name: values[at] for name, values in fen.items()}
    for name, found in combine_columns(few, {name: flags[at] for name, flags in granted.items()}, overlaps).items():
        lost = np.flatnonzero(found.because != NONE)
        fen[name][at[lost]] = found.fen[lost]
        because[name][at[lost]] = found.because[lost]
