"""The forms of day plans."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer

SECONDS = [("3", _("3 秒")), ("5", _("5 秒")), ("20", _("20 秒")), ("60", _("1 分钟")), ("300", _("5 分钟"))]
REASONS = [("sick", _("病假")), ("personal", _("事假")), ("other", _("其他"))]


class DayForm(forms.Form):
    """Whose day, and which."""

    on = forms.DateField(label=_("日期"), required=False)
    provider = forms.TypedChoiceField(label=_("服务机构"), coerce=int, required=False)

    def __init__(self, asked: QueryDict, *, providers: list[tuple[int, str]]) -> None:
        super().__init__({"on": timezone.localdate()} | {name: text for name, text in asked.items() if text})
        self.providers = providers
        offer(self, "provider", providers)
        if len(providers) < 2:
            del self.fields["provider"]

    def wanted(self) -> tuple[int | None, date]:
        """What was asked for; what does not fit is left out: the first provider, today."""
        self.is_valid()
        given = self.cleaned_data
        first = self.providers[0][0] if self.providers else None
        return given.get("provider") or first, given.get("on") or timezone.localdate()


class AskForm(forms.Form):
    """How long to reckon. The same seed gives the same plan in the same time."""

    seconds = forms.TypedChoiceField(label=_("计算多久"), coerce=int, choices=SECONDS, initial="20")
    seed = forms.IntegerField(label=_("随机种子"), min_value=0, max_value=2_000_000_000, initial=1)


class AbsenceForm(forms.Form):
    """Who is away, from when until the end of the day, and why."""

    worker = forms.TypedChoiceField(label=_("护理员"), coerce=int)
    starts = forms.TimeField(
        label=_("从几点起"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("到当天结束；正在做的上门不动。"),
    )
    reason = forms.ChoiceField(label=_("原因"), choices=REASONS)

    def __init__(self, *args: Any, workers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "worker", [("", _("请选择")), *workers])


class MoveForm(forms.Form):
    """Who goes, and when; the checks are made at once."""

    workers = forms.TypedMultipleChoiceField(label=_("护理员"), coerce=int)
    starts = forms.TimeField(label=_("几点上门"), widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, workers: list[tuple[int, str]], carers: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].widget = forms.CheckboxSelectMultiple()
        offer(self, "workers", [(str(number), words) for number, words in workers])
        if carers > 1:
            self.fields["workers"].help_text = _("这次上门要两个人同去，请选两位。")
