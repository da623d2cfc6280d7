"""One need, one day, one payment: what stays of several programmes' sums for one person on the same days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.overlaps import Overlap

Fen = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Combined:
    """What stays of one sum, what was taken off it, and the overlap that took it; None where nothing did.

    A gift in kind is 0 fen; it is shut out where `because` is set and the rule is not `reduce`.
    """

    fen: int
    reduced_fen: int = 0
    because: Overlap | None = None

    @property
    def is_shut_out(self) -> bool:
        """Whether an overlap leaves nothing of the programme for these days."""
        return self.because is not None and self.fen == 0


@dataclass(frozen=True)
class CombinedColumns:
    """The same for many people: by programme, fen that stay, fen taken off, and the place of the overlap or -1."""

    fen: Fen
    reduced_fen: Fen
    because: npt.NDArray[np.int16]


def combine(amounts: Mapping[str, int], overlaps: Sequence[Overlap]) -> dict[str, Combined]:
    """What stays of `amounts` (fen by programme, granted ones only; 0 for a gift in kind), overlap by overlap in order.

    Programmes that no overlap names stay as they are. No sum grows, none falls below zero.
    """
    found = {name: Combined(fen) for name, fen in amounts.items()}
    for overlap in overlaps:
        together = [name for name in overlap.programmes if name in found and not found[name].is_shut_out]
        for name, taken in _taken(overlap, [found[name].fen for name in together], together).items():
            fen, before = found[name].fen, found[name].reduced_fen
            found[name] = Combined(fen - taken, before + taken, overlap)
    return found


def _taken(overlap: Overlap, sums: Sequence[int], names: Sequence[str]) -> dict[str, int]:
    """How much an overlap takes off the programmes given together, in its order; who loses nothing is absent."""
    if len(names) < 2:
        return {}
    if overlap.rule == "reduce":
        return _reduced(sums, names)
    kept = 0 if overlap.rule == "first" else max(range(len(sums)), key=lambda at: (sums[at], -at))
    return {name: sums[at] for at, name in enumerate(names) if at != kept}


def _reduced(sums: Sequence[int], names: Sequence[str]) -> dict[str, int]:
    """Each is paid only as far as it exceeds what the earlier ones already give; a gift takes nothing off a sum."""
    taken, given = {}, 0
    for name, fen in zip(names, sums, strict=True):
        if off := min(fen, given):
            taken[name] = off
        given += fen - off
    return taken


def combine_columns(
    amounts: Mapping[str, Fen], granted: Mapping[str, Flags], overlaps: Sequence[Overlap]
) -> dict[str, CombinedColumns]:
    """`combine` for many people at once: `granted[programme][row]` tells whose amounts count. Those of others are 0."""
    asked = {name: np.where(granted[name], values, 0) for name, values in amounts.items()}
    fen = dict(asked)
    because = {name: np.full(len(values), -1, dtype=np.int16) for name, values in fen.items()}
    open_ = {name: np.array(granted[name], dtype=bool) for name in amounts}
    for place, overlap in enumerate(overlaps):
        names = [name for name in overlap.programmes if name in fen]
        if len(names) < 2:
            continue
        for name, (loses, off) in _losses(overlap, names, fen, open_).items():
            fen[name] = fen[name] - np.where(loses, off, 0)
            because[name][loses] = place
            open_[name] &= ~(loses & (fen[name] == 0))
    return {name: CombinedColumns(left, asked[name] - left, because[name]) for name, left in fen.items()}


def _losses(
    overlap: Overlap, names: Sequence[str], fen: Mapping[str, Fen], open_: Mapping[str, Flags]
) -> dict[str, tuple[Flags, Any]]:
    """By programme: who loses, and how much; from the sums before the overlap."""
    if overlap.rule == "reduce":
        return _reduced_columns(names, fen, open_)
    kept = _kept(overlap, names, fen, open_)
    return {name: (open_[name] & (kept != at), fen[name]) for at, name in enumerate(names)}


def _kept(overlap: Overlap, names: Sequence[str], fen: Mapping[str, Fen], open_: Mapping[str, Flags]) -> Any:
    """Whose sum stays: the place among `names` of the first, or of the largest, of those open."""
    kept = np.zeros(len(fen[names[0]]), dtype=np.int8)
    most: Any = np.int64(-1)
    for at, name in enumerate(names):
        rank = np.where(open_[name], fen[name] if overlap.rule == "best" else 0, -1)
        np.copyto(kept, at, where=rank > most, casting="unsafe")
        most = np.maximum(most, rank)
    return kept


def _reduced_columns(
    names: Sequence[str], fen: Mapping[str, Fen], open_: Mapping[str, Flags]
) -> dict[str, tuple[Flags, Any]]:
    losses: dict[str, tuple[Flags, Any]] = {}
    given: Any = np.int64(0)
    for name in names:
        wanted = np.where(open_[name], fen[name], 0)
        off = np.minimum(wanted, given)
        losses[name] = (off > 0, off)
        given = given + wanted - off
    return losses
