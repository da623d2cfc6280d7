"""Forms of welfare visits at the desk, at the call desk and on a visitor's phone."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yinling.care.wellbeing.actions.visiting import Told
from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.domain.states import WAY_WORDS, Way
from yinling.care.wellbeing.queries.rates import months_known
from yinling.care.wellbeing.queries.rules import district, rules
from yinling.care.wellbeing.queries.targets import LEFT, NOBODY, OVERDUE, UNVISITED, Wanted
from yinling.design.choices import offer
from yinling.design.pages import number_in
from yinling.foundation.access.queries import holders
from yinling.kernel.actor import Actor
from yinling.people.places.queries import towns_in, villages_in

PLACE_MAX = 180.0


def areas_for(actor: Actor) -> list[tuple[str, str]]:
    """Towns of a district's staff, villages of a town's."""
    top = actor.area if len(actor.area) > len(district()) else district()
    found = villages_in(top) if len(top) >= 9 else towns_in(top)
    return [("", str(_("全部"))), *((one.code, one.name) for one in found)]


class MonthForm(forms.Form):
    """Which month and which area."""

    month = forms.ChoiceField(label=_("月份"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = months_known(today)
        offer(self, "month", [(f"{first:%Y-%m}", f"{first:%Y-%m}") for first in months])
        self.fields["month"].initial = f"{today:%Y-%m}"

    def first_day(self, today: date) -> date:
        """The first day of the month asked for; of this one where none or a strange one is."""
        given = self.cleaned_data.get("month", "") if self.is_valid() else ""
        return date.fromisoformat(f"{given}-01") if given else today.replace(day=1)


class FilterForm(forms.Form):
    """Which people to show."""

    area = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    risk = forms.ChoiceField(label=_("风险等级"), required=False)
    show = forms.ChoiceField(label=_("哪些人"), required=False)
    month = forms.CharField(widget=forms.HiddenInput, required=False, max_length=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "risk", [("", _("全部")), *((one.id, one.words) for one in rules().risks)])
        shows = {"": _("在名单上的"), UNVISITED: _("这个月还没探访的"), OVERDUE: _("过了期限的"),
                 NOBODY: _("没有安排探访员的"), LEFT: _("已经移出的")}  # fmt: skip
        offer(self, "show", list(shows.items()))

    def wanted(self, after: str) -> Wanted:
        """What is asked for; what cannot be is left out."""
        given = self.cleaned_data if self.is_valid() else {}
        area = given.get("area", "")
        try:
            month = month_of(date.fromisoformat(f"{given.get('month', '')}-01"))
        except ValueError:
            month = None
        return Wanted(
            area if area.isdigit() and area.isascii() else "", given.get("risk", ""), given.get("show", ""), month,
            number_in(after),
        )  # fmt: skip


class ReasonForm(forms.Form):
    """Why the contact is looked at."""

    reason = forms.CharField(label=_("查看原因"), max_length=200, help_text=_("会记入查阅记录。"))


class VisitorForm(forms.Form):
    """Who goes."""

    visitor_id = forms.ChoiceField(label=_("探访员"))

    def __init__(self, *args: Any, area: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = holders("visitor", area=area, on=on)
        offer(self, "visitor_id", [("", _("请选择")), *((str(user), name) for user, name in found.items())])

    def chosen(self) -> int:
        """The number of the log-in."""
        return int(self.cleaned_data["visitor_id"])


class VillagesForm(VisitorForm):
    """Villages for a visitor."""

    areas = forms.MultipleChoiceField(label=_("居村"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, area: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, area=area, on=on, **kwargs)
        offer(self, "areas", [(one.code, one.name) for one in villages_in(area)])


class VisitForm(forms.Form):
    """What was found; a visitor tells of today, the desk of the last days too."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    findings = forms.MultipleChoiceField(label=_("情况怎样"), widget=forms.CheckboxSelectMultiple)
    way = forms.ChoiceField(label=_("怎样探访的"), widget=forms.RadioSelect, initial=Way.HOME)
    on = forms.DateField(label=_("哪一天"))
    note = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("不写病情细节，写清要办什么。"),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("照片"), required=False,
        widget=forms.ClearableFileInput({"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-PLACE_MAX, max_value=PLACE_MAX)
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)

    def __init__(self, *args: Any, is_afield: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid4()))
        self.today: date = self.initial["on"]
        offer(self, "findings", [(one.id, one.words) for one in rules().findings.values()])
        offer(self, "way", [(way.value, words) for way, words in WAY_WORDS.items()])
        if is_afield:
            del self.fields["on"]

    def told(self) -> Told:
        """The visit as typed. The photo's size is bounded by the store."""
        given = self.cleaned_data
        photo = given.get("photo")
        x, y = given.get("longitude"), given.get("latitude")
        return Told(
            findings=tuple(given["findings"]), key=given["key"], on=given.get("on", self.today), way=Way(given["way"]),
            note=given["note"], place=None if x is None or y is None else (x, y),
            photo=photo.read(settings.UPLOAD_BYTES_MAX + 1) if photo else b"",
        )  # fmt: skip


class NoteForm(forms.Form):
    """Words about a step."""

    note = forms.CharField(label=_("说明"), max_length=300, widget=forms.Textarea({"rows": 2}))


class AssigneeForm(forms.Form):
    """Who does it."""

    user_id = forms.ChoiceField(label=_("交给谁"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user_id", [("", _("请选择")), *((str(user), name) for user, name in people)])
