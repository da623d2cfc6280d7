"""The forms of orders and rests."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.catalogue.queries import services
from yinling.care.orders.actions.ordering import Wanted
from yinling.care.orders.models import RestReason
from yinling.care.orders.queries.lists import DAYS
from yinling.design.choices import offer
from yinling.kernel.dates import clock_minutes

LONG = forms.Textarea(attrs={"rows": 2})
CLOCK = forms.TimeInput(attrs={"type": "time"})
WEEKDAYS = [(str(day), f"周{word}") for day, word in enumerate(DAYS)]
GENDERS = [("", _("不限")), ("female", _("女")), ("male", _("男"))]
PARTS = {"am": (8 * 60, 11 * 60), "pm": (13 * 60, 17 * 60)}


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
        given["window_from"], given["window_until"] = (
            clock_minutes(given["window_from"]),
            clock_minutes(given["window_until"]),
        )
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
        label=_("答复"), choices=[("1", _("接单")), ("", _("不接"))], coerce=bool, empty_value="", required=False,
        widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    reason = forms.CharField(label=_("不接的理由"), required=False, max_length=200, widget=LONG)


class EndOrderForm(forms.Form):
    """From when on nobody comes any more."""

    until = forms.DateField(label=_("从哪一天起不再上门"), initial=timezone.localdate)
    note = forms.CharField(label=_("原因"), max_length=200, widget=LONG)


class RestForm(forms.Form):
    """Nobody is at home for a time."""

    reason = forms.ChoiceField(label=_("原因"), choices=RestReason.choices)
    from_ = forms.DateField(label=_("从哪一天起"), initial=timezone.localdate)
    until = forms.DateField(label=_("哪一天回来"), required=False, help_text=_("还不知道就不填，回来时再登记。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """The end lies after the beginning."""
        given = super().clean() or {}
        if given.get("until") and given.get("from_") and given["until"] <= given["from_"]:
            self.add_error("until", _("回来的日子应晚于离开的日子"))
        return given


class ElderOrderForm(forms.Form):
    """What an older person asks for: which, which day, morning or afternoon, once or each week."""

    service_code = forms.ChoiceField(label=_("要什么服务"))
    from_day = forms.DateField(label=_("哪一天"), initial=timezone.localdate)
    part = forms.ChoiceField(
        label=_("什么时候方便"), choices=[("am", _("上午")), ("pm", _("下午"))], widget=forms.RadioSelect, initial="am"
    )
    weekly = forms.BooleanField(label=_("以后每周这一天都来"), required=False)
    note = forms.CharField(label=_("还有什么要说的"), required=False, max_length=200, widget=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service_code", [(line.code, line.name) for line in services().values()])

    def wanted(self) -> Wanted:
        """As the verb takes it, as long and with as many carers as the catalogue says."""
        given = self.cleaned_data
        item, (first, last) = services()[given["service_code"]], PARTS[given["part"]]
        return Wanted(
            service_code=item.code, from_day=given["from_day"], window_from=first, window_until=last,
            minutes=item.minutes, carers=item.carers, note=given["note"],
            weekdays=(given["from_day"].weekday(),) if given["weekly"] else (),
        )  # fmt: skip
