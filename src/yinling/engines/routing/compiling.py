"""Compiling of searches: machine code, kept on disk, that lets other threads run."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Given = ParamSpec("Given")
Result = TypeVar("Result")


def compiled(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function as machine code.

    Keep functions that call each other in one file: the cache of a caller does not notice a change in another file.
    """
    return cast(Callable[Given, Result], njit(cache=True, nogil=True, fastmath=False)(function))
