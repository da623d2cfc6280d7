"""What public purses pay of a batch, block by block."""

from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.compiled import gather


def _public(batch: Batch) -> list[str]:
    """The sums that public purses pay; none for a gift in kind."""
    return [amount.id for amount in batch.bound.rule.amounts if amount.public]


def public_kind(batch: Batch) -> type[np.signedinteger[Any]]:
    """32 bits where the public sum cannot be larger."""
    sums = batch.sums
    kept = [sums.by_signature.get(name, sums.amounts[name].values) for name in _public(batch)]
    most = sum(max(int(values.max(initial=0)), -int(values.min(initial=0))) for values in kept)
    return np.int32 if most <= np.iinfo(np.int32).max else np.int64


def public_sums(batch: Batch, rows: slice, granted: npt.NDArray[np.bool_], fen: npt.NDArray[Any]) -> None:
    """What public purses pay those granted, put into `fen`."""
    names, sums = _public(batch), batch.sums
    if names and sums.by_signature.keys() >= set(names):
        table = sum(sums.by_signature[name] for name in names) * batch.grants
        gather(table.astype(fen.dtype), batch.signature[rows], fen, len(batch))
        return
    fen[:] = 0
    for name in names:
        fen += sums.amounts[name].values[rows]
    fen *= granted
