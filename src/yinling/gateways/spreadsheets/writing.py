"""Tables to .csv, .xlsx and .parquet: whole or not at all, and nothing in them runs as a formula."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from yinling.gateways.spreadsheets.table import UnreadableTable

WRITE_ROWS = 4_096
EXCEL_ROWS_MAX = 1_048_576
_FORMULA = r"^[=+\-@\t\r\n]"
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_NEEDS_QUOTES = '[",\n\r]'


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
    *heads, last = (_csv_cells(column) for column in columns.values())
    ends, codes = _endings(last)
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        for start in range(0, len(last), WRITE_ROWS):
            here = slice(start, start + WRITE_ROWS)
            parts = [_decoded(each.slice(start, WRITE_ROWS)) for each in heads]
            begins = pc.cast(pc.binary_join_element_wise(*parts, "", ","), pa.binary()).to_pylist()
            lines: list[bytes] = [b""] * (2 * len(begins))
            lines[::2], lines[1::2] = begins, ends[codes[here]]
            file.write(b"".join(lines))


def _endings(column: pa.Array) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The last column as distinct bytes with the line's end, and which of them each row has.

    Reasons are long and few: so each is made once, and a row costs one copy.
    """
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    ends = np.array([f"{text}\n".encode() for text in encoded.dictionary.to_pylist()] or [b"\n"], dtype=object)
    return ends, encoded.indices.to_numpy(zero_copy_only=False)


def _csv_cells(column: pa.Array) -> pa.Array:
    """Cells with formulas made harmless and quotes where needed; distinct texts are treated once."""
    if pa.types.is_dictionary(column.type) and not column.null_count:
        return pa.DictionaryArray.from_arrays(column.indices, _csv_cells(column.dictionary))
    cells = pc.fill_null(_decoded(column).cast(pa.string()), "")
    risky = pc.and_not(pc.match_substring_regex(cells, _FORMULA), pc.match_substring_regex(cells, _NUMBER))
    if pc.any(risky).as_py():
        cells = pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)
    quoted = pc.match_substring_regex(cells, _NEEDS_QUOTES)
    if pc.any(quoted).as_py():
        doubled = pc.replace_substring(cells, '"', '""')
        cells = pc.if_else(quoted, pc.binary_join_element_wise('"', doubled, '"', ""), cells)
    return cells


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
    pq.write_table(pa.table(dict(columns)), path, compression="lz4", use_dictionary=words)
