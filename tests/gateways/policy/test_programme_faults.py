"""Faults between programmes of a new pack are found at their line, in plain words."""

import pytest

from tests.policy.new_pack import PACK, write_pack
from yinling.gateways.policy.checking import check
from yinling.gateways.policy.programmes import load_overlaps
from yinling.gateways.policy.reading import load_pack
from yinling.gateways.policy.showing import show


@pytest.fixture
def pack(policy):
    """The new pack's folder in the copy."""
    return write_pack(policy)


def test_pass_a_new_pack_with_a_programme_for_each_subject(pack):
    assert check([PACK]) == []


PLANTED = [
    ("overlaps.yaml", "[hardship_home, care_subsidy]", "[hardship_home, ltci]", "没有项目“ltci”"),
    ("overlaps.yaml", "[hardship_home, care_subsidy]", "[care_subsidy, care_subsidy]", "同一个项目写了两次"),
    ("overlaps.yaml", "clause: NT-2", "clause: NT-9", "clauses.yaml 中没有条文“NT-9”"),
    ("overlaps.yaml", "reading: E-07", "reading: E-99", "pack.yaml 中没有待定问题“E-99”"),
    ("overlaps.yaml", "rule: reduce", "rule: both", "只能是first、best、reduce，现在是“both”"),
    ("pack.yaml", "requirements: [E-70]", "requirements: [E-14]", "规则“E-14”登记了两次"),
    ("pack.yaml", "programmes: [bed_subsidy]", "programmes: [beds]", "没有项目“beds”"),
    ("pack.yaml", "requirements: [E-40], programmes: [bed_subsidy]", "requirements: [E-40]", "没有写由哪个项目"),
    ("programmes/milk.yaml", "requirement: E-14", "requirement: E-15", "coverage 没有登记规则“E-15”"),
    ("programmes/milk.yaml", "id: milk", "id: cream", "id “cream”与文件名“milk”不同"),
    ("programmes/milk.yaml", "{kind: goods, words: 赠饮牛奶}", "{kind: goods}", "缺少“words”"),
    (
        "programmes/milk.yaml",
        "counted_on: month_start",
        "counted_on: birthday",
        "只能是month_start、month_end、each_day",
    ),
    ("programmes/milk.yaml", "dated_by: on", "dated_by: birth_date", "人的项目按计算日判断，dated_by 应是 on"),
    ("programmes/milk.yaml", "when: alive,", "when: beds > 1,", "人的项目不能用“床位数”（beds）"),
    ("programmes/milk.yaml", "eligibility: alive", "eligibility: alive == aged_ninety", "以 and、or、not 相连"),
    ("programmes/bed_subsidy.yaml", "is: beds * each", "is: beds * each + cost_yuan", "机构的项目不能用“费用”"),
    ("programmes/care_subsidy.yaml", "monthly: care_heavy_yuan", "monthly: care_light_yuan", "care_light_yuan"),
    ("programmes/care_subsidy.yaml", "monthly: 30000", "monthly: 3.5", "应是整数、文字"),
    ("programmes/care_subsidy.yaml", "default: all", "default: some", "没有“some”这个选项"),
    ("programmes/care_subsidy.yaml", "payer: 区级财政, ", "", "至少要有一笔写明由谁出"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), PLANTED, ids=[each[3] for each in PLANTED])
def test_find_what_does_not_fit_at_its_line(pack, file, old, new, words):
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    told = [finding for finding in check([PACK]) if words in finding.message]
    assert [finding.level for finding in told] == ["error"]
    assert (told[0].file, abs(told[0].line - line) <= 5) == (pack / file, True)


def test_find_a_programme_without_cases_though_another_begins_alike(pack):
    (pack / "programmes/milk.yaml").rename(pack / "programmes/mil.yaml")
    assert [f.message for f in check([PACK]) if "没有案例" in f.message] == ["没有案例：cases/mil*.yaml"]


def test_find_a_parameter_that_two_files_define(pack):
    (pack / "parameters/twice.yaml").write_text((pack / "parameters/rates.yaml").read_text(encoding="utf-8"), "utf-8")
    assert "参数“bed_yuan”已在 parameters/rates.yaml 中定义" in [finding.message for finding in check([PACK])]


def test_find_a_procedure_for_what_is_not_decided_by_request(pack):
    text = (pack.parent / "qingpu-2021/procedures/home_adaptation.yaml").read_text(encoding="utf-8")
    text = text.replace("QP-3a", "NT-1").replace("QP-3b", "NT-1").replace("QP-3c", "NT-1")
    (pack / "procedures").mkdir()
    (pack / "procedures/apply.yaml").write_text(text.replace("home_adaptation_subsidy", "milk"), encoding="utf-8")
    assert ["在本平台申请的项目要按申请决定" in finding.message for finding in check([PACK])] == [True]
    (pack / "procedures/apply.yaml").write_text(text.replace("home_adaptation_subsidy", "visit_bill"), encoding="utf-8")
    assert check([PACK]) == []


def test_print_who_is_decided_and_what_is_given(pack):
    text = show(PACK, 160)
    for words in ["对象：人；给：实物（赠饮牛奶）；办法：免申即享；周期：每月，按月初的情况计整月；暂停：住院",
                  "每12个月做一次生存认证", "monthly＝care_heavy_yuan", "后面的减去前面已给的：困难家庭补助 → 照护补贴",
                  "（E-14 → milk）", "对象：机构"]:  # fmt: skip
        assert words in text


def test_read_overlaps_and_the_register(pack):
    (overlap,) = load_overlaps(PACK)
    assert (overlap.programmes, overlap.rule, overlap.reading) == (("hardship_home", "care_subsidy"), "reduce", "E-07")
    assert load_pack(PACK).coverage[0].programmes == ("milk",)
    assert load_overlaps("qingpu-2021") == ()
