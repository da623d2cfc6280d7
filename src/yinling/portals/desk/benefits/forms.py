"""The forms of monthly cycles and recoveries."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.money import NotMoney, parse_yuan
from yinling.needs.benefits.queries import CyclePage
from yinling.needs.dues.domain.periods import first_of, month_after

LONG = forms.Textarea(attrs={"rows": 2})
MONTHS_BACK = 12


def fen_of(text: str) -> int:
    """Yuan as people write them, in fen. Raises ValidationError."""
    try:
        fen = parse_yuan(text)
    except NotMoney:
        raise forms.ValidationError(_("请填写金额，例如 1050000 或 3500.50。")) from None
    if fen <= 0:
        raise forms.ValidationError(_("金额应当大于零。"))
    return fen


class MoneyField(forms.CharField):
    """Yuan typed, fen kept."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given)

    def clean(self, value: Any) -> Any:
        """Fen; what was typed where it is missing."""
        return fen_of(super().clean(value))


class OpenForm(forms.Form):
    """Which month of which policy to work out."""

    pack = forms.ChoiceField(label=_("政策包"))
    month = forms.ChoiceField(label=_("月份"))

    def __init__(self, *args: Any, packs: list[tuple[str, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = first_of(on)
        months = [month_after(now, -back) for back in range(-1, MONTHS_BACK)]
        offer(self, "pack", packs)
        offer(self, "month", [(f"{month:%Y-%m-%d}", f"{month:%Y-%m}") for month in months])
        self.initial.setdefault("month", f"{now:%Y-%m-%d}")


class RemarkForm(forms.Form):
    """A remark, if there is one."""

    remark = forms.CharField(label=_("意见"), required=False, max_length=300, widget=LONG)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=LONG)


class PaymentForm(forms.Form):
    """The bank took the file."""

    bank_reference = forms.CharField(label=_("银行受理号"), max_length=60)


class NothingForm(forms.Form):
    """A press is all."""


class ReturnForm(forms.Form):
    """The bank sent one payment back."""

    payment_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("退回原因"), max_length=200)


class RowsForm(forms.Form):
    """Which rows to show."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    kind = forms.ChoiceField(label=_("性质"), required=False)
    area = forms.ChoiceField(label=_("街镇"), required=False)

    def __init__(self, *args: Any, found: CyclePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {total.code: total.name for line in found.by_programme for total in line.by_kind}
        everything = ("", _("全部"))
        offer(self, "programme", [everything, *((line.programme, line.name) for line in found.by_programme)])
        offer(self, "kind", [everything, *kinds.items()])
        offer(self, "area", [everything, *((total.code, total.name) for total in found.by_town)])


class AllotmentForm(forms.Form):
    """Money that came in for monthly payments."""

    fund = forms.ChoiceField(label=_("资金"))
    amount_fen = MoneyField(label=_("金额（元）"))
    source_document = forms.CharField(
        label=_("依据文件"), max_length=200, help_text=_("文号或指标文名称；一份文件只登记一次。")
    )
    received_on = forms.DateField(label=_("到账日期"), initial=timezone.localdate)

    def __init__(self, *args: Any, funds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fund", [(fund, fund) for fund in funds])


class PlanForm(forms.Form):
    """How fast it is kept back."""

    percent_max = forms.IntegerField(
        label=_("每月最多扣回本项目金额的百分之几"), min_value=0, max_value=100,
        help_text=_("老人困难的，可以调低；0 表示暂不扣回。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), max_length=300, widget=LONG)


class AmountForm(forms.Form):
    """A sum, and why."""

    amount_fen = MoneyField(label=_("金额（元）"))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=LONG)


class SettleForm(forms.Form):
    """Whether a write-off is agreed to."""

    relief_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    is_granted = forms.TypedChoiceField(
        label=_("决定"), widget=forms.RadioSelect, choices=[("yes", _("同意核销")), ("no", _("不同意"))],
        coerce=lambda given: given == "yes",
    )  # fmt: skip
    reason = forms.CharField(label=_("理由"), max_length=300, widget=LONG)
