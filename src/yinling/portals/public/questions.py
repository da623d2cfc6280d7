"""What the pre-check asks, in plain words: one question for each fact that decides something about a person."""

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yinling.engines.rules.facts import Fact
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.programmes import load_facts

FIRST_MAX = 8
Words = str | Promise
# The question, and a word of help; a fact that is not here is asked by its label.
WORDS: dict[str, tuple[Words, Words]] = {
    "birth_date": (_("老人的出生日期"), _("按身份证上的日期填。")),
    "registered_area": (_("户口是不是在本区？"), ""),
    "residence_area": (_("是不是住在本区？"), _("按平时住的地方答。")),
    "minimum_living": (_("是不是最低生活保障家庭（低保）？"), _("由民政部门认定，有低保证。")),
    "low_income": (_("是不是低收入家庭？"), _("由民政部门认定。")),
    "destitute": (_("是不是特困供养人员？"), _("由民政部门认定，过去叫“五保”“三无”。")),
    "other_hardship": (_("家里有没有别的特殊困难？"), _("由街镇认定，例如大病支出很多。")),
    "poverty_file": (_("是不是建档立卡的家庭？"), ""),
    "monthly_income_yuan": (_("老人本人每月收入（元）"), _("包括养老金。不知道就空着。")),
    "care_level": (_("照护等级"), _("做过老年照护统一需求评估的，评估结果上有等级。")),
    "ability_grade": (_("老年人能力等级"), _("做过老年人能力评估的，评估结果上有等级。")),
    "ltci_grade": (_("长期护理失能等级"), _("做过长期护理保险失能评估的，结论书上有等级。")),
    "ltci_insured": (_("有没有参加长期护理保险？"), ""),
    "receives_ltci": (_("现在有没有享受长期护理保险的服务？"), ""),
    "severe_disability": (_("是不是重度残疾人？"), _("残疾证上写一级或二级。")),
    "disability_allowance": (_("有没有领残疾人生活补贴或护理补贴？"), ""),
    "disability_certificate": (_("有没有残疾证？"), ""),
    "dementia": (_("医生有没有诊断过认知障碍（老年痴呆）？"), ""),
    "childless": (_("是不是没有子女？"), ""),
    "living_alone": (_("是不是一个人住？"), ""),
    "all_elderly_household": (_("家里是不是全是60周岁以上的老人？"), ""),
    "empty_nest": (_("子女是不是都不住在一起？"), ""),
    "left_behind": (_("子女是不是长年在外地，老人留在农村？"), ""),
    "special_family": (_("是不是计划生育特殊家庭？"), _("由卫生健康部门认定。")),
    "bereaved_only_child": (_("是不是失去了独生子女？"), ""),
    "privileged": (_("是不是优抚对象？"), _("例如残疾军人、烈士家属。")),
    "in_institution": (_("现在是不是住在养老机构？"), ""),
    "in_hospital": (_("现在是不是在住院？"), ""),
    "wants_central_support": (_("愿不愿意住进供养机构？"), ""),
    "cared_by_family": (_("是不是主要由家里人长期照料？"), ""),
    "home_owner": (_("有没有自己的房子？"), ""),
    "registered_volunteer": (_("有没有登记为志愿者？"), ""),
    "had_adaptation": (_("以前有没有得过适老化改造补贴？"), ""),
}


def question(fact: Fact) -> tuple[Words, Words]:
    """A fact as a question, and a word of help."""
    return WORDS.get(fact.name, (fact.label, ""))


def asked_by(rules: Iterable[Rule]) -> tuple[list[str], list[str]]:
    """The facts to ask for programmes: first those that most of them need, then the others; as the dictionary goes."""
    facts = load_facts()
    counts = Counter(name for rule in rules for name in rule.facts if _is_asked(facts[name]))
    most = {name for name, _count in sorted(counts.items(), key=lambda each: -each[1])[:FIRST_MAX]}
    return [name for name in facts if name in most], [name for name in facts if name in counts and name not in most]


def _is_asked(fact: Fact) -> bool:
    return fact.about in ("person", "household") and fact.type != "text"
