"""Tables from odd files, and files that no spreadsheet will run as formulas."""

import csv
import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from yinling.gateways.spreadsheets import UnreadableTable, read_table, write_table

TEXT = "编号,姓名\n001,张三\n002,  李四 \n003,\n"


def _columns(path: Path) -> dict[str, list[str | None]]:
    return {name: column.to_pylist() for name, column in read_table(path).columns.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_read_every_encoding_alike(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TEXT, encoding=encoding)
    assert _columns(path) == {"编号": ["001", "002", "003"], "姓名": ["张三", "李四", None]}


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_read_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TEXT.replace(",", delimiter), encoding="utf-8")
    assert _columns(path)["编号"] == ["001", "002", "003"]


def test_number_rows_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('编号,姓名\n001,"张\n三"\n\n002,李四,多余\n003\n004,王五,\n', encoding="utf-8")
    table = read_table(path)
    assert table.rows.tolist() == [2, 6]
    assert [row for row, _ in table.faults] == [4, 5]
    assert table.columns["姓名"].to_pylist() == ["张\n三", "王五"]


def test_read_real_dates_and_numbers_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["编号", "出生日期", "费用", "低收入"])
    sheet.write_number(2, 0, 1001)
    sheet.write_datetime(2, 1, datetime.datetime(1940, 2, 29), workbook.add_format({"num_format": "yyyy/m/d"}))  # noqa: DTZ001
    sheet.write_number(2, 2, 3500.1)
    sheet.write_boolean(2, 3, True)
    workbook.close()
    table = read_table(path)
    assert table.rows.tolist() == [3]
    assert {name: column.to_pylist()[0] for name, column in table.columns.items()} == {
        "编号": "1001",
        "出生日期": "1940-02-29",
        "费用": "3500.1",
        "低收入": "true",
    }


def test_read_typed_parquet(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    columns = {"a": [datetime.date(1940, 2, 29), None], "b": [1.5, 2.0], "c": [True, False], "d": ["x", ""]}
    pq.write_table(pa.table(columns), path)
    assert _columns(path) == {
        "a": ["1940-02-29", None],
        "b": ["1.5", "2"],
        "c": ["true", "false"],
        "d": ["x", None],
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("empty.csv", b""),
        ("noise.csv", b"\xff\xff\x80\x01"),
        ("noise.xlsx", b"PK no workbook"),
        ("noise.parquet", b"no table"),
        ("table.doc", b"x"),
        ("twice.csv", "编号,编号\n1,2\n".encode()),
    ],
)
def test_say_in_chinese_why_a_file_cannot_be_read(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableTable, match=r"[\u4e00-\u9fff]"):
        read_table(path)


def test_make_formulas_harmless(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    cells = ["=1+1", "+SUM(A1)", "@x", "-2+3", "-3500.00", "12", 'say "hi", all']
    write_table(path, {"a": pa.array(cells), "b": pa.array(cells)})
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    safe = ["'=1+1", "'+SUM(A1)", "'@x", "'-2+3", "-3500.00", "12", 'say "hi", all']
    assert rows == [[cell, cell] for cell in safe]


@given(st.lists(st.tuples(*[st.text("ab,\"'\n 中=-1", max_size=5)] * 2), max_size=20))
def test_write_what_can_be_read_again(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("out") / "out.csv"
    columns = [[row[side] for row in rows] for side in (0, 1)]
    write_table(path, {"a": pa.array(columns[0], pa.string()), "b": pa.array(columns[1], pa.string())})
    with path.open(encoding="utf-8", newline="") as file:
        read = [tuple(cell.removeprefix("'") for cell in row) for row in csv.reader(file)][1:]
    assert read == [tuple(cell.removeprefix("'") for cell in row) for row in rows]


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_write_other_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    words = pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int32()), pa.array(["甲", "=乙"]))
    write_table(path, {"a": pa.array(["1", "2", "3"]), "b": words})
    assert _columns(path) == {"a": ["1", "2", "3"], "b": ["=乙", "甲", None]}


def test_leave_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(Exception, match=".*"):
        write_table(path, {"a": pa.array([[1]])})
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text(encoding="utf-8") == "old"
