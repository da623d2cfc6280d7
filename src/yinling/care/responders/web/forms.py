"""Forms about responders and contacts."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.care.responders.actions.contacts import Relative
from yinling.care.responders.actions.responders import Details
from yinling.care.responders.domain.kinds import KIND_WORDS, MODE_WORDS, WAY_WORDS, Mode
from yinling.design.choices import offer
from yinling.kernel.dates import SHANGHAI
from yinling.people.places.queries import full_names, towns_in, villages_in

WEEK = [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")]
HOUR = 60


class ResponderForm(forms.Form):
    """Somebody who can be sent."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    kind = forms.ChoiceField(label=_("身份"), choices=[(code.value, words) for code, words in KIND_WORDS.items()])
    phone = forms.CharField(label=_("电话"), max_length=20)
    area = forms.ChoiceField(label=_("负责哪里"))
    mode = forms.ChoiceField(
        label=_("出行方式"),
        choices=[(code.value, words) for code, words in MODE_WORDS.items()],
        initial=Mode.EBIKE.value,
    )
    longitude = forms.FloatField(label=_("出发地经度"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(
        label=_("出发地纬度"), required=False, min_value=-90, max_value=90, help_text=_("经度和纬度都填，才能算路程。")
    )
    user_id = forms.TypedChoiceField(
        label=_("登录名"), required=False, coerce=int, empty_value=None, help_text=_("对应以后，派单会发到本人手机。")
    )

    def __init__(self, *args: Any, district: str, logins: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [district, *(one.code for one in (*towns_in(district), *villages_in(district)))]
        names = full_names(codes)
        offer(self, "area", [(code, names[code]) for code in sorted(set(codes))])
        offer(self, "user_id", [("", "—"), *logins])

    def clean(self) -> dict[str, Any]:
        """Both degrees or none."""
        given = super().clean() or {}
        if (given.get("longitude") is None) != (given.get("latitude") is None):
            self.add_error("latitude", _("经度和纬度要一起填"))
        return given

    def details(self) -> Details:
        """As the verb takes it."""
        return Details(**self.cleaned_data)


class DutyForm(forms.Form):
    """When somebody is on duty."""

    from_on = forms.DateField(label=_("哪一天"))
    from_clock = forms.TimeField(label=_("几点起"), widget=forms.TimeInput({"type": "time"}))
    hours = forms.IntegerField(label=_("几个小时"), min_value=1, max_value=7 * 24)

    def moments(self) -> tuple[datetime, datetime]:
        """Beginning and end."""
        given = self.cleaned_data
        begins = datetime.combine(given["from_on"], given["from_clock"], SHANGHAI)
        return begins, begins.fromtimestamp(begins.timestamp() + given["hours"] * 3600, SHANGHAI)


class WeekForm(forms.Form):
    """The hours of every week: the same on all days that are ticked."""

    days = forms.TypedMultipleChoiceField(
        label=_("每周哪几天"),
        coerce=int,
        choices=list(enumerate(WEEK)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts = forms.IntegerField(label=_("几点起"), min_value=0, max_value=23, initial=8)
    hours = forms.IntegerField(label=_("几个小时"), min_value=1, max_value=24, initial=10)

    def spans(self) -> list[tuple[int, int, int]]:
        """As the verb takes it; no day: on duty by rota only."""
        given = self.cleaned_data
        begins = given["starts"] * HOUR
        return [(day, begins, begins + given["hours"] * HOUR) for day in given["days"]]


class LeaveForm(forms.Form):
    """From when on somebody comes no more."""

    on = forms.DateField(label=_("从哪天起不再出动"))


class ContactForm(forms.Form):
    """A relative who is to be told."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    relation = forms.CharField(label=_("关系"), max_length=20)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    agent_id = forms.TypedChoiceField(
        label=_("代办人登录名"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("系统消息只发给有有效委托的代办人。"),
    )
    ways = forms.MultipleChoiceField(
        label=_("怎样告诉"), choices=[(way.value, words) for way, words in WAY_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    order = forms.IntegerField(label=_("先后"), min_value=1, max_value=9, initial=1)
    has_key = forms.BooleanField(label=_("有钥匙"), required=False)
    consented_on = forms.DateField(label=_("老人哪天同意的"))

    def __init__(self, *args: Any, agents: list[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agent_id", [("", "—"), *agents])
        self.fields["consented_on"].initial = today

    def relative(self) -> Relative:
        """As the verb takes it."""
        given = self.cleaned_data
        return Relative(**{**given, "ways": tuple(given["ways"])})


class HomeForm(forms.Form):
    """What whoever answers a call must know of a home."""

    way_in = forms.CharField(
        label=_("楼层、进门和钥匙"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    medical = forms.CharField(
        label=_("疾病、用药和过敏"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
