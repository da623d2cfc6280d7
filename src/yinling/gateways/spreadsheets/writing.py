"""Tables to .csv, .xlsx and .parquet: whole or not at all, and nothing in them runs as a formula."""

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from yinling.gateways.spreadsheets.table import UnreadableTable

WRITE_ROWS = 4_096
DICTIONARY_BYTES_MAX = 1 << 28
CSV_ROWS = 1_024  # a block of long reasons stays in the processor's cache
THREADS = 2
EXCEL_ROWS_MAX = 1_048_576
_FORMULA = r"^[=+\-@\t\r\n]"
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_NEEDS_QUOTES = '[",\n\r]'
_NEEDS_CARE = f"{_FORMULA}|{_NEEDS_QUOTES}"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file that takes the place of `path` only when everything was written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def check_target(path: Path) -> None:
    """Refuse early a file that could not be written. Raises UnreadableTable."""
    if path.suffix.lower() not in (".csv", ".xlsx", ".parquet"):
        raise UnreadableTable(f"{path.name}：只能写 .csv、.xlsx 和 .parquet")
    if not path.absolute().parent.is_dir():
        raise UnreadableTable(f"没有文件夹 {path.parent}")


def write_table(path: Path, columns: Mapping[str, pa.Array]) -> None:
    """Write text columns (dictionary arrays allowed) as .csv, .xlsx or .parquet, whole or not at all."""
    check_target(path)
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
    with replacing(path) as temporary:
        writers[path.suffix.lower()](temporary, columns)


def _write_csv(path: Path, columns: Mapping[str, pa.Array]) -> None:
    with path.open("wb") as file, ThreadPoolExecutor(THREADS) as pool:
        *cells, last = pool.map(_csv_cells, columns.values())
        cells.append(_with_newline(last))
        file.write((",".join(columns) + "\n").encode())
        # Arrow joins and the system writes outside the interpreter's lock: one block is made while another goes out.
        waiting: deque[Future[memoryview]] = deque()
        for start in range(0, len(last), CSV_ROWS):
            waiting.append(pool.submit(_csv_block, cells, start))
            if len(waiting) > THREADS:
                file.write(waiting.popleft().result())
        for block in waiting:
            file.write(block.result())


def _csv_block(cells: Sequence[pa.Array], start: int) -> memoryview:
    """Some rows as they stand in the file."""
    lines = pc.binary_join_element_wise(*(_decoded(each.slice(start, CSV_ROWS)) for each in cells), ",")
    _, ends, data = lines.buffers()
    return memoryview(data)[: np.frombuffer(ends, dtype=np.int32)[len(lines)]] if data else memoryview(b"")


def _with_newline(cells: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(cells.type):
        return pa.DictionaryArray.from_arrays(cells.indices, _with_newline(cells.dictionary))
    return pc.binary_join_element_wise(cells, "\n", "")


def _csv_cells(column: pa.Array) -> pa.Array:
    """Cells with formulas made harmless and quotes where needed; distinct texts are treated once."""
    if pa.types.is_dictionary(column.type) and not column.null_count:
        return pa.DictionaryArray.from_arrays(column.indices, _csv_cells(column.dictionary))
    cells = pc.fill_null(_decoded(column).cast(pa.string()), "")
    # Figures hold nothing that needs care, and one look tells that most texts do not either.
    if not pa.types.is_string(_kind(column)) or not pc.any(pc.match_substring_regex(cells, _NEEDS_CARE)).as_py():
        return cells
    risky = pc.and_not(pc.match_substring_regex(cells, _FORMULA), pc.match_substring_regex(cells, _NUMBER))
    if pc.any(risky).as_py():
        cells = pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)
    quoted = pc.match_substring_regex(cells, _NEEDS_QUOTES)
    if pc.any(quoted).as_py():
        doubled = pc.replace_substring(cells, '"', '""')
        cells = pc.if_else(quoted, pc.binary_join_element_wise('"', doubled, '"', ""), cells)
    return cells


def _kind(column: pa.Array) -> pa.DataType:
    return column.type.value_type if pa.types.is_dictionary(column.type) else column.type


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _write_xlsx(path: Path, columns: Mapping[str, pa.Array]) -> None:
    length = len(next(iter(columns.values())))
    if length >= EXCEL_ROWS_MAX:
        raise UnreadableTable(f"共 {length} 行，超过 Excel 的 {EXCEL_ROWS_MAX} 行，请改用 .csv 或 .parquet")
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, list(columns))
    for start in range(0, length, WRITE_ROWS):
        parts = [_decoded(column.slice(start, WRITE_ROWS)).to_pylist() for column in columns.values()]
        for offset, cells in enumerate(zip(*parts, strict=True)):
            for position, cell in enumerate(cells):
                if cell not in (None, ""):
                    sheet.write_string(start + offset + 1, position, str(cell))
    workbook.close()


def _write_parquet(path: Path, columns: Mapping[str, pa.Array]) -> None:
    words = [name for name, column in columns.items() if pa.types.is_dictionary(column.type)]
    limit = DICTIONARY_BYTES_MAX  # beyond the usual one, long reasons would be written out row by row
    pq.write_table(
        pa.table(dict(columns)), path, compression="lz4", use_dictionary=words, dictionary_pagesize_limit=limit
    )
