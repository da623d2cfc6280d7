"""The forms of vouchers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.money import NotMoney, parse_yuan
from yinling.needs.vouchers.actions import Bill
from yinling.needs.vouchers.queries import voucher_kinds

MONEY = forms.TextInput(attrs={"inputmode": "decimal"})


class BillForm(forms.Form):
    """One bill of one service."""

    number = forms.CharField(
        label=_("券号"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("老人手机或通知上的12位数字。"),
    )  # fmt: skip
    service_kind = forms.ChoiceField(label=_("服务种类"))
    served_on = forms.DateField(label=_("服务日期"), initial=timezone.localdate)
    bill_fen = forms.CharField(label=_("账单金额（元）"), widget=MONEY)
    ltci_paid_fen = forms.CharField(label=_("其中长期护理保险已付（元）"), widget=MONEY, initial="0")
    stay_days = forms.IntegerField(
        label=_("入住天数"), required=False, min_value=0, max_value=31, help_text=_("只有机构入住才填写。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = {code: words for kind in voucher_kinds() for code, words in kind.services.items()}
        offer(self, "service_kind", list(services.items()))

    def clean_bill_fen(self) -> int:
        """Yuan as people write them, in fen; more than nothing."""
        fen = self._fen("bill_fen")
        if fen <= 0:
            raise forms.ValidationError(_("金额应当大于零。"))
        return fen

    def clean_ltci_paid_fen(self) -> int:
        """Yuan as people write them, in fen."""
        return self._fen("ltci_paid_fen")

    def clean(self) -> dict[str, Any]:
        """Insurance does not pay more than the bill."""
        data = super().clean() or {}
        if data.get("ltci_paid_fen", 0) > data.get("bill_fen", 0) > 0:
            self.add_error("ltci_paid_fen", _("长期护理保险已付不能多于账单金额。"))
        return data

    def _fen(self, name: str) -> int:
        try:
            return parse_yuan(self.cleaned_data[name])
        except NotMoney:
            raise forms.ValidationError(_("请填写金额，例如 120 或 35.50。")) from None

    def bill(self) -> Bill:
        """The bill, from clean data."""
        return Bill(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PaymentForm(forms.Form):
    """The bank took the payment."""

    bank_reference = forms.CharField(label=_("银行受理号"), max_length=60)
