"""Telling rows apart by their truth values, block by block: a number for every distinct combination."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.compiled import compiled, gather, is_large

TABLE_BITS_MAX = 20
CODE_BITS_MAX = 63
NUMBER_BITS = 31
SLOT_BITS = 20
SPREADING = np.uint64(0x9E3779B97F4A7C15)  # 2^64 ÷ golden ratio: neighbouring codes land far apart
WORDS = ((8, "<u1"), (16, "<u2"), (32, "<u4"), (64, "<u8"))

Bit = npt.NDArray[np.bool_] | bool
Numbers = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]


class Signatures:
    """Numbers rows by `width` bits; equal bits have the same number in every block."""

    def __init__(self, width: int, count: int) -> None:
        """`count` is how many rows there are in all blocks."""
        self._bits = min(width, CODE_BITS_MAX)
        self._known = _Table(self._bits, count) if self._bits <= TABLE_BITS_MAX else _Slots()
        # More bits than a code holds: the number of the first ones is part of the code of the others.
        self._more = Signatures(width - self._bits + NUMBER_BITS, count) if width > self._bits else None

    def number(self, bits: Sequence[Bit], count: int) -> tuple[Numbers, Rows]:
        """The numbers of a block's rows, and a row for each number that is new, ascending by number."""
        numbers, fresh = self._known.number(_code(bits[: self._bits], count))
        if self._more is None:
            return numbers, fresh
        first = [(numbers >> place & 1).astype(bool) for place in range(NUMBER_BITS)]
        return self._more.number([*bits[self._bits :], *first], count)

    def bits(self) -> npt.NDArray[np.bool_]:
        """The bits of every number so far, a row each."""
        own = _unpacked(self._known.codes(), self._bits)
        if self._more is None:
            return own
        later = self._more.bits()
        places = np.arange(NUMBER_BITS, dtype=np.int64)
        numbers = (later[:, -NUMBER_BITS:].astype(np.int64) << places).sum(axis=1)
        return np.concatenate([own[numbers], later[:, :-NUMBER_BITS]], axis=1)


class _Table:
    """Numbers by code in a table: for few bits."""

    def __init__(self, bits: int, count: int) -> None:
        self._count = count
        self._numbers = np.full(1 << bits, -1, dtype=np.int32)
        self._codes: list[npt.NDArray[Any]] = []
        self._seen = 0

    def number(self, codes: npt.NDArray[Any]) -> tuple[Numbers, Rows]:
        numbers = np.empty(len(codes), dtype=np.int32)
        if is_large(self._count):
            rows = np.empty(len(codes), dtype=np.intp)
            many = compiled(_number)(codes, self._numbers, self._seen, numbers, rows)
            fresh = rows[:many].copy()
            self._codes.append(codes[fresh])
            self._seen += many
            return numbers, fresh
        gather(self._numbers, codes, numbers, self._count)
        fresh = np.zeros(0, dtype=np.intp)
        if len(numbers) and numbers.min() < 0:
            rows = np.flatnonzero(numbers < 0)
            missed = codes.take(rows)
            fresh = rows.take(self._add(missed))
            numbers[rows] = self._numbers.take(missed)
        return numbers, fresh

    def _add(self, codes: npt.NDArray[Any]) -> Rows:
        """Give codes that are not in the table numbers, ascending; a place for each where it was met."""
        if len(codes) * 8 > len(self._numbers):
            met = np.zeros(len(self._numbers), dtype=np.int32)
            met[codes] = np.arange(1, len(codes) + 1, dtype=np.int32)
            distinct = np.flatnonzero(met)
            places = (met.take(distinct) - 1).astype(np.intp)
        else:
            distinct, places = np.unique(codes, return_index=True)
        self._numbers[distinct] = np.arange(self._seen, self._seen + len(distinct))
        self._seen += len(distinct)
        self._codes.append(distinct)
        return places

    def codes(self) -> npt.NDArray[Any]:
        """The codes by number."""
        return np.concatenate([np.zeros(0, dtype=np.uint8), *self._codes])


def _number(codes: Any, table: Numbers, seen: int, numbers: Numbers, fresh: Rows) -> int:
    """The number of each code, a new one where the table has none; how many are new."""
    many = 0
    for at in range(len(codes)):
        number = table[codes[at]]
        if number < 0:
            number = seen + many
            table[codes[at]] = number
            fresh[many] = at
            many += 1
        numbers[at] = number
    return many


class _Slots:
    """Numbers by code in slots that hold one code each; a code that finds its slot taken is looked up by itself."""

    def __init__(self) -> None:
        self._codes = np.zeros(1 << SLOT_BITS, dtype=np.uint64)
        self._numbers = np.full(1 << SLOT_BITS, -1, dtype=np.int32)
        self._all: dict[int, int] = {}

    def number(self, codes: npt.NDArray[Any]) -> tuple[Numbers, Rows]:
        codes = codes.astype(np.uint64, copy=False)
        slots = ((codes * SPREADING) >> np.uint64(64 - SLOT_BITS)).astype(np.intp)
        numbers: Numbers = self._numbers.take(slots)
        numbers[self._codes.take(slots) != codes] = -1
        rows = np.flatnonzero(numbers < 0)
        if not len(rows):
            return numbers, rows
        distinct, first, back = np.unique(codes[rows], return_index=True, return_inverse=True)
        seen = len(self._all)
        found = np.array([self._all.setdefault(code, len(self._all)) for code in distinct.tolist()], dtype=np.int32)
        numbers[rows] = found[back]
        self._keep(distinct, slots[rows[first]], found)
        return numbers, rows[first[found >= seen]]

    def codes(self) -> npt.NDArray[Any]:
        """The codes by number."""
        return np.fromiter(self._all, dtype=np.uint64, count=len(self._all))

    def _keep(self, codes: npt.NDArray[Any], slots: Rows, numbers: Numbers) -> None:
        """Put codes into free slots; of several that want one slot, the first has it."""
        slots, first = np.unique(slots, return_index=True)
        is_free = self._numbers.take(slots) < 0
        self._codes[slots[is_free]] = codes[first[is_free]]
        self._numbers[slots[is_free]] = numbers[first[is_free]]


def _code(bits: Sequence[Bit], count: int) -> npt.NDArray[Any]:
    """Each row's bits as one number, the first bit lowest."""
    parts = [_byte(bits[start : start + 8], count) for start in range(0, len(bits), 8)]
    if len(parts) == 1:
        return parts[0]
    word = np.dtype(next(kind for size, kind in WORDS if size >= len(bits)))
    places = np.zeros((count, word.itemsize), dtype=np.uint8)
    for place, part in enumerate(parts):
        places[:, place] = part
    return places.view(word).reshape(count)


def _unpacked(codes: npt.NDArray[Any], width: int) -> npt.NDArray[np.bool_]:
    """The bits of codes, a row each."""
    places = np.arange(width, dtype=np.uint64)
    return (codes.astype(np.uint64)[:, None] >> places & np.uint64(1)).astype(bool)


def _byte(bits: Sequence[Bit], count: int) -> npt.NDArray[np.uint8]:
    """Up to eight bits in a byte; doubling and joining bytes is the quickest thing that NumPy does."""
    packed = np.zeros(count, dtype=np.uint8)
    for bit in reversed(bits):
        np.add(packed, packed, out=packed)
        if isinstance(bit, np.ndarray):
            np.bitwise_or(packed, bit.view(np.uint8), out=packed)
        elif bit:
            np.bitwise_or(packed, np.uint8(1), out=packed)
    return packed
