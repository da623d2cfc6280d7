"""The forms of settlement."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.money import NotMoney, parse_yuan
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.domain.bank_files import Result
from yinling.oversight.settlement.models import FundCode
from yinling.oversight.settlement.queries import LineRow
from yinling.people.places.queries import towns_in

LONG = forms.Textarea(attrs={"rows": 2})


class PrepareForm(forms.Form):
    """Which towns' payables go into the run."""

    towns = forms.MultipleChoiceField(
        label=_("街镇"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("不选就是全部街镇。")
    )

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "towns", [(town.code, town.name) for town in towns_in(area)])


class AllotmentForm(forms.Form):
    """Money that came into a fund."""

    fund = forms.ChoiceField(label=_("资金"), choices=FundCode.choices)
    amount_fen = forms.CharField(label=_("金额（元）"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    source_document = forms.CharField(
        label=_("依据文件"), max_length=200, help_text=_("文号或指标文名称；一份文件只登记一次。")
    )
    received_on = forms.DateField(label=_("到账日期"), initial=timezone.localdate)

    def clean_amount_fen(self) -> int:
        """Yuan as people write them, in fen."""
        try:
            fen = parse_yuan(self.cleaned_data["amount_fen"])
        except NotMoney:
            raise forms.ValidationError(_("请填写金额，例如 1050000 或 3500.50。")) from None
        if fen <= 0:
            raise forms.ValidationError(_("金额应当大于零。"))
        return fen


class SendForm(forms.Form):
    """The bank took the file."""

    bank_reference = forms.CharField(label=_("银行受理号"), max_length=60)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), widget=LONG, max_length=500)


class ReopenForm(forms.Form):
    """How the returned payment's account was checked or put right."""

    reason = forms.CharField(label=_("账户怎样核对或更正"), widget=LONG, max_length=500)


class AnswerFileForm(forms.Form):
    """The bank's answer as a file."""

    file = forms.FileField(
        label=_("银行回执文件"),
        help_text=_(".xlsx 或 .csv，第一行是列名：序号、结果（成功或退回）、原因。先预览，再确认。"),
    )


class ResultForm(forms.Form):
    """The bank's answer for one line."""

    outcome = forms.ChoiceField(
        label=_("结果"), required=False,
        choices=[("", _("还没有回执")), (states.PAID, _("已付款")), (states.RETURNED, _("退回"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("退回原因"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A returned payment says why."""
        data = super().clean() or {}
        if data.get("outcome") == states.RETURNED and not data.get("reason"):
            self.add_error("reason", _("退回请写明原因。"))
        return data


class ResultsForm:
    """One small form for each waiting line, by its number; results of a file fill them in beforehand."""

    def __init__(self, lines: tuple[LineRow, ...], data: Any = None, results: tuple[Result, ...] = ()) -> None:
        known = {result.number: {"outcome": result.outcome, "reason": result.reason} for result in results}
        self.rows = [
            (line, ResultForm(data, prefix=str(line.number), initial=known.get(line.number)))
            for line in lines
            if line.state == states.WAITING
        ]

    def is_valid(self) -> bool:
        """Whether every line's answer is complete."""
        return all(form.is_valid() for _line, form in self.rows)

    def results(self) -> list[Result]:
        """The answers that were given."""
        return [
            Result(line.number, form.cleaned_data["outcome"], form.cleaned_data["reason"])
            for line, form in self.rows
            if form.cleaned_data["outcome"]
        ]
