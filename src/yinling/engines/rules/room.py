"""Room for the columns of a batch, asked for in large pieces."""

from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

LARGE_BYTES = 1 << 20
SLAB_BYTES = 1 << 26
LINE_BYTES = 64


class Room:
    """Columns of `count` rows cut from slabs: the system gives a slab in large pages, many small arrays in small ones.

    Giving memory page by page otherwise takes longer than what is then written there.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._slab = np.zeros(0, dtype=np.uint8)
        self._lock = Lock()

    def column(self, kind: Any) -> npt.NDArray[Any]:
        """An empty column."""
        size = self.count * np.dtype(kind).itemsize
        if size < LARGE_BYTES:
            return np.empty(self.count, dtype=kind)
        with self._lock:
            if len(self._slab) < size:
                self._slab = np.empty(max(SLAB_BYTES, size), dtype=np.uint8)
            found: npt.NDArray[Any] = self._slab[:size].view(kind)
            self._slab = self._slab[-(-size // LINE_BYTES) * LINE_BYTES :]
        return found
