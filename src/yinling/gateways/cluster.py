"""Work on many machines: a table cut into parts by a key, one function over each part, by Spark (optional extra).

The master is Spark's own setting: `spark-submit`, `SPARK_CONF_DIR`, or the variable YINLING_SPARK_MASTER
(`local[*]` without it). Every machine needs this package and the same folder for the table between.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MASTER = "YINLING_SPARK_MASTER"
ROW, GROUP, FIRST = "row__", "group__", "__first"
ROWS_OF_A_PART = 250_000
ROWS_OF_A_BATCH = 1 << 14
Parts = Callable[[pa.Table], Mapping[str, pa.Array]]


class NoCluster(Exception):
    """Spark or Java is not installed here; the message is in Chinese."""


def map_parts(table: pa.Table, group: str, work: Parts, folder: Path) -> dict[str, pa.Array]:
    """`work` over parts of `table` in which rows of one `group` (a column; empty: none) are together, in row order.

    `work` gives columns of the same length and is sent to the workers. `folder` is seen by every worker; the table is
    put there for the time of the work. Raises NoCluster.
    """
    spark = _session()
    try:
        with tempfile.TemporaryDirectory(prefix="parts-", dir=folder) as shelf:
            source = Path(shelf) / "table.parquet"
            pq.write_table(_numbered(table, group), source, row_group_size=ROWS_OF_A_PART)
            shape = _shape(work(table.slice(0, 0)))
            parts = max(1, -(-len(table) // ROWS_OF_A_PART), spark.sparkContext.defaultParallelism)
            frame = spark.read.parquet(source.resolve().as_uri()).repartition(parts, GROUP)
            done = frame.mapInArrow(partial(_work_on_part, work), _spark_schema(shape)).toArrow()
    finally:
        spark.stop()
    return _together(done, shape)


def _session() -> Any:
    try:
        # 500 MB that few installations need: loaded only where asked for.
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as fault:
        raise NoCluster("没有安装 Spark：请先执行 pip install 'yinling[spark]'，并装好 Java 17") from fault
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise NoCluster("没有找到 Java：Spark 需要 Java 17，装好后再试")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("yinling").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_OF_A_BATCH)
    if master := os.environ.get(MASTER):
        builder = builder.master(master)
    return builder.getOrCreate()


def _numbered(table: pa.Table, group: str) -> pa.Table:
    """The table with each row's number, and a number for its group; rows of no group stand alone."""
    rows = np.arange(len(table), dtype=np.int64)
    found = rows
    if group:
        encoded = table[group].combine_chunks()
        encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
        codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        found = np.where(codes < 0, -1 - rows, codes)
    return table.append_column(ROW, pa.array(rows)).append_column(GROUP, pa.array(found))


def _work_on_part(work: Parts, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One part on a worker; its batches may cut a group, so they are put together first."""
    kept = list(batches)
    if not kept:
        return
    table = pa.Table.from_batches(kept).sort_by(ROW).combine_chunks()
    rows = table[ROW].combine_chunks()
    columns: dict[str, pa.Array] = {ROW: rows}
    for name, column in work(table.drop_columns([ROW, GROUP])).items():
        columns |= _told_once(name, column, rows) if pa.types.is_dictionary(column.type) else {name: column}
    yield from pa.table(columns).to_batches(max_chunksize=ROWS_OF_A_BATCH)


def _told_once(name: str, column: pa.DictionaryArray, rows: pa.Array) -> dict[str, pa.Array]:
    """A column of few texts: each text only in the first row that has it, and for every row which row that is."""
    codes, first = np.unique(column.indices.to_numpy(), return_index=True)
    place = np.zeros(len(column.dictionary), dtype=np.intp)
    place[codes] = first
    words = np.full(len(column), -1, dtype=np.int64)
    words[first] = codes
    texts = column.dictionary.take(pa.array(words, mask=words < 0))
    firsts = rows.to_numpy()[place[column.indices.to_numpy()]]
    return {name: texts, name + FIRST: pa.array(firsts)}


def _shape(columns: Mapping[str, pa.Array]) -> dict[str, tuple[pa.DataType, bool]]:
    """Name, type and whether it holds few texts, of what the work gives for no rows."""
    return {
        name: (column.type.value_type, True) if pa.types.is_dictionary(column.type) else (column.type, False)
        for name, column in columns.items()
    }


def _spark_schema(shape: Mapping[str, tuple[pa.DataType, bool]]) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    fields = [(ROW, pa.int64())]
    for name, (kind, has_few) in shape.items():
        fields += [(name, kind), *([(name + FIRST, pa.int64())] if has_few else [])]
    return from_arrow_schema(pa.schema(fields))


def _together(done: pa.Table, shape: Mapping[str, tuple[pa.DataType, bool]]) -> dict[str, pa.Array]:
    """The parts' answers in the order of the rows."""
    done = done.sort_by(ROW).combine_chunks()
    found: dict[str, pa.Array] = {}
    for name, (kind, has_few) in shape.items():
        column = _one(done[name]).cast(kind)
        found[name] = _spread(column, _one(done[name + FIRST]).to_numpy()) if has_few else column
    return found


def _one(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def _spread(texts: pa.Array, firsts: np.ndarray) -> pa.Array:
    """Every row's text again; the same text from several parts is one word."""
    places, codes = np.unique(firsts, return_inverse=True)
    words = texts.take(pa.array(places)).dictionary_encode()
    indices = words.indices.to_numpy()[codes] if len(places) else codes
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), words.dictionary)
