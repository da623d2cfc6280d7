"""`yinling assessment_score`: a file of answers in, grades and rejects out."""

import csv
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError

from yinling.engines.scales.scoring import score
from yinling.gateways.policy.scales import load_scale

SCALE = "gbt42195-2022"
ITEMS = load_scale(SCALE).items
OTHERS = ["coma", "dementia_or_mental", "incidents_30d"]
HEADER = ["person_id", *(item.id for item in ITEMS), *OTHERS]
BEST = [str(item.scores[-1]) for item in ITEMS]


def row(person, *, lost=0, told=("否", "否", "0"), **changes):
    """A row that misses the best total by `lost`; `changes` by item id with `_` for dots."""
    cells = dict(zip(HEADER, [person, *BEST, *told], strict=True))
    for item in ITEMS:
        taken = min(lost, int(cells[item.id]))
        cells[item.id], lost = str(int(cells[item.id]) - taken), lost - taken
    return [{**cells, **{name.replace("_", ".") if name[0] == "B" else name: v for name, v in changes.items()}}[h]
            for h in HEADER]  # fmt: skip


@pytest.fixture
def graded(tmp_path):
    """Runs the command over rows; grades by person, rejects, exit code."""

    def run(rows, *, header=HEADER, name="answers.csv", encoding="utf-8", write=None, **options):
        file, out = tmp_path / name, tmp_path / "grades.csv"
        if write:
            write(file, header, rows)
        else:
            with file.open("w", encoding=encoding, newline="") as stream:
                csv.writer(stream).writerows([header, *rows])
        code = 0
        try:
            call_command("assessment_score", scale=options.pop("scale", SCALE), answers=file, out=out, **options)
        except SystemExit as end:
            code = end.code
        return read(out), read(tmp_path / "grades.rejects.csv"), code

    return run


def read(path):
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_write_the_columns_in_their_order(graded):
    (line,), rejects, code = graded([row("P1", lost=30, told=("否", "是", "2"))])
    assert line == {
        "person_id": "P1", "total": "60", "initial_grade": "2", "final_grade": "3",
        "adjustments": "dementia_or_mental;incidents_30d",
    }  # fmt: skip
    assert list(line) == ["person_id", "total", "initial_grade", "final_grade", "adjustments"]
    assert (rejects, code) == ([], 0)


def test_stack_where_the_option_says_so(graded):
    rows = [row("P1", lost=30, told=("否", "是", "2"))]
    assert graded(rows, option=["stacking=stacked"])[0][0]["final_grade"] == "4"


@pytest.mark.parametrize(
    ("coma", "grade"), [("是", "4"), ("TRUE", "4"), ("1", "4"), ("yes", "4"), ("否", "0"), ("no", "0"), ("0", "0")]
)
def test_read_yes_and_no_in_many_words(graded, coma, grade):
    assert graded([row("P1", told=(coma, "false", "0"))])[0][0]["final_grade"] == grade


@pytest.mark.parametrize("text", ["4", "4.0", " 4 ", "４", "4分"])
def test_read_scores_as_people_write_them(graded, text):
    assert graded([row("P1", B_1_1=text)])[0][0]["total"] == "90"


@pytest.mark.parametrize(("count", "grade"), [("无", "0"), ("1次", "0"), ("3次及以上", "1"), ("2", "1")])
def test_read_counts_as_people_write_them(graded, count, grade):
    assert graded([row("P1", told=("否", "否", count))])[0][0]["final_grade"] == grade


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"B_1_1": "5"}, "B.1.1", "只能是 0、1、2、3、4 分，填的是“5”"),
        ({"B_2_4": "4"}, "B.2.4", "只能是 0、1、2、3 分"),
        ({"B_3_7": "2"}, "B.3.7", "只能是 0、1 分"),
        ({"B_4_5": ""}, "B.4.5", "没有填写"),
        ({"B_1_1": "3.5"}, "B.1.1", "3.5"),
        ({"B_1_1": "-1"}, "B.1.1", "-1"),
        ({"B_1_1": "独立"}, "B.1.1", "独立"),
        ({"coma": "也许"}, "coma", "“是”或“否”"),
        ({"coma": ""}, "coma", "没有填写"),
        ({"incidents_30d": "-2"}, "incidents_30d", "整数"),
        ({"person_id": ""}, "person_id", "没有填写人员编号"),
    ],
)
def test_reject_a_row_with_field_and_reason(graded, changes, field, words):
    lines, (reject,), code = graded([row("P1"), row("P2", **changes), row("P3")])
    assert [line["person_id"] for line in lines] == ["P1", "P3"]
    assert (reject["file"], reject["row"], reject["field"], code) == ("answers.csv", "3", field, 2)
    assert words in reject["reason"]


def test_reject_every_row_of_a_repeated_person(graded):
    lines, rejects, code = graded([row("P1"), row("P2"), row("P1")])
    assert [line["person_id"] for line in lines] == ["P2"]
    assert [(each["row"], each["field"]) for each in rejects] == [("2", "person_id"), ("4", "person_id")]
    assert "“P1”（第 2、4 行）" in rejects[0]["reason"]
    assert code == 2


def test_take_columns_in_any_order_by_chinese_names_and_ignore_others(graded, capsys):
    names = {item.id: item.name for item in ITEMS} | {"person_id": "人员编号", "coma": "昏迷"}
    header = [names.get(name, name) for name in reversed(HEADER)] + ["备注"]
    lines, _, code = graded([[*reversed(row("P1", lost=1)), "无"]], header=header)
    assert (lines[0]["total"], code) == ("89", 0)
    assert "没有用到的列：备注" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_read_other_encodings(graded, encoding):
    header = [item.name for item in ITEMS]
    lines, _, _ = graded([row("张1")], header=["编号", *header, *OTHERS], encoding=encoding)
    assert lines[0]["person_id"] == "张1"


def _xlsx(file, header, rows):
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    for number, cells in enumerate([header, *rows]):
        sheet.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in cells])
    book.close()


def _parquet(file, header, rows):
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    typed = {name: [int(cell) if cell.isdigit() else cell for cell in cells] for name, cells in columns.items()}
    pq.write_table(pa.table(typed), file)


@pytest.mark.parametrize(("name", "write"), [("answers.xlsx", _xlsx), ("answers.parquet", _parquet)])
def test_read_other_kinds_of_file(graded, name, write):
    lines, rejects, code = graded([row("P1", lost=45), row("P2", lost=61)], name=name, write=write)
    assert [(line["total"], line["final_grade"]) for line in lines] == [("45", "3"), ("29", "4")]
    assert (rejects, code) == ([], 0)


def test_count_kinds_where_they_are_told(graded):
    kinds = ["incidents_fall", "incidents_lost", "incidents_choking", "incidents_self_harm", "incidents_other"]
    rows = [[*row("P1")[:-1], "1", "1", "0", "0", "0"], [*row("P2")[:-1], "2", "0", "0", "0", "0"]]
    header = [*HEADER[:-1], *kinds]
    assert [line["final_grade"] for line in graded(rows, header=header)[0]] == ["1", "1"]
    lines, _, _ = graded(rows, header=header, option=["counting=per_kind"])
    assert [line["final_grade"] for line in lines] == ["0", "1"]


def test_agree_with_single_sheets(graded):
    chance, scale = random.Random(7), load_scale(SCALE)
    sheets = {f"P{n}": {item.id: chance.choice(item.scores) for item in ITEMS} for n in range(200)}
    told = {
        person: {"coma": chance.random() < 0.1, "dementia_or_mental": chance.random() < 0.3,
                 "incidents_30d": chance.randrange(4)}
        for person in sheets
    }  # fmt: skip
    rows = [[person, *sheet.values(), *told[person].values()] for person, sheet in sheets.items()]
    for line in graded(rows)[0]:
        one = score(scale, sheets[line["person_id"]], told[line["person_id"]])
        assert (line["total"], line["initial_grade"], line["final_grade"], line["adjustments"]) == (
            str(one.total), str(one.initial_grade), str(one.final_grade), ";".join(one.adjustments),
        )  # fmt: skip


def test_warn_of_a_scale_that_is_not_verified(graded, capsys):
    items = load_scale("ltci-2021").items
    rows = [["P1", *(item.scores[0] for item in items)], ["P2", *(7 for _ in items)]]
    lines, rejects, code = graded(rows, header=["person_id", *(item.name for item in items)], scale="ltci-2021")
    assert (lines[0]["final_grade"], len(rejects), code) == ("5", 17, 2)
    assert "待核对" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scale": "nothing-1"}, "没有量表“nothing-1”；现有：gbt42195-2022"),
        ({"scale": "shanghai-2.0"}, "平台不计算"),
        ({"option": ["stacking=often"]}, "stacking=single"),
        ({"option": ["stacking"]}, "名称=值"),
        ({"header": ["person_id", *HEADER[2:], "x"]}, "缺少这些列：B.1.1（进食）"),
    ],
)
def test_stop_where_nothing_can_be_graded(graded, options, words):
    with pytest.raises(CommandError, match=words) as stopped:
        graded([row("P1")], **options)
    assert stopped.value.returncode == 1


def test_write_only_rejects_when_no_row_is_right(graded):
    lines, rejects, code = graded([row("P1", B_1_1="9")])
    assert (lines, len(rejects), code) == ([], 1, 2)
