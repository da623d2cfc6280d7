"""The forms of devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.care.devices.actions.registering import SECONDS_MAX, SECONDS_MIN, DeviceDetails
from yinling.care.devices.domain.states import TOWN_DIGITS
from yinling.care.devices.models import DeviceState, Line
from yinling.care.devices.queries.finding import rules
from yinling.care.devices.queries.register import DeviceFilter
from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.people.places.queries import name_of, towns_in, villages_in

TROUBLES = [("", _("全部")), ("silent", _("失联")), ("low", _("电量低")), ("untested", _("还没有测通")),
            ("vacated", _("待收回"))]  # fmt: skip
NOTE = forms.Textarea(attrs={"rows": 2})


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, kind.name) for kind in rules().kinds.values()]


def _towns(actor: Actor, district: str) -> list[tuple[str, str]]:
    top = actor.area if len(actor.area) > len(district) else district
    places = villages_in(top) if len(top) > TOWN_DIGITS else towns_in(top)
    return [(one.code, one.name) for one in places] or [(top, name_of(top))]


class FilterForm(forms.Form):
    """Which devices to show."""

    text = forms.CharField(label=_("账号、序列号或名称"), required=False, max_length=64)
    kind = forms.ChoiceField(label=_("种类"), required=False)
    area = forms.ChoiceField(label=_("街镇"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *DeviceState.choices])
    trouble = forms.ChoiceField(label=_("要处理的"), required=False, choices=TROUBLES)

    def __init__(self, *args: Any, actor: Actor, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", _("全部")), *_kinds()])
        offer(self, "area", [("", _("全部")), *_towns(actor, district)])

    def wanted(self, after: int) -> DeviceFilter:
        """As the question takes it."""
        return DeviceFilter(after=after, **(self.cleaned_data if self.is_valid() else {}))


class DeviceForm(forms.Form):
    """A device as it is written down."""

    kind = forms.ChoiceField(label=_("种类"))
    protocol = forms.ChoiceField(label=_("接入方式"), choices=Line.choices)
    account = forms.CharField(
        label=_("账号"), max_length=64,
        help_text=_("设备报文里的账号：DC-09 的账户号、SCAIP 的控制器号、主题里的设备名或 IMEI。"),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("由哪个街镇管理"))
    label = forms.CharField(label=_("名称"), max_length=60, required=False)
    serial = forms.CharField(label=_("序列号"), max_length=60, required=False)
    secret = forms.CharField(
        label=_("密钥"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("报文加密用；加密保存，以后只显示末两位。"),
    )  # fmt: skip
    expected_seconds = forms.IntegerField(
        label=_("平安周期（秒）"), min_value=SECONDS_MIN, max_value=SECONDS_MAX, required=False,
        help_text=_("多久报一次平安；不填就按种类。"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", _kinds())
        offer(self, "area", _towns(actor, district))

    def details(self) -> DeviceDetails:
        """As the verb takes it."""
        return DeviceDetails(**self.cleaned_data)


class ChangeForm(DeviceForm):
    """What may be corrected: by which way and account a device speaks stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("protocol", "account", "area"):
            del self.fields[name]
        self.fields["secret"].help_text = _("不填就不变。")


class InstallForm(forms.Form):
    """Which device goes where in the home."""

    device_id = forms.TypedChoiceField(label=_("设备"), coerce=int)
    room = forms.CharField(label=_("安装位置"), max_length=60, help_text=_("例如：卧室床头、厨房灶台上方、卫生间。"))
    longitude = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(
        label=_("纬度"), required=False, min_value=-90, max_value=90, help_text=_("不填就用登记过的门口位置。")
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "device_id", choices)

    def clean(self) -> dict[str, Any]:
        """A place is both or nothing."""
        given = super().clean() or {}
        if (given.get("longitude") is None) != (given.get("latitude") is None):
            self.add_error("latitude", _("经度和纬度要么都填，要么都不填"))
        return given


class NoteForm(forms.Form):
    """Why."""

    note = forms.CharField(label=_("原因"), max_length=200, widget=NOTE)
