"""Telling rows apart by their truth values, block by block: a number for every distinct combination."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import stretches
from yinling.engines.rules.compiled import compiled, gather, is_large
from yinling.engines.rules.room import Room

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
    """Numbers rows by `width` bits; equal bits have the same number.

    Codes are taken block by block, in any order and on any thread; then all rows are numbered at once.
    """

    def __init__(self, width: int, room: Room) -> None:
        first = min(width, CODE_BITS_MAX)
        # More bits than a code holds: the number of the earlier ones is part of the code of the later ones.
        edges = [0, first, *range(first + CODE_BITS_MAX - NUMBER_BITS, width, CODE_BITS_MAX - NUMBER_BITS)]
        stops = [*edges[1:], width] if width > edges[-1] else edges[1:]
        self._parts = [_Part(start, stop, room) for start, stop in zip(edges, stops, strict=False)]

    def take(self, bits: Sequence[Bit], rows: slice) -> None:
        """Keep the codes of a block's rows."""
        for part in self._parts:
            _encode(bits[part.start : part.stop], part.codes[rows])

    def number(self, numbers: Numbers) -> Rows:
        """Put every row's number into `numbers`, once all codes are taken; a row for each number, in its order."""
        fresh: Rows = np.zeros(0, dtype=np.intp)
        for part in self._parts:
            fresh = part.number(numbers)
        return fresh

    def bits(self) -> npt.NDArray[np.bool_]:
        """The bits of every number, a row each."""
        found: list[npt.NDArray[np.bool_]] = []
        at: Any = slice(None)
        for part in reversed(self._parts):
            codes = part.known.codes()[at].astype(np.uint64)
            found.insert(0, _unpacked(codes, part.width))
            at = (codes >> np.uint64(part.width)).astype(np.intp)
        return np.concatenate(found, axis=1)


class _Part:
    """As many bits as a code holds, in all rows; the numbers by earlier bits come above them."""

    def __init__(self, start: int, stop: int, room: Room) -> None:
        self.start, self.stop, self.width = start, stop, stop - start
        bits = self.width + (NUMBER_BITS if start else 0)
        self.codes: npt.NDArray[Any] = room.column(next(kind for size, kind in WORDS if size >= self.width))
        self.known = _Table(bits, room.count) if bits <= TABLE_BITS_MAX else _Slots()

    def number(self, numbers: Numbers) -> Rows:
        fresh: list[Rows] = []
        for rows in stretches(len(numbers)):
            codes = self.codes[rows]
            if self.start:
                codes = codes | numbers[rows].astype(np.uint64) << np.uint64(self.width)
            fresh.append(self.known.number(codes, numbers[rows]) + rows.start)
        self.codes = self.codes[:0]  # its room is for others now
        return np.concatenate([np.zeros(0, dtype=np.intp), *fresh])


class _Table:
    """Numbers by code in a table: for few bits."""

    def __init__(self, bits: int, count: int) -> None:
        self._count = count
        self._numbers = np.full(1 << bits, -1, dtype=np.int32)
        self._codes: list[npt.NDArray[Any]] = []
        self._seen = 0

    def number(self, codes: npt.NDArray[Any], numbers: Numbers) -> Rows:
        if is_large(self._count):
            rows = np.empty(min(len(codes), len(self._numbers)), dtype=np.intp)
            many = compiled(_number)(codes, self._numbers, self._seen, numbers, rows)
            fresh = rows[:many].copy()
            self._codes.append(codes[fresh])
            self._seen += many
            return fresh
        gather(self._numbers, codes, numbers, self._count)
        fresh = np.zeros(0, dtype=np.intp)
        if len(numbers) and numbers.min() < 0:
            rows = np.flatnonzero(numbers < 0)
            missed = codes.take(rows)
            fresh = rows.take(self._add(missed))
            numbers[rows] = self._numbers.take(missed)
        return fresh

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

    def number(self, codes: npt.NDArray[Any], numbers: Numbers) -> Rows:
        codes = codes.astype(np.uint64, copy=False)
        slots = ((codes * SPREADING) >> np.uint64(64 - SLOT_BITS)).astype(np.intp)
        np.take(self._numbers, slots, out=numbers, mode="wrap")
        numbers[self._codes.take(slots) != codes] = -1
        rows = np.flatnonzero(numbers < 0)
        if not len(rows):
            return rows
        distinct, first, back = np.unique(codes[rows], return_index=True, return_inverse=True)
        seen = len(self._all)
        found = np.array([self._all.setdefault(code, len(self._all)) for code in distinct.tolist()], dtype=np.int32)
        numbers[rows] = found[back]
        self._keep(distinct, slots[rows[first]], found)
        fresh: Rows = rows[first[found >= seen]]
        return fresh

    def codes(self) -> npt.NDArray[Any]:
        """The codes by number."""
        return np.fromiter(self._all, dtype=np.uint64, count=len(self._all))

    def _keep(self, codes: npt.NDArray[Any], slots: Rows, numbers: Numbers) -> None:
        """Put codes into free slots; of several that want one slot, the first has it."""
        slots, first = np.unique(slots, return_index=True)
        is_free = self._numbers.take(slots) < 0
        self._codes[slots[is_free]] = codes[first[is_free]]
        self._numbers[slots[is_free]] = numbers[first[is_free]]


def _encode(bits: Sequence[Bit], codes: npt.NDArray[Any]) -> None:
    """Each row's bits as one number, the first bit lowest, put into `codes`."""
    starts = range(0, len(bits), 8)
    codes[:] = _byte(bits[starts[-1] :], len(codes)) if bits else 0
    for start in starts[-2::-1] if bits else ():
        codes <<= 8
        codes |= _byte(bits[start : start + 8], len(codes))


def _unpacked(codes: npt.NDArray[Any], width: int) -> npt.NDArray[np.bool_]:
    """The bits of codes, a row each."""
    octets = np.ascontiguousarray(codes, dtype="<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, count=width, bitorder="little").view(bool)


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
