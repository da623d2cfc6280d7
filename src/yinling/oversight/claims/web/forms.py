"""The forms of claims."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.design.fields import MonthPicker, YuanField
from yinling.oversight.claims.actions.disputing import Dispute
from yinling.oversight.claims.actions.reviewing import Call
from yinling.oversight.claims.models import Answer, ClaimState
from yinling.oversight.claims.queries.lists import LineFilter
from yinling.oversight.evidence.domain.checks import CODES

LONG = forms.Textarea(attrs={"rows": 2})
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
REASONS = [("", _("请选择")), *CODES.items()]


class StateForm(forms.Form):
    """Which claims to list."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ClaimState.choices])


class MonthForm(forms.Form):
    """For which month."""

    month = forms.DateField(label=_("月份"), input_formats=["%Y-%m"], widget=MonthPicker(format="%Y-%m"))


class LinesForm(forms.Form):
    """Which lines of a claim to list."""

    code = forms.ChoiceField(label=_("疑点"), required=False, choices=[("", _("全部")), *CODES.items()])
    only = forms.ChoiceField(
        label=_("只看"), required=False,
        choices=[
            ("", _("全部")), ("waiting", _("待核定")), ("sampled", _("抽中的")), ("adjusted", _("核减的")),
            ("subsidised", _("有补贴的")),
        ],
    )  # fmt: skip

    def wanted(self, after: str) -> LineFilter:
        """What was asked for; what does not fit is left out."""
        self.is_valid()
        given = self.cleaned_data
        return LineFilter(code=given.get("code", ""), only=given.get("only", ""), after=after)


class TextForm(forms.Form):
    """Why, or what is answered."""

    text = forms.CharField(label=_("说明"), max_length=300, widget=LONG)


class AdjustForm(forms.Form):
    """What is taken off."""

    off_fen = YuanField(label=_("核减金额（元）"))
    reason_code = forms.ChoiceField(label=_("原因"), choices=REASONS)
    reason = forms.CharField(label=_("说明"), max_length=300, widget=LONG)


class CallForm(forms.Form):
    """What the older person said."""

    called_at = forms.DateTimeField(label=_("通话时间"), initial=timezone.localtime, widget=MOMENT)
    spoke_with = forms.CharField(label=_("接听人"), max_length=60, help_text=_("本人、子女等"))
    answer = forms.ChoiceField(label=_("回答"), choices=[("", _("请选择")), *Answer.choices])
    text = forms.CharField(label=_("记录"), max_length=300, required=False, widget=LONG)

    def call(self) -> Call:
        """The call, from clean data."""
        return Call(**self.cleaned_data)


class DisputeForm(forms.Form):
    """A correction after payment."""

    fund = forms.ChoiceField(label=_("补贴来源"))
    way = forms.ChoiceField(label=_("更正"), choices=[("less", _("追回")), ("more", _("补付"))])
    fen = YuanField(label=_("金额（元）"))
    reason_code = forms.ChoiceField(label=_("原因"), choices=REASONS)
    text = forms.CharField(label=_("说明"), max_length=300, widget=LONG)

    def __init__(self, *args: Any, funds: tuple[tuple[str, str, int], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fund", [(code, name) for code, name, _fen in funds])

    def what(self) -> Dispute:
        """The dispute, from clean data."""
        given = self.cleaned_data
        fen = abs(given["fen"]) * (-1 if given["way"] == "less" else 1)
        return Dispute(given["fund"], fen, given["reason_code"], given["text"])


class AllotForm(forms.Form):
    """Money that came in."""

    amount_fen = YuanField(label=_("拨入金额（元）"))
    source_document = forms.CharField(label=_("依据文件"), max_length=200)


class AnswerFileForm(forms.Form):
    """The bank's answer to a batch as a file."""

    file = forms.FileField(
        label=_("银行回执文件"),
        help_text=_(".xlsx 或 .csv，第一行是列名：序号、结果（成功或退回）、原因。同一份文件再导入一次不会重复登记。"),
    )


class ResultForm(forms.Form):
    """What the bank said."""

    outcome = forms.ChoiceField(label=_("结果"), choices=[("paid", _("已付")), ("returned", _("退回"))])
    reason = forms.CharField(label=_("退回原因"), max_length=200, required=False)


def row_in(text: str) -> tuple[date, int] | None:
    """Where a page of claims ended, written 2026-03.17."""
    month, _dot, number = text.partition(".")
    form = MonthForm({"month": month})
    fits = form.is_valid() and number.isdecimal() and len(number) < 18
    return (form.cleaned_data["month"], int(number)) if fits else None
