"""The questions of the pre-check, made from the facts that the programmes read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.engines.rules.facts import Fact
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.money import NotMoney, parse_yuan

YES, NO, UNKNOWN = "yes", "no", ""
OUTSIDE = "99"  # no province has this number: an area that lies in no district
NOT_ASKED = frozenset({"person_id", "household_id", "request_id", "applied_on", "cost_yuan"})
ANSWERS = [(YES, _("是")), (NO, _("否")), (UNKNOWN, _("不知道"))]
WORDS = {
    "birth_date": (_("老人的出生日期"), _("按身份证上的日期填。")),
    "registered_area": (_("户口是不是在本区？"), ""),
    "minimum_living": (_("是不是最低生活保障家庭（低保）？"), _("由民政部门认定，有低保证。")),
    "low_income": (_("是不是低收入家庭？"), _("由民政部门认定。")),
    "monthly_income_yuan": (_("老人本人每月收入（元）"), _("包括养老金。不知道就空着。")),
    "care_level": (_("照护等级"), _("做过老年照护统一需求评估的，评估结果上有等级。")),
    "childless": (_("是不是没有子女？"), ""),
    "living_alone": (_("是不是一个人住？"), ""),
    "all_elderly_household": (_("家里是不是全是60周岁以上的老人？"), ""),
}


class PrecheckForm(forms.Form):
    """One question for each fact; every one may be left unanswered. Nothing typed here is kept."""

    cost = forms.CharField(
        label=_("改造大约要花多少钱（元）"), required=False, max_length=20,
        help_text=_("不知道就空着，我们举几个例子算给您看。"), widget=forms.TextInput({"inputmode": "decimal"}),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = {name: fact for name, fact in load_facts().items() if name in asked - NOT_ASKED}
        for name, fact in self.facts.items():
            self.fields[name] = _field(fact)
        self.order_fields([*self.facts, "cost"])

    def clean_monthly_income_yuan(self) -> int | None:
        """Fen. Raises ValidationError."""
        return _fen(self.cleaned_data["monthly_income_yuan"])

    def clean_cost(self) -> int | None:
        """Fen. Raises ValidationError."""
        return _fen(self.cleaned_data["cost"])

    def known(self, district: str) -> dict[str, Any]:
        """The answers as facts; what was left open is absent."""
        found = {name: _value(fact, self.cleaned_data[name], district) for name, fact in self.facts.items()}
        return {name: value for name, value in found.items() if value is not None}


def _field(fact: Fact) -> forms.Field:
    label, help_text = WORDS.get(fact.name, (fact.label, ""))
    told: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if fact.type in ("boolean", "area"):
        return forms.ChoiceField(choices=ANSWERS, initial=UNKNOWN, widget=forms.RadioSelect, **told)
    if fact.type == "date":
        return forms.DateField(**told)
    if fact.words:
        levels = sorted((number, word) for word, number in fact.words.items())
        choices = [(UNKNOWN, _("不知道，或没有评估过")), *((str(number), word) for number, word in levels)]
        return forms.ChoiceField(choices=choices, **told)
    return forms.CharField(max_length=20, widget=forms.TextInput({"inputmode": "decimal"}), **told)


def _fen(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        fen = parse_yuan(text)
    except NotMoney:
        raise forms.ValidationError(_("请填数字，例如 3500。")) from None
    if fen < 0:
        raise forms.ValidationError(_("不能是负数。"))
    return fen


def _value(fact: Fact, answer: Any, district: str) -> Any:
    if answer in (UNKNOWN, None):
        return None
    if fact.type == "boolean":
        return answer == YES
    if fact.type == "area":
        return district if answer == YES else OUTSIDE
    return int(answer) if fact.type == "integer" else answer
