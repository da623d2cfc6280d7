"""The forms of home beds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.homebeds.actions import Contract, Thing
from yinling.care.homebeds.models import SubsidyKind
from yinling.care.homebeds.queries import SubsidyDue
from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.kernel.money import NotMoney, format_yuan, parse_yuan
from yinling.people.providers.queries import providers_visible

MONEY = forms.TextInput(attrs={"inputmode": "decimal"})


def _fen(text: str) -> int:
    try:
        fen = parse_yuan(text)
    except NotMoney:
        fen = -1
    if fen < 0:
        raise forms.ValidationError(_("请填写金额，例如 120 或 35.50。"))
    return fen


class ApplyForm(forms.Form):
    """Which provider keeps the bed."""

    provider_id = forms.TypedChoiceField(label=_("服务机构"), coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = providers_visible(actor).filter(kind="care_operator", status="active").order_by("name", "pk")
        offer(self, "provider_id", [(row.pk, row.name) for row in rows])


class NoteForm(forms.Form):
    """A remark, if any."""

    reason = forms.CharField(label=_("说明"), max_length=200, required=False)


class ThingForm(forms.Form):
    """One piece of equipment."""

    name = forms.CharField(label=_("设备"), max_length=60, help_text=_("例如：护理床、一键呼叫器、睡眠监测带。"))
    serial = forms.CharField(label=_("编号"), max_length=60, required=False)
    installed_on = forms.DateField(label=_("安装日"), initial=timezone.localdate)
    is_alarm = forms.BooleanField(label=_("能呼叫报警"), required=False)

    def what(self) -> Thing:
        """The thing, from clean data."""
        return Thing(**self.cleaned_data)


class ContractForm(forms.Form):
    """What was signed."""

    contract_number = forms.CharField(label=_("协议编号"), max_length=40)
    contract_signed_by = forms.CharField(label=_("签字人"), max_length=60)
    contract_from = forms.DateField(label=_("协议自"), initial=timezone.localdate)
    contract_until = forms.DateField(label=_("协议至"), help_text=_("这一天不算在里面。"))
    month_fee_fen = forms.CharField(label=_("每月收费（元）"), widget=MONEY, initial="0")

    def clean_month_fee_fen(self) -> int:
        """Yuan as people write them, in fen."""
        return _fen(self.cleaned_data["month_fee_fen"])

    def terms(self) -> Contract:
        """The contract, from clean data."""
        return Contract(**self.cleaned_data)


class OpenForm(forms.Form):
    """Care begins."""

    on = forms.DateField(label=_("开床日"), initial=timezone.localdate)
    review_due_on = forms.DateField(label=_("第一次复核"))


class ReviewForm(forms.Form):
    """Somebody looked."""

    on = forms.DateField(label=_("复核日期"), initial=timezone.localdate)
    finding = forms.CharField(label=_("情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    next_due_on = forms.DateField(label=_("下次复核"))


class SubsidyForm(forms.Form):
    """A subsidy that the authority set."""

    kind = forms.ChoiceField(label=_("种类"), choices=SubsidyKind.choices)
    month = forms.DateField(label=_("哪个月"), required=False, help_text=_("运营补贴填写；填这个月里任何一天。"))
    fen = forms.CharField(label=_("金额（元）"), widget=MONEY)
    source = forms.CharField(label=_("依据"), max_length=120, help_text=_("哪份文件或通知。"))

    @staticmethod
    def initial_of(due: SubsidyDue) -> dict[str, Any]:
        """What the rules give, with its ground, to be looked over."""
        return {"kind": due.kind, "fen": format_yuan(due.fen or 0), "source": due.source, "month": timezone.localdate()}

    def clean_fen(self) -> int:
        """Yuan as people write them, in fen."""
        return _fen(self.cleaned_data["fen"])


class CloseForm(forms.Form):
    """The bed is given up."""

    on = forms.DateField(label=_("撤床日"), initial=timezone.localdate)
    reason = forms.CharField(label=_("原因"), max_length=200)
