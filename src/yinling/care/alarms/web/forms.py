"""Forms of the call desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.care.alarms.domain.words import WHOM_WORDS
from yinling.care.alarms.queries.lists import rules
from yinling.design.choices import offer
from yinling.people.places.queries import towns_in


class NoteForm(forms.Form):
    """Something to write down."""

    note = forms.CharField(label=_("情况"), max_length=400, widget=forms.Textarea({"rows": 2}))


class CallForm(forms.Form):
    """Somebody was called."""

    whom = forms.ChoiceField(label=_("打给谁"), choices=list(WHOM_WORDS.items()))
    is_reached = forms.ChoiceField(
        label=_("打通了吗"), choices=[("yes", _("打通了")), ("no", _("没有打通"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("说了什么"), max_length=400, required=False)


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("处置结果"))
    note = forms.CharField(label=_("说明"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", [("", "—"), *((one.code, one.name) for one in rules().outcomes.values())])


class HandOverForm(forms.Form):
    """Who has it from now on."""

    to = forms.TypedChoiceField(label=_("交给"), coerce=int)

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", others)


class PeriodForm(forms.Form):
    """Which alarms the figures count."""

    since = forms.DateField(label=_("从哪天起"), required=False)
    until = forms.DateField(label=_("到哪天（不含）"), required=False)
    area = forms.ChoiceField(label=_("街镇"), required=False)

    def __init__(self, *args: Any, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [("", _("全部")), *((one.code, one.name) for one in towns_in(district))])

    def days(self, first: date, last: date) -> tuple[date, date]:
        """The days asked for, or the ones given."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("since") or first, given.get("until") or last
