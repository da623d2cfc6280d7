"""Forms of providers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.people.places.queries import AreaNames, name_of, towns_in
from yinling.people.providers.actions import ProviderDetails, SiteDetails
from yinling.people.providers.domain.uscc import normalise_uscc, uscc_fault
from yinling.people.providers.models import ProviderKind, ProviderStatus, SiteStatus
from yinling.people.providers.queries import facility_kinds, providers_visible


class ProviderForm(forms.Form):
    """A firm: who it is, what it does, where it serves."""

    name = forms.CharField(label=_("名称"), max_length=120)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=24, help_text=_("18 位"))
    kind = forms.ChoiceField(label=_("类别"), choices=ProviderKind.choices)
    area = forms.ChoiceField(label=_("服务区域"))
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = [(town.code, town.name) for town in towns_in(actor.area)] if actor.area else []
        offer(self, "area", [(actor.area, name_of(actor.area)), *towns])

    def clean_uscc(self) -> str:
        """Normal form, with both checks of the code."""
        code = normalise_uscc(self.cleaned_data["uscc"])
        if fault := uscc_fault(code):
            raise forms.ValidationError(fault)
        return code

    def details(self) -> ProviderDetails:
        """As the verb takes it."""
        return ProviderDetails(**{name: self.cleaned_data[name] for name in ProviderDetails.__dataclass_fields__})


class ProviderChangeForm(ProviderForm):
    """What may change of a firm; the code stays."""

    status = forms.ChoiceField(label=_("状态"), choices=ProviderStatus.choices)
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uscc"].disabled = True


class AccountForm(forms.Form):
    """Where the firm is paid."""

    bank_name = forms.CharField(label=_("开户银行"), max_length=120)
    account_name = forms.CharField(label=_("账户名称"), max_length=120)
    account_number = forms.CharField(label=_("银行账号"), max_length=40)


class SiteForm(forms.Form):
    """A facility to register."""

    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("设施类型"))
    area = forms.CharField(label=_("所在区划"), max_length=60, help_text=_("街镇和村居的名称，中间空一格；或区划代码"))
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    provider_id = forms.TypedChoiceField(label=_("运营机构"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label=_("状态"), choices=SiteStatus.choices)
    since = forms.DateField(label=_("该状态自"))
    opened_on = forms.DateField(label=_("启用日期"), required=False)
    floor_area_m2 = forms.DecimalField(
        label=_("建筑面积（平方米）"), required=False, min_value=0, max_digits=9, decimal_places=2
    )
    capacity = forms.IntegerField(label=_("容量（床、座或客）"), required=False, min_value=0)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._area = actor.area
        offer(self, "kind", list(facility_kinds().items()))
        firms = providers_visible(actor).order_by("name").values_list("id", "name")
        offer(self, "provider_id", [("", _("未定")), *firms])

    def clean_area(self) -> str:
        """The code of what was written."""
        line = AreaNames(self._area).find(self.cleaned_data["area"])
        if line is None:
            raise forms.ValidationError(_("在您的辖区内找不到这个区划"))
        return line.code

    def details(self) -> SiteDetails:
        """As the verb takes it."""
        return SiteDetails(**self.cleaned_data)


class SiteStatusForm(forms.Form):
    """A new status, from a day on."""

    status = forms.ChoiceField(label=_("新状态"), choices=SiteStatus.choices)
    since = forms.DateField(label=_("自"))
    reason = forms.CharField(label=_("理由"), max_length=200)
