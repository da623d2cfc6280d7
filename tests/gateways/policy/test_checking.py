"""Faults planted in copies of the packs are found, at their line, in plain words."""

import random

import pytest

from yinling.gateways.policy.checking import check
from yinling.gateways.policy.findings import errors
from yinling.gateways.policy.reading import UnknownPack

PACK = "qingpu-2021"


def test_pass_the_shipped_packs():
    assert errors(check()) == []


def test_warn_of_the_town_outside_its_range():
    told = [finding for finding in check([PACK]) if finding.file.name == "decomposition.csv"]
    assert [(finding.line, finding.level) for finding in told] == [(12, "warning")]
    assert "香花桥" in told[0].message
    assert "是30，正文写“其他街镇安排10-20户”" in told[0].message
    assert "X-01" in told[0].message


def test_warn_that_the_plan_is_in_force_before_it_was_issued():
    told = [finding for finding in check([PACK]) if finding.file.name == "pack.yaml"]
    assert [(finding.line, finding.level) for finding in told] == [(8, "warning")]
    assert "施行日2021-05-01早于印发日2021-05-31" in told[0].message


def test_name_the_existing_packs_when_one_is_unknown():
    with pytest.raises(UnknownPack, match="没有名为“atlantis-1”的政策包；现有：national、.*qingpu-2021"):
        check(["atlantis-1"])


# Texts changed in a file, and words of the fault that must be told on the very line of the change.
PLANTED = {
    "decomposition.csv": [
        ("310118,合计,330", "310118,合计,331", "“村居数”各行相加是330，合计写的是331"),
        ("310118,合计", "310119,合计", "区划表中没有代码“310119”"),
        ("310118106,徐泾", "310118106,赵巷", "“赵巷”与区划代码 310118106（徐泾镇）不符"),
        ("310118105,赵巷,25,", "310118105,赵巷,二十五,", "应是整数或空白，现在是“二十五”"),
        ("310118105,赵巷,25,", "310118105,赵巷,25,9,", "应有 11 列，实有 12 列"),
        ("徐泾,27,1,,1,6,2,1,4,10", "徐泾,27,1,,1,6,2,1,4,25", "徐泾的“适老化改造（统筹安排）”是25"),
        ("徐泾,27,1,,1,6,2", "徐泾,27,1,,1,6,3", "徐泾的“社区日间服务中心 分解数”是3，年度计划合计2"),
    ],
    "plan.yaml": [
        ("count: 6\n", "count: 5\n", "写明5家，各处相加是6"),
        ('"310118104", printed: 金泽镇,', '"310118109", printed: 金泽镇,', "与区划代码 310118109（重固镇）不符"),
        ("year: 2021", "year: 2031", "2031年不在规划期之内"),
        ("{name: 具体实施阶段, from_month: 2020-11", "{name: 具体实施阶段, from_month: 2023-01", "开始晚于结束"),
        ("until_month: 2022-12", "until_month: 2022-13", "“until_month”格式不对：“2022-13”"),
    ],
    "pack.yaml": [
        ("issued_on: 2021-05-31", "issued_on: 2021-05-32", "“2021-05-32”不是真实的日期"),
        ("issued_on: 2021-05-31", "issued_on: 去年", "“issued_on”不是真实的日期：“去年”"),
        ("in_force_until: null", "in_force_until: 2020-01-01", "失效日2020-01-01不晚于施行日2021-05-01"),
        ("legal_status: issued", "legal_status: final", "只能是issued、draft、practice，现在是“final”"),
        ("id: qingpu-2021", "id: qingpu-2022", "与文件夹名“qingpu-2021”不同"),
        ('area: "310118"', "area: 310118", "“area”应是文字，现在是“310118”"),
        ("issuer:", "isuer:", "不认识的项“isuer”"),
        ("clauses: [QP-P1]", "clauses: [QP-P9]", "clauses.yaml 中没有条文“QP-P9”"),
    ],
    "clauses.yaml": [("- id: QP-P2", "- id: QP-P1", "id “QP-P1”重复")],
    "services.yaml": [
        ("items: 24", "items: 25", "写明25个项目，实有24个"),
        ("number: 2,", "number: 1,", "number “1”重复"),
    ],
    "targets.csv": [
        ("complexes_total,310118,2022,>=,26", "complexes_total,310118,2022,>=,27", "13 + 13 = 26"),
        ("meal_capacity_daily,310118,2022,>=,6500", "meal_capacity_daily,310118,2022,>=,多", "目标值不是数：“多”"),
        ("meal_capacity_daily,310118,2022", "meal_capacity_daily,310118,2032", "2032年不在规划期"),
        ("6500,客/日", "6500,家", "单位“家”与指标定义的“客/日”不一致"),
        ("meal_capacity_rate,", "meal_capacity,", "没有定义指标“meal_capacity”"),
        ("year,310118,2021,>=,150", "year,310118,2021,>=,140", "目标是140，年度计划是150"),
        (">=,10,户,QP-A,10", ">=,11,户,QP-A,10", "原文是“10”，目标值却是11"),
        (",,家,QP-A,,", ",,家,QP-A,1,", "原文是“1”，目标值却是空白"),
        ("complexes_completed,310118105", "complexes_completed,310118106", "行重复：complexes_completed，310118106"),
    ],
    "facilities.yaml": [("clause: QP-1b", "clause: QP-9b", "没有条文“QP-9b”")],
    "indicators/meals.yaml": [("id: meal_sites_total", "id: complexes_total", "已在 facilities.yaml 中定义")],
    "procedures/home_adaptation.yaml": [
        ("days: 5", "days: 0", "“days”不能小于1，现在是0"),
        ("days: 5", "days: 五", "“days”应是整数，现在是“五”"),
    ],
    "packages.yaml": [("price_fen: null", "price_fen: 100", "“price_fen”应是null，现在是“100”")],
    "checks.yaml": [
        ("adaptation_ranges, kind: within_quotas", "adaptation_ranges, kind: guess", "“kind”只能是"),
        ("column: adaptations, reading: X-01", "column: adaptations, reading: X-99", "没有待定问题“X-99”"),
        ("column: complexes_planned, by_area", "column: complexes, by_area", "表中没有“complexes”这一列"),
        ("decomposition.csv, column: meal_sites", "nothing.csv, column: meal_sites", "文件 nothing.csv 不存在"),
    ],
}  # fmt: skip
CHANGES = [(file, *change) for file, changes in PLANTED.items() for change in changes]


@pytest.mark.parametrize(("file", "old", "new", "words"), CHANGES)
def test_find_a_planted_fault_on_its_line(breaking, policy, file, old, new, words):
    text = (policy / PACK / file).read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index(old)) + 1
    told = breaking(f"{PACK}/{file}", old, new)
    assert [finding for finding in told if finding.line == line and words in finding.message], [*map(str, told)]


# Faults whose line is that of the entry around the change.
@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("pack.yaml", "issuer:", "isuer:", "缺少“issuer”"),
        ("plan.yaml", "least: 30", "least: 50", "范围的下限大于上限"),
        ("services.yaml", "code: dining_in", "code: [dining_in", "YAML 语法有误"),
        ("facilities.yaml", "        value_max: 2\n", "", "缺少“value_max”"),
        ("indicators/meals.yaml", "denominator: 65岁以上老年人数", "unused: 1", "缺少“denominator”"),
    ],
)
def test_find_a_planted_fault_in_its_file(breaking, file, old, new, words):
    told = breaking(f"{PACK}/{file}", old, new)
    assert [finding for finding in told if finding.file.match(file) and words in finding.message], [*map(str, told)]


@pytest.mark.parametrize("seed", range(20))
def test_meet_any_broken_file_with_findings(policy, seed):
    chance = random.Random(seed)
    file = chance.choice(sorted(each for each in (policy / PACK).rglob("*") if each.suffix in (".yaml", ".csv")))
    lines = file.read_text(encoding="utf-8").split("\n")
    line = chance.randrange(len(lines))
    lines[line] = chance.choice(["", "- {", "clause: [1, {a: b}]", "  id: []", "\t", lines[line][:5], "九,,"])
    file.write_text("\n".join(lines), encoding="utf-8")
    assert all(finding.message and finding.line >= 1 for finding in check([PACK]))


def test_find_an_unknown_fact_in_a_programme(breaking):
    told = breaking(
        f"{PACK}/programmes/home_adaptation_subsidy.yaml", "when: minimum_living\n", "when: minimal_living\n"
    )
    assert any("minimal_living" in finding.message and finding.level == "error" for finding in told)
    assert {finding.file.name for finding in told} == {"home_adaptation_subsidy.yaml"}


def test_find_an_unknown_clause_in_a_programme(breaking):
    told = breaking(f"{PACK}/programmes/home_adaptation_subsidy.yaml", "clause: QP-3a", "clause: QP-3z")
    assert any("没有条文“QP-3z”" in finding.message for finding in told)


def test_ask_for_cases_of_each_programme(policy):
    for file in (policy / PACK / "cases").glob("*.yaml"):
        file.unlink()
    assert any("没有案例" in finding.message for finding in errors(check([PACK])))


@pytest.mark.parametrize("name", ["pack.yaml", "clauses.yaml"])
def test_ask_for_a_missing_file(policy, name):
    (policy / PACK / name).unlink()
    assert (policy / PACK / name, "缺少这个文件") in {(each.file, each.message) for each in check([PACK])}


def test_pass_over_what_depends_on_a_broken_file(breaking):
    told = breaking(f"{PACK}/decomposition.csv", "310118106,徐泾,27", "310118106,徐泾,27,")
    assert len(told) == 1


def test_warn_of_a_file_nobody_reads(policy):
    (policy / PACK / "notes.txt").write_text("备忘", encoding="utf-8")
    assert any(finding.message.startswith("不认识的文件") for finding in check([PACK]))


def test_count_filled_and_blank_cells(breaking):
    told = breaking("suqian-2020/targets.csv", "SQ-A4,3213,2022,>=,,%,SQ-A,,", "SQ-A4,3213,2022,>=,100,%,SQ-A,100%,")
    assert [finding.message.split("——")[0] for finding in told] == ["应有41格有值、7格空白，实有42格、6格"]


def test_refuse_a_share_over_a_hundred_percent(breaking):
    told = breaking("suqian-2020/targets.csv", ">=,95,%,SQ-A,95%", ">=,195,%,SQ-A,195%")
    assert [finding.message for finding in told] == ["百分比不能超过100，现在是195"]


def test_check_the_calendar(breaking):
    told = breaking("national/calendar.yaml", "2021-05-03,", "2021-05-33,")
    assert [(finding.line, finding.level) for finding in told] == [(11, "error")]


def test_check_the_fact_dictionary(breaking):
    told = breaking("national/facts.yaml", "name: childless,", "nane: childless,")
    assert any(finding.file.name == "facts.yaml" and "nane" in finding.message for finding in told)


def test_ask_for_the_table_of_divisions(policy):
    (policy / "national" / "divisions.csv").unlink()
    assert "缺少这个文件" in {finding.message for finding in check(["national"])}


def test_write_findings_as_file_line_and_words(policy, monkeypatch):
    monkeypatch.chdir(policy.parent)
    lines = [str(finding) for finding in check([PACK])]
    assert lines[0].startswith("policy/qingpu-2021/decomposition.csv:12: 警告: 香花桥")
