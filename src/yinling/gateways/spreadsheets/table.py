"""A table as read from a file, and why a file could not be read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa


class UnreadableTable(ValueError):
    """The file is not a table that can be read; the message is in Chinese."""


@dataclass(frozen=True)
class Table:
    """Text columns by header (plain or dictionary arrays), null where empty; `rows` as a spreadsheet numbers them.

    `faults` are rows whose shape is wrong, with the reason; they are not in the columns.
    """

    name: str
    columns: Mapping[str, pa.Array]
    rows: npt.NDArray[np.int64]
    faults: Sequence[tuple[int, str]] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.rows)
