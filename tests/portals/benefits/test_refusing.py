"""Why somebody has something or not, in words that a family understands."""

from dataclasses import replace

import pytest

from yinling.engines.rules.expressions import parse
from yinling.gateways.policy.programmes import load_programme
from yinling.needs.benefits.queries import ProgrammeLine
from yinling.needs.entitlements.domain.reasons import Reason
from yinling.portals.benefits import refusing

PACK = "practice-allowance"
TIERS = ["eighty", "ninety", "hundred"]


def line(reasons, outcome="not_granted", programme="old_age_allowance", pack=PACK):
    return ProgrammeLine(pack, programme, "高龄津贴", "", outcome, "不符合", None, "", tuple(reasons), (), ())


def conditions(programme="old_age_allowance", pack=PACK, **values):
    """Every condition of the programme with its value; true where nothing is told."""
    rule = load_programme(pack, programme)
    return [Reason(each.id, each.words, each.clause, values.get(each.id, "true")) for each in rule.conditions]


def test_name_what_everybody_must_meet_before_the_tiers():
    needed = sorted(load_programme(PACK, "old_age_allowance").eligibility.names - {"alive"})
    assert needed  # else the case says nothing
    words = refusing.why_not(line(conditions(**dict.fromkeys([*needed, *TIERS], "false"))))
    unmet = [each.words for each in conditions() if each.condition in needed]
    assert words == f"没有达到：{'；'.join(unmet)}"


def test_offer_the_tiers_as_choices_where_only_they_are_missed():
    rule = load_programme("practice-shanghai", "care_service_subsidy")
    rows = {each.id: "false" for each in rule.conditions if each.id not in rule.eligibility.names}
    reasons = conditions("care_service_subsidy", "practice-shanghai", **rows)
    words = refusing.why_not(line(reasons, programme="care_service_subsidy", pack="practice-shanghai"))
    assert words.startswith("没有达到任何一档：")
    assert "，或" in words


def test_join_choices_of_which_one_is_enough():
    levels = ["level_one", "level_two_to_four", "level_five_six"]
    reasons = conditions("care_service_subsidy", "practice-shanghai", **dict.fromkeys([*levels, "low_income"], "false"))
    words = refusing.why_not(line(reasons, programme="care_service_subsidy", pack="practice-shanghai"))
    assert words == "没有达到：照护一级，或照护二至四级，或照护五至六级"


def test_say_what_shuts_out(monkeypatch):
    rule = load_programme(PACK, "old_age_allowance")
    shut = replace(rule, eligibility=parse("alive and not aged_eighty"))
    monkeypatch.setattr(refusing, "load_programme", lambda _pack, _name: shut)
    reasons = [Reason("alive", "在世", "T", "true"), Reason("aged_eighty", "住在养老机构", "T", "true")]
    assert refusing.why_not(line(reasons)) == "没有达到：已属于“住在养老机构”的不给"


def test_say_of_the_dead_that_they_have_died_and_nothing_else():
    assert refusing.why_not(line(conditions(alive="false", eighty="false"))) == "老人已经去世。"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("missing_fact:ability_grade", "还没有登记“老年人能力等级”（由老年人能力评估机构提供），登记以后就能确定"),
        ("missing_parameter:rate", "“标准”尚未公布或录入，无法计算"),
    ],
)
def test_say_what_is_not_known_and_who_knows_it(condition, words):
    reason = Reason(condition, "“标准”尚未公布或录入，无法计算", "T-1", "unknown")
    assert refusing.why_not(line([reason], outcome="missing_facts")) == words


def test_tell_of_a_programme_that_is_gone():
    gone = replace(line(()), pack="", outcome="not_in_force", outcome_words="当前没有施行")
    assert refusing.why_not(gone) == "当前没有施行"
