"""The form of the pre-check, made from the facts that the programmes read."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.engines.rules.facts import Fact
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.money import NotMoney, parse_yuan
from yinling.portals.public.questions import question

YES, NO, UNKNOWN = "yes", "no", ""
OUTSIDE = "99"  # no province has this number: an area that lies in no district
ANSWERS = [(YES, _("是")), (NO, _("否")), (UNKNOWN, _("不知道"))]
DECIMAL = {"inputmode": "decimal"}


class PrecheckForm(forms.Form):
    """One question for each fact; every one may be left unanswered. Nothing typed here is kept."""

    def __init__(self, *args: Any, asked: Sequence[str], asks_cost: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dictionary = load_facts()
        self.facts = {name: dictionary[name] for name in asked}
        for name, fact in self.facts.items():
            self.fields[name] = _field(fact)
        if asks_cost:
            self.fields["cost"] = forms.CharField(
                label=_("改造大约要花多少钱（元）"), required=False, max_length=20,
                help_text=_("不知道就空着，我们举几个例子算给您看。"), widget=forms.TextInput(DECIMAL),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Sums in fen."""
        cleaned = super().clean() or {}
        for name in [*(name for name, fact in self.facts.items() if fact.type == "money"), "cost"]:
            if name in self.errors:
                continue
            try:
                cleaned[name] = _fen(cleaned.get(name) or "")
            except forms.ValidationError as fault:
                self.add_error(name, fault)
        return cleaned

    def known(self, district: str) -> dict[str, Any]:
        """The answers as facts; what was left open is absent."""
        found = {name: _value(fact, self.cleaned_data[name], district) for name, fact in self.facts.items()}
        return {name: value for name, value in found.items() if value is not None}


def _field(fact: Fact) -> forms.Field:
    label, help_text = question(fact)
    told: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if fact.type in ("boolean", "area"):
        return forms.ChoiceField(choices=ANSWERS, initial=UNKNOWN, widget=forms.RadioSelect, **told)
    if fact.type == "date":
        return forms.DateField(**told)
    if fact.words:
        levels = sorted((number, word) for word, number in fact.words.items())
        choices = [(UNKNOWN, _("不知道，或没有评估过")), *((str(number), word) for number, word in levels)]
        return forms.ChoiceField(choices=choices, **told)
    if fact.type == "integer":
        return forms.IntegerField(min_value=fact.minimum, max_value=fact.maximum, **told)
    return forms.CharField(max_length=20, widget=forms.TextInput(DECIMAL), **told)


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
