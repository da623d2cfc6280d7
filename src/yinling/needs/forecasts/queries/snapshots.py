"""Snapshots: which there are, and the people in one as columns."""

import base64
import io
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yinling.engines.rules.columns import Column, Texts
from yinling.needs.forecasts.domain.population import Population
from yinling.needs.forecasts.models import Snapshot, SnapshotPart

TOWN = "town"
KEPT_LOADED = 2


class NoSnapshot(LookupError):
    """There is no finished snapshot yet."""


def latest() -> Snapshot | None:
    """The newest finished snapshot."""
    return Snapshot.objects.filter(is_running=False).order_by("-pk").first()


def in_work() -> Snapshot | None:
    """The snapshot that is being taken, if one is."""
    return Snapshot.objects.filter(is_running=True).first()


def population(snapshot: Snapshot) -> Population:
    """The people of a finished snapshot."""
    return _loaded(snapshot.pk, snapshot.digest)


@lru_cache(maxsize=KEPT_LOADED)
def _loaded(snapshot_id: int, digest: str) -> Population:
    parts = SnapshotPart.objects.filter(snapshot=snapshot_id).order_by("number").values_list("content", flat=True)
    tables = [pq.read_table(io.BytesIO(base64.b64decode(content))) for content in parts]
    if not tables:
        raise NoSnapshot(snapshot_id)
    table = pa.concat_tables(tables, promote_options="permissive").combine_chunks()
    columns = {name: _column(table[name]) for name in table.column_names if name != TOWN}
    towns = _texts(table[TOWN])
    born = columns.get("birth_date")
    days = np.zeros(len(table), dtype=np.int32)
    if born is not None:
        days = np.where(born.known, born.values, 0).astype(np.int32)
    on = Snapshot.objects.values_list("on", flat=True).get(pk=snapshot_id)
    return Population(columns, len(table), on, towns, days)


def _column(cells: Any) -> Column:
    known = np.asarray(pc.is_valid(cells))
    kind = cells.type
    if pa.types.is_string(kind):
        return Column(_texts(cells), known)
    if pa.types.is_date(kind):
        filled = pc.fill_null(cells, pa.scalar(0, pa.date32()))
        numbers = pc.add(
            pc.add(pc.multiply(pc.year(filled), 10_000), pc.multiply(pc.month(filled), 100)), pc.day(filled)
        )
        return Column(np.asarray(numbers).astype(np.int32), known)
    if pa.types.is_boolean(kind):
        return Column(np.asarray(pc.fill_null(cells, False)), known)
    if pa.types.is_null(kind):
        return Column(0, False)
    return Column(np.asarray(pc.fill_null(cells, 0)).astype(np.int64), known)


def _texts(cells: Any) -> Texts:
    encoded = pc.fill_null(cells, "").combine_chunks().dictionary_encode()
    return Texts(np.asarray(encoded.indices).astype(np.int32), encoded.dictionary.to_pylist())
