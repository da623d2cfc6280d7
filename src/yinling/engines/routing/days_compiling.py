"""Compiling of what the compiled search of days calls, without the counting of references to arrays."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit

Given = ParamSpec("Given")
Result = TypeVar("Result")
# Counting references to the forty arrays of a day at every call took nineteen twentieths of the time; without it
# nothing may be allocated inside, so that all space is handed in.
DOOR: dict[str, Any] = {"cache": True, "nogil": True, "no_cfunc_wrapper": True, "_nrt": False}
BARE: dict[str, Any] = {**DOOR, "no_cpython_wrapper": True}


def compiled_door(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function as machine code that allocates nothing and that Python calls."""
    return cast(Callable[Given, Result], njit(**DOOR)(function))


def compiled_bare(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function as machine code that allocates nothing and that only compiled functions call."""
    return cast(Callable[Given, Result], njit(**BARE)(function))


def compiled_within(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same, written into each caller: a call hands some three hundred numbers on."""
    return cast(Callable[Given, Result], njit(forceinline=True, **BARE)(function))
