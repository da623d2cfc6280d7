"""Rows of rosters, read."""

from datetime import date

import pytest

from yinling.engines.linkage.cells import Unreadable, cell_text, read_value
from yinling.engines.linkage.columns import columns_fault, guess_columns
from yinling.engines.linkage.fields import Field
from yinling.engines.linkage.repeats import Repeats
from yinling.engines.linkage.rows import RosterRow, read_row

TODAY = date(2026, 3, 2)
FIELDS = {
    field.name: field
    for field in [
        Field("name", "姓名", "name", ("姓名", "老人姓名")),
        Field("id_number", "身份证号", "identity", ("身份证号",)),
        Field("birth_date", "出生日期", "date", ("出生日期",)),
        Field("sex", "性别", "sex", ("性别",)),
        Field("residence_area", "居住区划", "area", ("居住区划",)),
        Field("town", "街镇", "text", ("街镇",)),
        Field("village", "村居", "text", ("村居",)),
        Field("reported_on", "报送日期", "date", ("报送日期",)),
        Field("low_income", "低收入", "boolean", ("低收入",)),
        Field("monthly_income_yuan", "月收入", "money", ("月收入",)),
        Field("care_level", "照护等级", "integer", ("照护等级",), words={"正常": 0, "二级": 2}, minimum=0, maximum=6),
        Field("phone", "电话", "phone", ("电话",)),
        Field("bank_account", "银行卡号", "account", ("银行卡号",)),
    ]
}


def find_area(text: str, within: str) -> str | None:
    return {"夏阳街道": "310118001", "夏阳街道 东盛社区": "310118001001"}.get(text)


def read(**cells: object) -> RosterRow:
    return read_row(2, cells, fields=FIELDS, find_area=find_area, on=TODAY)


def reasons(row: RosterRow) -> list[str]:
    return [fault.field for fault in row.faults if fault.is_error]


def test_draw_birth_and_sex_from_the_number() -> None:
    row = read(name="张 三", id_number="99999919400229001 0")
    assert row.faults == []
    assert row.values == {"name": "张三", "birth_date": "1940-02-29", "sex": "male"}


def test_refuse_a_birth_date_that_contradicts_the_number() -> None:
    assert reasons(read(name="甲", id_number="999999194002290010", birth_date="1941-01-01")) == ["出生日期"]


def test_only_remark_a_sex_that_contradicts_the_number() -> None:
    row = read(name="甲", id_number="999999194002290010", sex="女")
    assert row.is_taken
    assert [fault.field for fault in row.faults] == ["性别"]


def test_join_town_and_village_columns() -> None:
    row = read(name="甲", birth_date="1940-01-01", town="夏阳街道", village="东盛社区")
    assert row.area == "310118001001"


def test_refuse_a_row_that_names_nobody() -> None:
    assert reasons(read(low_income="是", id_number="999999194002290010")) == ["姓名"]
    assert reasons(read(name="甲", low_income="是")) == ["身份证号"]


def test_leave_empty_cells_unknown() -> None:
    row = read(name="甲", id_number="999999194002290010", low_income="", care_level=None, phone="不详")
    assert not {"low_income", "care_level", "phone"} & row.values.keys()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("low_income", "√", True), ("low_income", "否", False), ("low_income", "TRUE", True),
        ("monthly_income_yuan", "3,500.5", 350050), ("care_level", "二级", 2), ("care_level", "6.0", 6),
        ("birth_date", "1940/2/29", "1940-02-29"), ("birth_date", "19400229", "1940-02-29"),
        ("birth_date", "1940年2月9日", "1940-02-09"), ("phone", "+86 138-0000-0000", "13800000000"),
        ("phone", "021-59201234", "02159201234"), ("bank_account", "6222 0000 1111 2222", "6222000011112222"),
    ],
)  # fmt: skip
def test_read_cells_by_kind(name: str, text: str, value: object) -> None:
    assert read_value(cell_text(text), FIELDS[name], find_area=find_area) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("low_income", "也许"), ("monthly_income_yuan", "-1"), ("monthly_income_yuan", "三千"), ("care_level", "7"),
        ("care_level", "很高"), ("birth_date", "1950-02-30"), ("birth_date", "40-1-1"), ("phone", "12345"),
        ("bank_account", "6.2E+18"), ("residence_area", "哪里"), ("sex", "3"), ("name", "长" * 61),
    ],
)  # fmt: skip
def test_say_why_a_cell_cannot_be_read(name: str, text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_value(text, FIELDS[name], find_area=find_area)
    assert str(refusal.value)


def test_refuse_days_to_come() -> None:
    assert reasons(read(name="甲", birth_date="2027-01-01", residence_area="夏阳街道")) == ["出生日期"]
    assert reasons(read(name="甲", id_number="999999194002290010", reported_on="2026-03-03")) == ["报送日期"]


def test_guess_columns_by_heading_whatever_stands_in_brackets() -> None:
    headers = ["老人姓名", "身份证号（18位）", "月收入(元)", "备注", "姓名"]
    assert guess_columns(headers, FIELDS) == {
        "老人姓名": "name", "身份证号（18位）": "id_number", "月收入(元)": "monthly_income_yuan",
    }  # fmt: skip


def test_name_the_column_that_is_missing() -> None:
    assert "姓名" in columns_fault({"a": "id_number"}, FIELDS)
    assert "身份证号" in columns_fault({"a": "name", "b": "birth_date"}, FIELDS)
    assert columns_fault({"a": "name", "b": "birth_date", "c": "town"}, FIELDS) == ""
    assert "两列" in columns_fault({"a": "name", "b": "name", "c": "id_number"}, FIELDS)


def test_leave_out_copies_and_refuse_contradictions() -> None:
    repeats = Repeats()
    first, copy = read(name="甲", id_number="999999194002290010"), read(name="甲", id_number="999999194002290010")
    other = read(name="乙", id_number="999999194002290010")
    copy.number, other.number = 3, 4
    assert not repeats.is_plain_copy(first)
    assert repeats.is_plain_copy(copy)
    assert not repeats.is_plain_copy(other)
    assert not other.is_taken
    assert "第 2 行" in other.faults[-1].reason
