"""Compiling of searches: machine code, kept on disk, that lets other threads run."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

Given = ParamSpec("Given")
Result = TypeVar("Result")
INNER: dict[str, Any] = {"cache": True, "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function as machine code that Python calls.

    The cache of a caller does not notice a change in another file: remove `__pycache__` after changing a part of it.
    """
    return cast(Callable[Given, Result], njit(cache=True, nogil=True)(function))


def compiled_inner(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function as machine code that only compiled functions call: without a door for Python it compiles faster."""
    return cast(Callable[Given, Result], njit(**INNER)(function))
