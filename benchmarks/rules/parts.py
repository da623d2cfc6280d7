"""One Parquet table in two parts, written on two threads; both sides write so. Imports nothing of ours."""

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PARTS = 2
BATCH_ROWS = 1 << 16
DICTIONARY_BYTES_MAX = 1 << 28  # or long reasons would be written out row by row


def write_parts(table: pa.Table, folder: Path, words: Sequence[str] | bool = False) -> None:
    """`table` as a folder of two files, compressed by LZ4; `words` are columns kept as codes and words."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = -(-len(table) // PARTS)

    def write(part: int) -> None:
        pq.write_table(
            table.slice(part * size, size),
            folder / f"part-{part}.parquet",
            compression="lz4",
            use_dictionary=words,
            dictionary_pagesize_limit=DICTIONARY_BYTES_MAX,
            write_statistics=False,
            write_batch_size=BATCH_ROWS,
        )

    with ThreadPoolExecutor(PARTS) as threads:
        list(threads.map(write, range(PARTS)))
