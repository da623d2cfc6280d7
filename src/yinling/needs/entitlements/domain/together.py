"""Many programmes decided at once for many people, and what the overlaps between them leave of the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch, decide_many
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, blocks
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.for_one import ForOne
from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.room import Room
from yinling.needs.entitlements.domain.combining import combine_columns
from yinling.needs.entitlements.domain.reasons import as_json, reasons_of

NONE = -1


@dataclass(frozen=True)
class Together:
    """A batch for each programme in order; of the programmes that overlaps name, what stays.

    `paid_fen[programme][row]` is the public money that stays; `because[programme][row]` the place of the overlap
    that took the rest, or NONE.
    """

    batches: Sequence[Batch]
    paid_fen: Mapping[str, npt.NDArray[np.int64]]
    because: Mapping[str, npt.NDArray[np.int8]]


def decide_together(
    programmes: Sequence[BoundRule], overlaps: Sequence[Overlap], facts: Mapping[str, Column], count: int
) -> Together:
    """Decide `count` people by every programme, then settle the overlaps."""
    batches = decide_many(programmes, facts, count)
    named = {name for overlap in overlaps for name in overlap.programmes}
    of_overlaps = {batch.bound.rule.id: batch for batch in batches if batch.bound.rule.id in named}
    room = Room(count)
    paid = {name: room.column(np.int64) for name in of_overlaps}
    because = {name: room.column(np.int8) for name in of_overlaps}
    granted = {name: batch.granted for name, batch in of_overlaps.items()}
    for rows in blocks(count):
        held = {name: flags[rows] for name, flags in granted.items()}
        for name, batch in of_overlaps.items():
            np.multiply(_public_sum(batch, rows), held[name], out=paid[name][rows])
            because[name][rows] = NONE
        _settle({name: fen[rows] for name, fen in paid.items()}, because, held, overlaps, rows)
    return Together(batches, paid, because)


def for_one(programmes: Sequence[BoundRule], facts: Mapping[str, Fact]) -> ForOne[str]:
    """Programmes of one day ready for one person after another, with reasons as JSON."""
    return ForOne(programmes, lambda programme, decision: as_json(reasons_of(programme, decision, facts)))


def _public_sum(batch: Batch, rows: slice) -> Any:
    """What public purses pay, by row; 0 for a gift in kind."""
    public = [batch.sums.amounts[amount.id].values[rows] for amount in batch.bound.rule.amounts if amount.public]
    return reduce(np.add, public, np.int64(0)) if public else np.int64(0)


def _settle(
    fen: Mapping[str, Any],
    because: Mapping[str, npt.NDArray[np.int8]],
    granted: Mapping[str, Any],
    overlaps: Sequence[Overlap],
    rows: slice,
) -> None:
    """Take off, in place, what overlaps take; only people with two programmes of one overlap can lose anything."""
    touched: Any = False
    for overlap in overlaps:
        flags = [granted[name].view(np.int8) for name in overlap.programmes if name in granted]
        touched = touched | (reduce(np.add, flags, np.int8(0)) > 1)
    at = np.flatnonzero(touched)
    if not len(at):
        return
    few = {name: values[at] for name, values in fen.items()}
    for name, found in combine_columns(few, {name: flags[at] for name, flags in granted.items()}, overlaps).items():
        fen[name][at] = found.fen
        because[name][rows][at] = found.because
