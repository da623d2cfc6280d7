"""Forms of entitlements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.needs.entitlements.queries.parameters import SettingLine


class ValueForm(forms.Form):
    """A value from a day on, with its ground."""

    value = forms.CharField(label=_("数值"), max_length=60)
    valid_from = forms.DateField(label=_("自何日起"), help_text=_("申请日在这一天及以后的，按这个数值认定。"))
    source = forms.CharField(
        label=_("依据"),
        max_length=300,
        help_text=_("文件名称和文号，或公布的网址和日期。"),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, line: SettingLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line.is_option:
            self.fields["value"] = forms.ChoiceField(label=_("读法"), choices=line.choices, widget=forms.RadioSelect)
        else:
            self.fields["value"].help_text = f"单位：{line.unit}"


class RefusalForm(forms.Form):
    """Why a value is turned down."""

    reason = forms.CharField(label=_("不通过的理由"), max_length=300, widget=forms.Textarea({"rows": 3}))
