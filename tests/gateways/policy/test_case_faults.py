"""Cases of a pack are worked out by the check: what comes out otherwise is told with both figures, at its line."""

import pytest

from tests.policy.new_pack import PACK, write_pack
from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.case_faults import OUTCOMES
from yinling.gateways.policy.checking import check


@pytest.fixture
def pack(policy):
    """The new pack's folder in the copy."""
    return write_pack(policy)


CARE = "cases/care_subsidy.yaml"
PLANTED = [
    (CARE, "shares: {district: 300}", "shares: {district: 301}", "写的是 301.00 元，算出来是 300.00 元"),
    (CARE, "shares: {district: 300}", "shares: {city: 300}", "的金额“city”，只有district"),
    (CARE, "{district: 300}", "{}", "漏写了 district，算出来是 300.00 元"),
    (CARE, "outcome: not_granted}}", "outcome: granted}}", "写的是符合（granted），算出来是不符合"),
    (CARE, "missing: [care_heavy_yuan]", "missing: [care_light]", "实际缺少care_heavy_yuan"),
    (CARE, "fails: [minimum_living]", "fails: [alive]", "条件“alive”写的是不成立，实际不是"),
    (CARE, "fails: [minimum_living]", "fails: [poor]", "fails 写了“poor”，项目里没有这个条件"),
    (CARE, "{poor_only: poor}", "{poor_only: rich}", "没有这种读法"),
    (CARE, "老年人能力等级: 0", "能力: 0", "事实词典中没有“能力”"),
    (CARE, "老年人能力等级: 0", "老年人能力等级: 很好", "“很好”不是整数"),
    (CARE, "计算日: 2026-03-01", "计算日: 三月一日", "不是日期"),
    ("cases/milk.yaml", "tier: ninety", "tier: hundred", "写的是“hundred”这一档，算出来是“ninety”"),
    ("cases/milk.yaml", "parameters: {}", "parameters: {bottles: 3}", "parameters/ 中没有参数“bottles”"),
    ("cases/milk.yaml", "programme: milk", "programme: cream", "没有项目“cream”"),
    ("programmes/milk.yaml", ">= 90", ">= 91", "没有达到“年满90周岁”"),
    ("parameters/rates.yaml", "value: 10000", "value: 9000", "district 写的是 300,000.00 元，算出来是 270,000.00 元"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), PLANTED, ids=[each[3] for each in PLANTED])
def test_tell_what_came_out_otherwise(pack, file, old, new, words):
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = [finding for finding in check([PACK]) if words in finding.message]
    assert told
    assert {(finding.level, finding.file.parent.name) for finding in told} == {("error", "cases")}
    if file.startswith("cases/") and "cases:" in text[: text.index(old)]:
        assert abs(told[0].line - text[: text.index(old)].count("\n") - 1) <= 2  # of the case, or of what it expects


def test_work_out_requests_of_one_household_in_their_order(breaking):
    """The second of a household gets what the first has left of the limit: the case says how much."""
    found = breaking("qingpu-2021/cases/home_adaptation_subsidy.yaml", "requests:", "requests:")
    assert found == []


def test_have_words_for_every_outcome():
    assert set(OUTCOMES) == {each.value for each in Outcome}
