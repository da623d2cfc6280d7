"""The batch command on files as people really send them."""

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

PACK, PROGRAMME = "qingpu-2021", "home_adaptation_subsidy"
PENSION = "average_enterprise_pension_yuan=4500"
PEOPLE = {
    "person_id": "P1",
    "household_id": "H1",
    "birth_date": "1940-03-01",
    "registered_area": "310118101",
    "minimum_living": "否",
    "low_income": "是",
    "monthly_income_yuan": "3000",
    "care_level": "0",
    "childless": "否",
    "living_alone": "否",
    "all_elderly_household": "否",
}
REQUEST = {"request_id": "R1", "person_id": "P1", "applied_on": "2021-06-01", "cost_yuan": "4000"}
LABELS = {
    "person_id": "人员编号", "household_id": "户编号", "birth_date": "出生日期", "registered_area": "户籍区划",
    "minimum_living": "最低生活保障", "low_income": "低收入", "monthly_income_yuan": "月收入", "care_level": "照护等级",
    "childless": "无子女", "living_alone": "独居", "all_elderly_household": "纯老家庭", "request_id": "申请编号",
    "applied_on": "申请日期", "cost_yuan": "费用",
}  # fmt: skip


def write_csv(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decide(
    folder: Path, people: Any, requests: Any, *flags: str
) -> tuple[list[dict[str, str]], list[dict[str, str]], int]:
    """Run the command on rows or files: decisions, rejects, exit status."""
    if isinstance(people, list):
        people = write_csv(folder / "people.csv", people)
    if isinstance(requests, list):
        requests = write_csv(folder / "requests.csv", requests)
    out, status = folder / "decisions.csv", 0
    arguments = ["--pack", PACK, "--programme", PROGRAMME, "--people", str(people), "--requests", str(requests)]
    try:
        call_command("entitlements_decide", *arguments, "--out", str(out), *flags, stdout=StringIO())
    except SystemExit as end:
        status = int(str(end.code))
    return read_csv(out), read_csv(folder / "decisions.rejects.csv"), status


def in_chinese(row: dict[str, str]) -> dict[str, str]:
    """The row under Chinese labels, columns the other way round."""
    return {LABELS[name]: value for name, value in reversed(row.items())}


def test_writes_the_columns_promised(tmp_path: Path) -> None:
    decisions, rejects, status = decide(tmp_path, [PEOPLE], [REQUEST])
    reasons = json.loads(decisions[0].pop("reasons"))
    assert decisions == [
        {
            "request_id": "R1",
            "person_id": "P1",
            "programme": PROGRAMME,
            "outcome": "granted",
            "tier": "low_income",
            "municipal_yuan": "3200.00",
            "district_yuan": "800.00",
            "resident_yuan": "0.00",
        }
    ]
    assert (rejects, status) == ([], 0)
    assert all(set(reason) == {"condition", "words", "clause", "value"} for reason in reasons)
    truths = {reason["condition"]: reason["value"] for reason in reasons}
    assert (truths["low_income"], truths["minimum_living"], truths["below_average_pension"]) == (
        "true",
        "false",
        "unknown",
    )


def test_reads_shuffled_chinese_columns_in_gb18030(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "人员.csv", [{**in_chinese(PEOPLE), "备注": "多余"}], "gb18030")
    requests = write_csv(tmp_path / "申请.csv", [in_chinese({**REQUEST, "applied_on": "2021年6月1日"})], "utf-8-sig")
    decisions, _, status = decide(tmp_path, people, requests)
    assert (decisions[0]["municipal_yuan"], status) == ("3200.00", 0)


def test_reads_excel_and_parquet(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "people.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(PEOPLE))
    sheet.write_row(1, 0, ["P1", "H1", "1940/3/1", 310118, False, True, 3000.5, 2, 0, 0, 0])
    book.close()
    pq.write_table(pa.table({name: [value] for name, value in REQUEST.items()}), tmp_path / "requests.parquet")
    decisions, rejects, _ = decide(tmp_path, tmp_path / "people.xlsx", tmp_path / "requests.parquet")
    assert (decisions[0]["tier"], rejects) == ("low_income", [])


def test_sets_faulty_rows_aside_and_decides_the_others(tmp_path: Path) -> None:
    people = [
        PEOPLE,
        {**PEOPLE, "person_id": "P2", "birth_date": "1941-02-30"},
        {**PEOPLE, "person_id": "P3"},
        {**PEOPLE, "person_id": "P3"},
        {**PEOPLE, "person_id": "P4", "household_id": "H4", "low_income": "也许"},
    ]
    requests = [
        {**REQUEST, "request_id": name, **change}
        for name, change in {
            "ok": {},
            "nobody": {"person_id": "P9"},
            "bad birth": {"person_id": "P2"},
            "twice a person": {"person_id": "P3"},
            "bad flag": {"person_id": "P4"},
            "negative": {"cost_yuan": "-1"},
            "words": {"cost_yuan": "三千"},
            "three decimals": {"cost_yuan": "1.234"},
            "no day": {"applied_on": "2021-02-29"},
        }.items()
    ]
    decisions, rejects, status = decide(
        tmp_path, people, [*requests, {**REQUEST, "request_id": "same"}] + [{**REQUEST, "request_id": "same"}]
    )
    assert [row["request_id"] for row in decisions] == ["ok"]
    assert status == 2
    assert [(row["file"], row["row"], row["field"]) for row in rejects] == [
        ("people.csv", "3", "birth_date"),
        ("people.csv", "4", "person_id"),
        ("people.csv", "5", "person_id"),
        ("people.csv", "6", "low_income"),
        ("requests.csv", "3", "person_id"),
        ("requests.csv", "4", "person_id"),
        ("requests.csv", "5", "person_id"),
        ("requests.csv", "6", "person_id"),
        ("requests.csv", "7", "cost_yuan"),
        ("requests.csv", "8", "cost_yuan"),
        ("requests.csv", "9", "cost_yuan"),
        ("requests.csv", "10", "applied_on"),
        ("requests.csv", "11", "request_id"),
        ("requests.csv", "12", "request_id"),
    ]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in row["reason"]) for row in rejects)


def test_leaves_money_empty_while_undecided(tmp_path: Path) -> None:
    people = [{**PEOPLE, "low_income": ""}, {**PEOPLE, "person_id": "P2", "low_income": "0", "household_id": "H2"}]
    decisions, rejects, status = decide(tmp_path, people, [REQUEST, {**REQUEST, "request_id": "R2", "person_id": "P2"}])
    money = [[row[f"{payer}_yuan"] for payer in ("municipal", "district", "resident")] for row in decisions]
    assert [row["outcome"] for row in decisions] == ["missing_facts", "unpayable"]
    assert money == [["", "", ""]] * 2
    assert "missing_fact:low_income" in decisions[0]["reasons"]
    assert "missing_parameter:average_enterprise_pension_yuan" in decisions[1]["reasons"]
    assert (rejects, status) == ([], 0)


def test_gives_nothing_and_the_whole_cost_when_not_granted(tmp_path: Path) -> None:
    decisions, _, _ = decide(
        tmp_path, [{**PEOPLE, "low_income": "no", "monthly_income_yuan": "4500"}], [REQUEST], "--set", PENSION
    )
    row = decisions[0]
    assert row["outcome"] == "not_granted"
    assert [row["tier"], row["municipal_yuan"], row["district_yuan"], row["resident_yuan"]] == [
        "",
        "0.00",
        "0.00",
        "4000.00",
    ]


def test_shares_one_cap_by_date_then_number_as_text(tmp_path: Path) -> None:
    requests = [
        {**REQUEST, "request_id": "R9", "applied_on": "2021-07-01", "cost_yuan": "2000"},
        {**REQUEST, "request_id": "R10", "applied_on": "2021-07-01", "cost_yuan": "2000"},
        {**REQUEST, "request_id": "R99", "applied_on": "2021-06-01", "cost_yuan": "2000"},
    ]
    decisions, _, _ = decide(tmp_path, [PEOPLE], requests)
    assert {row["request_id"]: row["municipal_yuan"] for row in decisions} == {
        "R9": "300.00",
        "R10": "1600.00",
        "R99": "1600.00",
    }
    assert [row["request_id"] for row in decisions] == ["R9", "R10", "R99"]


def test_chooses_readings_by_option(tmp_path: Path) -> None:
    decisions, _, _ = decide(tmp_path, [PEOPLE], [REQUEST], "--option", "district_match=halved")
    assert decisions[0]["resident_yuan"] == "800.00"


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (["--option", "district_match=double"], "district_match=halved"),
        (["--option", "colour=red"], "district_match=capped_to_cost"),
        (["--set", "pension=1"], "average_enterprise_pension_yuan"),
        (["--set", "average_enterprise_pension_yuan=much"], "金额"),
        (["--pack", "nowhere"], PACK),
        (["--programme", "nothing"], PROGRAMME),
        (["--people", "nowhere.csv"], "找不到"),
        (["--out", "nowhere/decisions.csv"], "没有文件夹"),
    ],
)
def test_says_what_is_possible_when_the_job_cannot_run(tmp_path: Path, flags: list[str], word: str) -> None:
    with pytest.raises(CommandError, match=word) as raised:
        decide(tmp_path, [PEOPLE], [REQUEST], *flags)
    assert raised.value.returncode == 1


def test_refuses_a_table_without_a_needed_column(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="费用"):
        decide(tmp_path, [PEOPLE], [{name: value for name, value in REQUEST.items() if name != "cost_yuan"}])


def test_takes_absent_columns_as_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needed = {
        name: PEOPLE[name] for name in ("person_id", "household_id", "birth_date", "registered_area", "minimum_living")
    }
    people = [{**needed, "minimum_living": "是"}, {**needed, "person_id": "P2", "household_id": "H2"}]
    decisions, _, _ = decide(tmp_path, people, [REQUEST, {**REQUEST, "request_id": "R2", "person_id": "P2"}])
    assert [row["outcome"] for row in decisions] == ["granted", "missing_facts"]
    assert "低收入" in capsys.readouterr().err


def test_explains_one_request(tmp_path: Path) -> None:
    out = StringIO()
    people, requests = write_csv(tmp_path / "p.csv", [PEOPLE]), write_csv(tmp_path / "r.csv", [REQUEST])
    arguments = ["--pack", PACK, "--programme", PROGRAMME, "--people", str(people), "--requests", str(requests)]
    call_command("entitlements_decide", *arguments, "--out", str(tmp_path / "d.csv"), "--explain", "R1", stdout=out)
    text = out.getvalue()
    for words in ("给予补贴", "低收入家庭的老年人，补贴80%", "3,200.00 元", "[不知道] 本人月收入低于", "QP-3c"):
        assert words in text


def test_decides_nothing_of_empty_tables(tmp_path: Path) -> None:
    people, requests = tmp_path / "p.csv", tmp_path / "r.csv"
    people.write_text(",".join(PEOPLE) + "\n", encoding="utf-8")
    requests.write_text(",".join(REQUEST) + "\n", encoding="utf-8")
    assert decide(tmp_path, people, requests) == ([], [], 0)


def test_needs_no_database_and_ends_with_two_when_rows_were_rejected(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "p.csv", [PEOPLE])
    requests = write_csv(tmp_path / "r.csv", [REQUEST, {**REQUEST, "request_id": "R2", "cost_yuan": "x"}])
    command = [sys.executable, "-m", "yinling.project.console", "entitlements_decide", "--pack", PACK]
    command += ["--programme", PROGRAMME, "--people", str(people), "--requests", str(requests)]
    environment = {**os.environ, "YINLING_DATABASE": "sqlite:////nowhere/at/all.sqlite3"}
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "d.csv")], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2, done.stderr.decode()
    assert len(read_csv(tmp_path / "d.csv")) == 1
