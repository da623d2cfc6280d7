"""Columns of facts as Arrow arrays, nulls where unknown, and back: how they travel to another process."""

from typing import Any

import numpy as np
import pyarrow as pa

from yinling.engines.rules.columns import Column, Texts


def as_arrow(column: Column) -> pa.Array:
    """A fact column with nulls where it is unknown."""
    known = np.broadcast_to(np.asarray(column.known), _length(column.values))
    if isinstance(column.values, Texts):
        words = column.values.categories
        words = words if isinstance(words, pa.Array) else pa.array(list(words), pa.string())
        return words.take(pa.array(column.values.codes, mask=~known))
    return pa.array(column.values, mask=~known)


def from_arrow(array: pa.Array) -> Column:
    """The fact column again."""
    known = ~np.asarray(array.is_null()) if array.null_count else True
    if pa.types.is_string(array.type) or pa.types.is_dictionary(array.type):
        encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        codes = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int32)
        return Column(Texts(codes, encoded.dictionary), known)
    return Column(array.fill_null(_zero(array.type)).to_numpy(zero_copy_only=False), known)


def _zero(kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(False if pa.types.is_boolean(kind) else 0, kind)


def _length(values: Any) -> int:
    return len(values.codes if isinstance(values, Texts) else values)
