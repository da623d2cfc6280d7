"""Loops over rows: run as they stand for a few, compiled by Numba and on two threads for many."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np

ROWS_FOR_COMPILING = 50_000
ROWS_FOR_THREADS = 100_000
THREADS = 2
T = TypeVar("T")
S = TypeVar("S")


def is_large(count: int) -> bool:
    """Whether loops over `count` rows are worth compiling."""
    return count >= ROWS_FOR_COMPILING


def loop(kernel: Callable[..., Any], count: int) -> Callable[..., Any]:
    """`kernel` for `count` rows. Compiled, it leaves the interpreter's lock to others."""
    return _compiled(kernel) if is_large(count) else kernel


@cache
def _compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    import numba  # noqa: PLC0415 - half a second, which a page about one person must not wait for

    try:
        found: Callable[..., Any] = numba.njit(kernel, nogil=True, cache=True)
    except RuntimeError:  # nowhere to keep what was compiled: it is compiled again in the next process
        found = numba.njit(kernel, nogil=True)
    return found


def gather(table: Any, places: Any, out: Any, count: int) -> None:
    """`out[:] = table[places]` of some of `count` rows; NumPy alone would first make every place a wider number."""
    if is_large(count):
        _compiled(_gather)(table, places, out)
    else:
        np.take(table, places, out=out, mode="wrap")  # the one mode without a copy between


def _gather(table: Any, places: Any, out: Any) -> None:
    for at in range(len(places)):
        out[at] = table[places[at]]


def on_threads(act: Callable[[T], S], parts: Iterable[T], count: int) -> list[S]:
    """`act` of every part of `count` rows, in order; on two threads where it pays."""
    if count < ROWS_FOR_THREADS:
        return [act(part) for part in parts]
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(act, parts))
