"""The table's answers by signature: found for all at once where everything is known, told in full when asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Outcome, Resolution

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Answer:
    """What many signatures have in common: how it ends, the rows hit, the numbers that follow."""

    outcome: Outcome
    rows: tuple[int, ...]
    values: Mapping[str, int]


class Resolutions(Sequence[Resolution]):
    """By signature: `answers[self.answer[signature]]`; a whole resolution is made when it is first asked for."""

    def __init__(
        self, bound: BoundRule, values: Flags, known: Flags, missing: Sequence[frozenset[str]], count: int
    ) -> None:
        """By signature: truth by condition, which of them are known, and the inputs without a value, if there are.

        `count` is how many rows have these signatures.
        """
        self._bound = bound
        self._values = values
        self._known = known
        self._missing = missing or [frozenset()] * len(values)
        self._made: dict[int, Resolution] = {}
        self._places: dict[tuple[Outcome, tuple[int, ...]], int] = {}
        self.answers: list[Answer] = []
        self.answer = np.empty(len(values), dtype=np.int32)
        is_whole = known.all(axis=1)
        if missing:
            is_whole &= ~np.array([bool(names) for names in missing], dtype=bool)
        whole = np.flatnonzero(is_whole)
        self.answer[whole] = self._walk(values[whole], count)
        for at in np.flatnonzero(~is_whole).tolist():
            self.answer[at] = self._place(self[at].outcome, self[at].rows)

    def tell(self, ask: Any, kind: Any) -> npt.NDArray[Any]:
        """`ask` of every answer, by signature."""
        return np.array([ask(each) for each in self.answers] or [0], dtype=kind)[self.answer]

    def truths(self) -> tuple[Flags, Flags]:
        """By signature and condition: the truth, and whether it is known."""
        return self._values, self._known

    def __len__(self) -> int:
        return len(self.answer)

    @overload
    def __getitem__(self, at: int) -> Resolution: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Resolution]: ...
    def __getitem__(self, at: int | slice) -> Resolution | Sequence[Resolution]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        if number not in self._made:
            cells = zip(self._values[number].tolist(), self._known[number].tolist(), strict=True)
            truths = tuple(value if is_known else None for value, is_known in cells)
            self._made[number] = self._bound.resolve(truths, self._missing[number])
        return self._made[number]

    def __iter__(self) -> Iterator[Resolution]:
        return (self[at] for at in range(len(self)))

    def _walk(self, values: Flags, count: int) -> npt.NDArray[np.int32]:
        """The answers where every truth is known and nothing is missing: all signatures down the diagram at once."""
        ends = self._bound.diagram.ends(self._bound.root, values, count)
        places = np.zeros(int(ends.max(initial=0)) + 1, dtype=np.int32)
        for end in np.flatnonzero(np.bincount(ends)).tolist():
            rows: tuple[int, ...] = self._bound.diagram.value(end)  # type: ignore[assignment]
            places[end] = self._place(Outcome.GRANTED if rows else Outcome.NOT_GRANTED, rows)
        return places[ends]

    def _place(self, outcome: Outcome, rows: tuple[int, ...]) -> int:
        key = (outcome, rows)
        if key not in self._places:
            self._places[key] = len(self.answers)
            self.answers.append(Answer(outcome, rows, self._bound.values_of(rows) if rows else {}))
        return self._places[key]
