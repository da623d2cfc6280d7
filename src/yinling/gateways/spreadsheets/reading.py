"""Tables from .csv (UTF-8, UTF-16, GB 18030), .xlsx and .parquet: every cell as text."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import python_calamine

from yinling.gateways.spreadsheets.table import Table, UnreadableTable

SAMPLE_BYTES = 1 << 17
REPETITIVE_BYTES_MAX = 3  # a value of a text column takes no more than this on average: few words, often repeated
REPETITIVE_SHARE_MAX = 0.05


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
        data = data.decode("utf-16").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not _is_utf8(data):
        try:
            return data.decode("gb18030").encode()
        except UnicodeDecodeError as fault:
            raise UnreadableTable(f"{path.name}：既不是 UTF-8 也不是 GB 18030 编码") from fault
    if not data.strip():
        raise UnreadableTable(f"{path.name}：文件是空的")
    return data


def _is_utf8(data: bytes) -> bool:
    whole = [None, pa.py_buffer(np.array([0, len(data)], dtype=np.int64)), pa.py_buffer(data)]
    try:
        pa.Array.from_buffers(pa.large_string(), 1, whole).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


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
