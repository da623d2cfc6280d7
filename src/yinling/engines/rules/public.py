"""What public purses pay of a batch, block by block."""

from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch


def _public(batch: Batch) -> list[npt.NDArray[Any]]:
    """The sums that public purses pay; none for a gift in kind."""
    return [batch.sums.amounts[amount.id].values for amount in batch.bound.rule.amounts if amount.public]


def public_kind(batch: Batch) -> type[np.signedinteger[Any]]:
    """32 bits where the public sum cannot be larger."""
    most = sum(max(int(values.max(initial=0)), -int(values.min(initial=0))) for values in _public(batch))
    return np.int32 if most <= np.iinfo(np.int32).max else np.int64


def public_sums(batch: Batch, rows: slice, granted: npt.NDArray[np.bool_], fen: npt.NDArray[Any]) -> None:
    """What public purses pay those granted, put into `fen`."""
    fen[:] = 0
    for values in _public(batch):
        fen += values[rows]
    fen *= granted
