"""Forms of indicators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.gateways.policy.shapes import Indicator


class ObservationForm(forms.Form):
    """A figure with its period and source."""

    area = forms.ChoiceField(label=_("区划"))
    period = forms.CharField(label=_("期间"), max_length=7, help_text=_("年 2022、季 2022-Q1 或月 2022-05。"))
    numerator = forms.CharField(label=_("分子"), max_length=20)
    denominator = forms.CharField(label=_("分母"), max_length=20)
    value = forms.CharField(label=_("数值"), max_length=20)
    source = forms.CharField(
        label=_("数据来源"), max_length=300, help_text=_("报表或文件的名称、日期。"), widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, asked: Indicator, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", areas)
        is_share = asked.kind in ("rate", "ratio")
        for name in ("value",) if is_share else ("numerator", "denominator"):
            del self.fields[name]
        if is_share:
            self.fields["numerator"].label = asked.numerator or _("分子")
            self.fields["denominator"].label = asked.denominator or _("分母")
        elif asked.kind == "milestone":
            self.fields["value"].help_text = _("是、否或完成日期，如 2021-11-30。")
        else:
            self.fields["value"].label = f"{asked.name}（{asked.unit}）"
