"""Overlaps between programmes: one need of one person on one day is paid once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

OverlapRule = Literal["first", "best", "reduce"]


@dataclass(frozen=True)
class Overlap:
    """Programmes for one need, in order. `reading` is the open question or requirement it answers, if any.

    first: an earlier one shuts out the later; best: the largest sum stays; reduce: the later are reduced by what
    the earlier give.
    """

    id: str
    clause: str
    need: str
    programmes: tuple[str, ...]
    rule: OverlapRule
    words: str
    reading: str = ""

    @property
    def is_across(self) -> bool:
        """Whether it names programmes of other rule books, as `book/programme`."""
        return any("/" in name for name in self.programmes)


def read_overlaps(entries: Sequence[Mapping[str, Any]]) -> tuple[Overlap, ...]:
    """The overlaps a file declares, in its order."""
    return tuple(Overlap(**{**entry, "programmes": tuple(entry["programmes"])}) for entry in entries)


def could_lose(granted: Mapping[str, npt.NDArray[np.bool_]], overlaps: Sequence[Overlap]) -> npt.NDArray[np.intp]:
    """The rows of those with two programmes of one overlap; nobody else can lose anything."""
    found: npt.NDArray[np.bool_] = np.zeros((), dtype=bool)
    for overlap in overlaps:
        together: Any = np.int8(0)
        for name in overlap.programmes:
            together = together + granted[name].view(np.int8) if name in granted else together
        found = found | (together > 1)
    return np.flatnonzero(found)
