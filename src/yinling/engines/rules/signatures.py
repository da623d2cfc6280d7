"""Telling rows apart by their truth values: a number for every distinct combination."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.columns import Column

TABLE_SIZE_MAX = 1 << 23
CODE_MAX = 1 << 62


def distinct(columns: Sequence[Column], count: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Number the distinct rows of truth columns: `(number[row], example_row[number])`."""
    codes, size = _codes(columns, count)
    if size > TABLE_SIZE_MAX:
        _, examples, numbers = np.unique(codes, return_index=True, return_inverse=True)
        return numbers.astype(np.int32), examples
    table = np.full(size, -1, dtype=np.int32)
    table[codes] = np.arange(count, dtype=np.int32)
    present = np.flatnonzero(table >= 0)
    examples = table[present].astype(np.intp)
    table[present] = np.arange(len(present), dtype=np.int32)
    return table[codes], examples


def _codes(columns: Sequence[Column], count: int) -> tuple[npt.NDArray[Any], int]:
    """Each row's truth values as one mixed-radix number (0 false, 1 true, 2 unknown), and how many are possible."""
    size = 1
    codes: npt.NDArray[Any] = np.zeros(count, dtype=np.int32)
    for column in columns:
        radix = 2 if column.known is True else 3
        if size * radix > CODE_MAX:
            _, codes = np.unique(codes, return_inverse=True)
            size = count
        if size * radix > np.iinfo(codes.dtype).max:
            codes = codes.astype(np.int64)
        codes *= radix
        codes += _digits(column)
        size *= radix
    return codes, size


def _digits(column: Column) -> Any:
    values = np.asarray(column.values, dtype=bool).view(np.int8)
    return values if column.known is True else np.where(column.known, values, np.int8(2))
