"""Tables from and to .csv (UTF-8, GB 18030), .xlsx and .parquet: cells read as text, formulas made harmless."""

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import python_calamine
import xlsxwriter

WRITE_ROWS = 16_384
SAMPLE_BYTES = 1 << 17
REPETITIVE_BYTES_MAX = 3  # a value of a text column takes no more than this on average: few words, often repeated
REPETITIVE_SHARE_MAX = 0.05
EXCEL_ROWS_MAX = 1_048_576
_FORMULA = r"^[=+\-@\t\r\n]"
_NUMBER = r"^[+-]?\d+(\.\d+)?$"
_NEEDS_QUOTES = '[",\n\r]'


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


def read_table(path: Path) -> Table:
    """The first sheet of a table file as text columns. Raises UnreadableTable."""
    readers = {".csv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx, ".parquet": _read_parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableTable(f"{path.name}：只能读 .csv、.xlsx 和 .parquet")
    try:
        return reader(path)
    except FileNotFoundError as fault:
        raise UnreadableTable(f"找不到文件 {path}") from fault
    except (OSError, pa.ArrowInvalid, python_calamine.CalamineError, csv.Error) as fault:
        raise UnreadableTable(f"{path.name}：文件读不出来（{fault}）") from fault


def _read_csv(path: Path) -> Table:
    data = _as_utf8(path)
    delimiter = _delimiter(data)
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in data, ignore_empty_lines=False
            ),
            convert_options=_all_text(data, delimiter),
        )
    except pa.ArrowInvalid:
        # Blank or ragged lines: read again line by line, to tell which rows they are.
        return _read_csv_slowly(path.name, data.decode("utf-8"), delimiter)
    columns = {_plain_header(name): _tidy(table.column(name)) for name in table.column_names}
    _refuse_repeats(path.name, [_plain_header(name) for name in table.column_names])
    return Table(path.name, columns, np.arange(2, table.num_rows + 2))


def _as_utf8(path: Path) -> bytes:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030").encode()
        except UnicodeDecodeError as fault:
            raise UnreadableTable(f"{path.name}：既不是 UTF-8 也不是 GB 18030 编码") from fault
    if not data.strip():
        raise UnreadableTable(f"{path.name}：文件是空的")
    return data


def _delimiter(data: bytes) -> str:
    header = data.split(b"\n", 1)[0]
    return max((",", "\t", ";"), key=lambda mark: header.count(mark.encode()))


def _all_text(data: bytes, delimiter: str) -> pa_csv.ConvertOptions:
    """Every column as text; those that repeat few words as codes and words."""
    header, *rows = csv.reader(io.StringIO(data[:SAMPLE_BYTES].decode("utf-8", "ignore")), delimiter=delimiter)
    _refuse_repeats("", [_plain_header(name) for name in header])
    columns = zip(*(row for row in rows if len(row) == len(header)), strict=True)
    distinct = dict(zip(header, (len(set(column)) for column in columns), strict=False))
    few = REPETITIVE_SHARE_MAX * len(rows)
    words = pa.dictionary(pa.int32(), pa.string())
    types = {name: words if distinct.get(name, len(rows)) < few else pa.string() for name in header}
    return pa_csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)


def _read_csv_slowly(name: str, text: str, delimiter: str) -> Table:
    return _from_rows(name, csv.reader(io.StringIO(text), delimiter=delimiter))


def _read_xlsx(path: Path) -> Table:
    workbook = python_calamine.load_workbook(path)
    if not workbook.sheet_names:
        raise UnreadableTable(f"{path.name}：没有工作表")
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return _from_rows(path.name, ([_cell_text(cell) for cell in row] for row in rows))


def _cell_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _number_text(number: float) -> str:
    if number == int(number):
        return str(int(number))
    # A cell that shows 3500.1 may hold 3500.1000000000004: 12 significant digits are what was typed.
    return f"{number:.12g}"


def _from_rows(name: str, rows: Iterator[list[str]]) -> Table:
    header = [_plain_header(cell) for cell in next(rows, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableTable(f"{name}：第一行应是列名")
    _refuse_repeats(name, header)
    kept: list[list[str]] = []
    numbers: list[int] = []
    faults: list[tuple[int, str]] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
            faults.append((number, f"有 {len(row)} 列，表头有 {len(header)} 列"))
            continue
        kept.append(row[: len(header)])
        numbers.append(number)
    cells = zip(*kept, strict=True) if kept else ([] for _ in header)
    columns = {label: _tidy(pa.array(column, pa.string())) for label, column in zip(header, cells, strict=True)}
    return Table(name, columns, np.array(numbers, dtype=np.int64), tuple(faults))


def _read_parquet(path: Path) -> Table:
    table = pq.read_table(path, read_dictionary=_repetitive(path))
    columns = {_plain_header(name): _tidy(_text_of(table.column(name), name, path)) for name in table.column_names}
    _refuse_repeats(path.name, [_plain_header(name) for name in table.column_names])
    return Table(path.name, columns, np.arange(2, table.num_rows + 2))


def _repetitive(path: Path) -> list[str]:
    """Text columns that repeat few words: cheaper read as codes and words."""
    file = pq.ParquetFile(path)
    if not file.metadata.num_row_groups:
        return []
    group = file.metadata.row_group(0)
    chunks = [group.column(at) for at in range(group.num_columns)]
    return [
        chunk.path_in_schema
        for chunk in chunks
        if chunk.physical_type == "BYTE_ARRAY" and chunk.total_uncompressed_size < REPETITIVE_BYTES_MAX * group.num_rows
    ]


def _text_of(column: pa.ChunkedArray, name: str, path: Path) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        if pa.types.is_string(kind.value_type):
            return column
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_floating(kind):
        return pa.chunked_array([[_number_text(v) if v is not None else None for v in column.to_pylist()]])
    if pa.types.is_nested(kind):
        raise UnreadableTable(f"{path.name}：列“{name}”不是单个的值")
    return column.cast(pa.string())


def _tidy(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Spaces around trimmed, empty cells null, one chunk."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    if pa.types.is_dictionary(column.type):
        words = _tidy(column.dictionary)
        indices = column.indices.cast(pa.int32())
        return pa.DictionaryArray.from_arrays(indices, words) if not words.null_count else words.take(indices)
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
    empty = pc.equal(trimmed, "")
    return pc.if_else(empty, None, trimmed) if pc.any(empty).as_py() else trimmed


def _plain_header(name: str) -> str:
    return name.strip().strip("\ufeff").strip('"').strip()


def _refuse_repeats(name: str, header: Sequence[str]) -> None:
    repeated = sorted({label for label in header if label and header.count(label) > 1})
    if repeated:
        raise UnreadableTable(f"{name}：列名重复：{'、'.join(repeated)}".lstrip("："))


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
