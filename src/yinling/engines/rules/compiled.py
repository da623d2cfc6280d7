"""Loops over many rows: compiled by Numba where it is there or pays, and on two threads."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np

ROWS_FOR_COMPILING = 2_000_000
ROWS_FOR_COMPILED = 50_000
ROWS_FOR_THREADS = 100_000
THREADS = 2
T = TypeVar("T")
S = TypeVar("S")


def is_large(count: int) -> bool:
    """Whether loops over `count` rows are worth compiling: Numba takes most of a second until it is there."""
    return count >= ROWS_FOR_COMPILING or (count >= ROWS_FOR_COMPILED and is_loaded())


def is_loaded() -> bool:
    """Whether something in this process has loaded Numba already."""
    return "numba" in sys.modules


@cache
def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """`kernel` compiled; it leaves the interpreter's lock to others."""
    import numba  # noqa: PLC0415 - most of a second, which a page about one person must not wait for

    try:
        found: Callable[..., Any] = numba.njit(kernel, nogil=True, cache=True)
    except RuntimeError:  # nowhere to keep what was compiled: it is compiled again in the next process
        found = numba.njit(kernel, nogil=True)
    return found


def gather(table: Any, places: Any, out: Any, count: int) -> None:
    """`out[:] = table[places]` of some of `count` rows; NumPy alone would first make every place a wider number."""
    if is_large(count):
        compiled(_gather)(table, places, out)
    else:
        np.take(table, places, out=out, mode="wrap")  # the one mode without a copy between


def put(values: Any, out: Any) -> bool:
    """`out[:] = values` of whole numbers; false, with `out` worth nothing, where one does not fit."""
    if np.ndim(values) and is_large(len(out)):
        return bool(compiled(_put)(values, out))
    least, most = np.min(values, initial=0), np.max(values, initial=0)
    out[:] = values
    return bool(least >= np.iinfo(out.dtype).min and most <= np.iinfo(out.dtype).max)


def as_places(numbers: Any, count: int) -> Any:
    """`numbers` ready for several tables to be asked at them, one after another."""
    return numbers if is_large(count) else numbers.astype(np.intp)


def _gather(table: Any, places: Any, out: Any) -> None:
    for at in range(len(places)):
        out[at] = table[places[at]]


def _put(values: Any, out: Any) -> bool:
    lost = np.int64(0)
    for at in range(len(values)):
        out[at] = values[at]
        lost |= values[at] ^ out[at]
    return bool(lost == 0)


def on_threads(act: Callable[[T], S], parts: Iterable[T], count: int) -> list[S]:
    """`act` of every part of `count` rows, in order; on two threads where it pays."""
    if count < ROWS_FOR_THREADS:
        return [act(part) for part in parts]
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(act, parts))
