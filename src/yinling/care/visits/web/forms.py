"""The forms of orders and visits."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.catalogue.queries import services
from yinling.care.visits.actions.ordering import Wanted
from yinling.care.visits.models import Cause, VisitState
from yinling.care.visits.queries.orders import DAYS
from yinling.care.visits.queries.visits import VisitFilter
from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.kernel.dates import SHANGHAI
from yinling.people.places.queries import towns_in, villages_in

LONG = forms.Textarea(attrs={"rows": 2})
TOWN_DIGITS = 9
CLOCK = forms.TimeInput(attrs={"type": "time"})
WEEKDAYS = [(str(day), f"周{word}") for day, word in enumerate(DAYS)]
GENDERS = [("", _("不限")), ("female", _("女")), ("male", _("男"))]
OFFICE_CAUSES = [Cause.HOSPITAL, Cause.AWAY, Cause.ELDER_REFUSED, Cause.NO_CARER, Cause.WEATHER, Cause.OTHER]


def minutes_of(moment: time) -> int:
    """Minutes from midnight."""
    return moment.hour * 60 + moment.minute


class DayForm(forms.Form):
    """Which visits of a day to show."""

    on = forms.DateField(label=_("日期"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *VisitState.choices])
    area = forms.ChoiceField(label=_("区划"), required=False)
    odd = forms.BooleanField(label=_("只看有异常的"), required=False)

    def __init__(self, *args: Any, actor: Actor, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = actor.area if len(actor.area) > len(district) else district
        areas = villages_in(top) if len(top) >= TOWN_DIGITS else towns_in(top)
        offer(self, "area", [("", _("全部")), *((one.code, one.name) for one in areas)])

    def wanted(self, after: str = "") -> VisitFilter:
        """What was asked for; what does not fit is left out, and without a day it is today."""
        self.is_valid()
        given = self.cleaned_data
        after_id = int(after) if after.isdecimal() and len(after) < 18 else 0
        on: date = given.get("on") or timezone.localdate()
        return VisitFilter(on, given.get("state", ""), given.get("area", ""), bool(given.get("odd")), after_id)


class OrderForm(forms.Form):
    """What is wanted, when, and by whom."""

    service_code = forms.ChoiceField(label=_("服务项目"))
    from_day = forms.DateField(label=_("从哪一天起"), initial=timezone.localdate)
    weekdays = forms.MultipleChoiceField(
        label=_("每周哪几天"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是只上门一次。"),
    )  # fmt: skip
    until = forms.DateField(label=_("到哪一天止"), required=False, help_text=_("这一天不再上门；不填就一直做下去。"))
    window_from = forms.TimeField(label=_("最早几点上门"), widget=CLOCK, initial=time(9))
    window_until = forms.TimeField(label=_("最晚几点上门"), widget=CLOCK, initial=time(11))
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=5, max_value=720, initial=60)
    carers = forms.ChoiceField(label=_("需要几个人"), choices=[("1", _("一人")), ("2", _("两人"))], initial="1")
    wished_gender = forms.ChoiceField(label=_("护理员性别"), choices=GENDERS, required=False)
    skips_holidays = forms.BooleanField(label=_("节假日不上门"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service_code", [(line.code, line.name) for line in services().values()])

    def clean(self) -> dict[str, Any]:
        """The window has an order, the end lies after the beginning."""
        given = super().clean() or {}
        if given.get("window_from") and given.get("window_until") and given["window_from"] > given["window_until"]:
            self.add_error("window_until", _("最晚上门的时间早于最早的"))
        if given.get("until") and given.get("from_day") and given["until"] <= given["from_day"]:
            self.add_error("until", _("止日应晚于起日"))
        return given

    def wanted(self) -> Wanted:
        """As the verb takes it."""
        given = dict(self.cleaned_data)
        given["weekdays"] = tuple(int(day) for day in given["weekdays"])
        given["window_from"], given["window_until"] = minutes_of(given["window_from"]), minutes_of(given["window_until"])
        given["carers"] = int(given["carers"])
        return Wanted(**given)


class OfferForm(forms.Form):
    """To whom an order is put."""

    provider_id = forms.TypedChoiceField(label=_("派给哪家机构"), coerce=int)

    def __init__(self, *args: Any, providers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "provider_id", [(str(number), name) for number, name in providers])


class AnswerForm(forms.Form):
    """A provider takes an order or says why not."""

    is_accepted = forms.TypedChoiceField(
        label=_("答复"), choices=[("1", _("接单")), ("", _("不接"))], coerce=bool, empty_value=False, required=False,
        widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    reason = forms.CharField(label=_("不接的理由"), required=False, max_length=200, widget=LONG)


class EndOrderForm(forms.Form):
    """From when on nobody comes any more."""

    until = forms.DateField(label=_("从哪一天起不再上门"), initial=timezone.localdate)
    note = forms.CharField(label=_("原因"), max_length=200, widget=LONG)


class AssignForm(forms.Form):
    """Who goes, and when."""

    workers = forms.TypedMultipleChoiceField(
        label=_("护理员"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("几点上门"), widget=CLOCK)

    def __init__(self, *args: Any, workers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "workers", [(str(number), words) for number, words in workers])


class CallOffForm(forms.Form):
    """Why nobody comes."""

    cause = forms.ChoiceField(label=_("原因"), choices=[(one.value, one.label) for one in OFFICE_CAUSES])
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)


class CorrectForm(forms.Form):
    """The right times of a visit that ended."""

    started_at = forms.TimeField(label=_("实际开始"), widget=CLOCK)
    ended_at = forms.TimeField(label=_("实际结束"), widget=CLOCK)
    note = forms.CharField(label=_("更正理由"), max_length=200, widget=LONG, help_text=_("原来的时间会留在记录里。"))

    def moments(self, on: date) -> dict[str, Any]:
        """As the verb takes it."""
        given = self.cleaned_data
        return {
            "started_at": datetime.combine(on, given["started_at"], tzinfo=SHANGHAI),
            "ended_at": datetime.combine(on, given["ended_at"], tzinfo=SHANGHAI),
            "note": given["note"],
        }


class RestForm(forms.Form):
    """Nobody is at home for a time."""

    reason = forms.ChoiceField(
        label=_("原因"), choices=[("hospital", _("住院")), ("away", _("外出")), ("other", _("其他"))]
    )
    from_ = forms.DateField(label=_("从哪一天起"), initial=timezone.localdate)
    until = forms.DateField(label=_("哪一天回来"), required=False, help_text=_("还不知道就不填，回来时再登记。"))

    def clean(self) -> dict[str, Any]:
        """The end lies after the beginning."""
        given = super().clean() or {}
        if given.get("until") and given.get("from_") and given["until"] <= given["from_"]:
            self.add_error("until", _("回来的日子应晚于离开的日子"))
        return given


class OutcomeForm(forms.Form):
    """What was done about a trouble."""

    outcome = forms.CharField(label=_("怎样处理的"), max_length=400, widget=LONG)
