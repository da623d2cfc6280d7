"""Room for the columns of a batch, asked for in large pieces that later batches use again."""

from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

LARGE_BYTES = 1 << 18
SLAB_BYTES = 1 << 26
KEPT_SLABS = 4
LINE_BYTES = 64

Bytes = npt.NDArray[np.uint8]
_kept: list[Bytes] = []


class Room:
    """Columns of `count` rows cut from slabs: the system gives a slab in large pages, many small arrays in small ones.

    Giving memory page by page otherwise takes longer than what is then written there.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._slab: Bytes = np.zeros(0, dtype=np.uint8)
        self._lock = Lock()

    def column(self, kind: Any) -> npt.NDArray[Any]:
        """An empty column."""
        size = self.count * np.dtype(kind).itemsize
        if size < LARGE_BYTES:
            return np.empty(self.count, dtype=kind)
        with self._lock:
            if len(self._slab) < size:
                self._slab = np.asarray(_Lent(size))
            found: npt.NDArray[Any] = self._slab[:size].view(kind)
            self._slab = self._slab[-(-size // LINE_BYTES) * LINE_BYTES :]
        return found


class _Lent:
    """A slab for as long as a column lies in it: columns hold this, and it goes back with the last of them."""

    def __init__(self, size: int) -> None:
        try:
            self._slab = _kept.pop() if size <= SLAB_BYTES else np.empty(size, dtype=np.uint8)
        except IndexError:  # asking first would leave time for another thread to take the last
            self._slab = np.empty(SLAB_BYTES, dtype=np.uint8)
        self.__array_interface__ = self._slab.__array_interface__

    def __del__(self) -> None:
        if len(self._slab) == SLAB_BYTES and len(_kept) < KEPT_SLABS:
            _kept.append(self._slab)
