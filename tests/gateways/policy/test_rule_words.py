"""Whoever writes a pack is told in Chinese what the rules engine cannot take, and which name may have been meant."""

import re

import pytest

from tests.policy.new_pack import PACK, write_pack
from yinling.engines.rules import definition, expressions, parameters
from yinling.gateways.policy.checking import check
from yinling.gateways.policy.rule_words import plain

PLANTED = [
    ("when: ability_grade == 2", "when: ability_grad == 2", "读法或条件；是不是 ability_grade"),
    ("when: ability_grade == 2", "when: ability_grade === 2", "式子写得不完整或不合语法：ability_grade === 2"),
    ("when: ability_grade == 2", "when: ability_grade in 2", "in 的右边要写一列写定的值"),
    ("when: ability_grade == 2", "when: round(ability_grade) == 2", "没有“round”这个函数"),
    ("when: ability_grade == 2", "when: ability_grade // 0 == 2", "只能除以写定的正整数"),
    ("when: ability_grade == 2", "when: \"age(birth_date) >= 2\"", "函数 age 括号里的值多了或少了"),
    ("monthly: care_heavy_yuan", "monthly: care_heavy", "parameters/ 中没有参数“care_heavy”；是不是 care_heavy_yuan"),
    ("eligibility: alive and", "eligibility: alife and", "没有叫“alife”"),
    ("payer: 区级财政, public: true, is: monthly", "payer: 区级财政, public: true, is: month", "没有叫“month”"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), PLANTED, ids=[each[2] for each in PLANTED])
def test_say_it_in_chinese_at_its_line(policy, old, new, words):
    file = write_pack(policy) / "programmes/care_subsidy.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = [finding for finding in check([PACK]) if words in finding.message]
    assert [(each.file, each.line) for each in told] == [(file, text[: text.index(old)].count("\n") + 1)]


def sentences():
    """What the engine may say of a definition, with something in each gap."""
    for module in (definition, expressions, parameters):
        with open(module.__file__, encoding="utf-8") as stream:
            source = stream.read()
        for found in re.findall(r"(?:Bad(?:Rule|Expression)\(|return )f?\"([^\"]+)\"", source):
            yield re.sub(r"\{[^}]*\}", "7", found)


def test_have_chinese_for_every_sentence_of_the_engine():
    said = list(sentences())
    assert len(said) >= 18
    assert [each for each in said if not re.search("[一-龥]", plain(each, {}))] == []
