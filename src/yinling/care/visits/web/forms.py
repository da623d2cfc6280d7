"""The forms of orders and visits."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.visits.models import Cause, VisitState
from yinling.care.visits.queries.visits import VisitFilter
from yinling.design.choices import offer
from yinling.design.pages import number_in
from yinling.kernel.actor import Actor
from yinling.kernel.dates import SHANGHAI
from yinling.people.places.queries import towns_in, villages_in

LONG = forms.Textarea(attrs={"rows": 2})
TOWN_DIGITS = 9
CLOCK = forms.TimeInput(attrs={"type": "time"})
OFFICE_CAUSES = [Cause.HOSPITAL, Cause.AWAY, Cause.ELDER_REFUSED, Cause.NO_CARER, Cause.WEATHER, Cause.OTHER]


class DayForm(forms.Form):
    """Which visits of a day to show."""

    on = forms.DateField(label=_("日期"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *VisitState.choices])
    area = forms.ChoiceField(label=_("区划"), required=False)
    odd = forms.BooleanField(label=_("只看有异常的"), required=False)

    def __init__(self, asked: QueryDict, *, actor: Actor, district: str) -> None:
        super().__init__({"on": timezone.localdate()} | {name: text for name, text in asked.items() if text})
        top = actor.area if len(actor.area) > len(district) else district
        areas = villages_in(top) if len(top) >= TOWN_DIGITS else towns_in(top)
        offer(self, "area", [("", _("全部")), *((one.code, one.name) for one in areas)])

    def wanted(self, after: str = "") -> VisitFilter:
        """What was asked for; what does not fit is left out, and without a day it is today."""
        self.is_valid()
        given = self.cleaned_data
        after_id = number_in(after)
        on: date = given.get("on") or timezone.localdate()
        return VisitFilter(on, given.get("state", ""), given.get("area", ""), bool(given.get("odd")), after_id)


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


class OutcomeForm(forms.Form):
    """What was done about a trouble."""

    outcome = forms.CharField(label=_("怎样处理的"), max_length=400, widget=LONG)
