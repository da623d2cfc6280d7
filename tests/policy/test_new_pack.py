"""The recipe “Add a programme”: a new pack in YAML only, one programme of each subject, checked and decided."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.policy.new_pack import PACK
from tests.policy.written_cases import case_of, check_case, written_cases
from yinling.gateways.policy.checking import check
from yinling.gateways.policy.programmes import load_programme, programme_ids

PEOPLE = (
    "人员编号,出生日期,老年人能力等级,最低生活保障,死亡日期,备注\n"
    "P1,1936-03-01,中度失能,否,,\n"
    "P2,1936-03-02,3,否,2026-03-01,\n"
    "P3,1930-01-01,2,是,2026-02-28,去世\n"
    "P4,1930-02-30,2,是,,日期有误\n"
    "P5,,,,,都不知道\n"
)


def _run(folder: Path, programme: str, *flags: str, **tables: str) -> tuple[list[Any], list[Any], str, int]:
    """The command on tables given as text: decisions, rejects, what it said, exit status."""
    arguments = ["--pack", PACK, "--programme", programme, "--out", str(folder / "out.csv"), *flags]
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        arguments += [f"--{name}", str(folder / f"{name}.csv")]
    said, status = StringIO(), 0
    try:
        call_command("entitlements_decide", *arguments, stdout=said)
    except SystemExit as end:
        status = int(str(end.code))
    read = [list(csv.DictReader((folder / name).open(encoding="utf-8"))) for name in ("out.csv", "out.rejects.csv")]
    return read[0], read[1], said.getvalue(), status


def test_has_a_programme_for_each_subject_and_no_fault(new_pack: Path) -> None:
    assert check([PACK]) == []
    subjects = {load_programme(PACK, name).subject for name in programme_ids(PACK)}
    assert subjects == {"request", "person", "household", "provider", "staff"}


def test_decides_its_cases_as_written(new_pack: Path) -> None:
    written = list(written_cases(PACK))
    assert {each.document["programme"] for each in written} == set(programme_ids(PACK))
    for each in written:
        check_case(case_of(each))


def test_decides_people_on_a_day(new_pack: Path, tmp_path: Path) -> None:
    decisions, rejects, _, status = _run(tmp_path, "milk", "--on", "2026-03-01", people=PEOPLE)
    assert list(decisions[0]) == ["person_id", "programme", "outcome", "tier", "reasons"]
    assert [(row["person_id"], row["outcome"], row["tier"]) for row in decisions] == [
        ("P1", "granted", "ninety"),
        ("P2", "not_granted", ""),
        ("P3", "not_granted", ""),
        ("P5", "missing_facts", ""),
    ]
    alive = [json.loads(row["reasons"])[0]["value"] for row in decisions]
    assert alive == ["true", "true", "false", "true"]
    assert ([(row["row"], row["field"]) for row in rejects], status) == ([("5", "birth_date")], 2)


def test_leaves_what_nobody_has_set_unpayable_and_the_rest_paid(new_pack: Path, tmp_path: Path) -> None:
    decisions, _, _, _ = _run(
        tmp_path, "care_subsidy", "--on", "2026年2月28日", people=PEOPLE.replace("02-30", "02-03")
    )
    assert [(row["outcome"], row["district_yuan"]) for row in decisions] == [
        ("granted", "300.00"),
        ("unpayable", ""),
        ("granted", "300.00"),
        ("granted", "300.00"),
        ("missing_facts", ""),
    ]
    assert "“重度失能月补贴”尚未公布或录入" in decisions[1]["reasons"]
    set_, *_ = _run(
        tmp_path, "care_subsidy", "--on", "2026-02-28", "--set", "care_heavy_yuan=500.5", people=PEOPLE
    )  # fmt: skip
    assert set_[1]["district_yuan"] == "500.50"


def test_gives_nothing_before_the_document_is_in_force(new_pack: Path, tmp_path: Path) -> None:
    decisions, *_ = _run(tmp_path, "care_subsidy", "--on", "2025-12-31", people=PEOPLE)
    assert {row["outcome"] for row in decisions} == {"not_granted"}
    first = json.loads(decisions[0]["reasons"])[0]
    assert (first["words"], first["value"]) == ("在文件施行期内（自2026-01-01起）", "false")


def test_decides_homes_providers_and_staff(new_pack: Path, tmp_path: Path) -> None:
    homes, _, _, _ = _run(tmp_path, "hardship_home", "--on", "2026-03-01", people=PEOPLE)
    assert [row["outcome"] for row in homes] == ["not_granted", "not_granted", "granted", "granted", "missing_facts"]
    text = "机构编号,机构所在区划,所有制性质,床位数\nN1,310118101,non_profit,30\nN2,310118,for_profit,9\nN3,310105,,5\n"
    providers, *_ = _run(tmp_path, "bed_subsidy", "--on", "2027-01-01", providers=text)
    assert [(row["provider_id"], row["outcome"], row["district_yuan"]) for row in providers] == [
        ("N1", "granted", "360000.00"),
        ("N2", "not_granted", "0.00"),
        ("N3", "not_granted", "0.00"),
    ]
    staff, *_ = _run(
        tmp_path, "entry_award", "--on", "2026-03-01", staff="staff_id,skill_level\nS1,三级\nS2,初级工\nS3,\n"
    )
    assert [(row["staff_id"], row["outcome"], row["district_yuan"]) for row in staff] == [
        ("S1", "granted", "1000.00"),
        ("S2", "not_granted", "0.00"),
        ("S3", "missing_facts", ""),
    ]


def test_decides_requests_of_another_shape(new_pack: Path, tmp_path: Path) -> None:
    people, requests = "person_id,low_income\nP1,是\nP2,否\n", "申请编号,人员编号,申请日期,账单金额\n"
    rows = "R1,P1,2026-03-02,80.01\nR2,P2,2026-03-02,80\nR3,P9,2026-03-02,80\n"
    decisions, rejects, _, status = _run(tmp_path, "visit_bill", people=people, requests=requests + rows)
    assert [(row["request_id"], row["person_id"], row["district_yuan"]) for row in decisions] == [
        ("R1", "P1", "40.01"),
        ("R2", "P2", "0.00"),
    ]
    assert (rejects[0]["field"], status) == ("person_id", 2)


def test_explains_a_gift_in_words_that_fit(new_pack: Path, tmp_path: Path) -> None:
    said = _run(tmp_path, "milk", "--on", "2026-03-01", "--explain", "P1", people=PEOPLE)[2]
    for words in (
        "可以享受：1",
        "人员 P1",
        "结果：可以享受",
        "给什么：赠饮牛奶",
        "[是] 年满90周岁（NT-1）",
        "计算日：2026-03-01",
    ):
        assert words in said
    assert "金额" not in said
    assert "采用的读法" not in said


@pytest.mark.parametrize(
    ("programme", "flags", "words"),
    [
        ("milk", [], "人员表（--people）"),
        ("bed_subsidy", ["--on", "2026-01-01"], "机构表（--providers）"),
        ("visit_bill", [], "人员表（--people）、申请表（--requests）"),
        ("milk", ["--on", "2026-02-30", "--people", "x.csv"], "2026-02-30"),
        ("milk", ["--people", "x.csv"], "请用 --on 指明"),
    ],
)
def test_says_which_table_or_day_is_needed(
    new_pack: Path, tmp_path: Path, programme: str, flags: list[str], words: str
) -> None:
    with pytest.raises(CommandError) as raised:
        _run(tmp_path, programme, *flags)
    assert words in str(raised.value)
