"""Forms of staffing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.people.places.queries import name_of, towns_in


class PopulationForm(forms.Form):
    """Registered people of an area."""

    area = forms.ChoiceField(label=_("区划"))
    counted_on = forms.DateField(label=_("截至日期"), initial=timezone.localdate)
    people = forms.IntegerField(label=_("户籍人口"), min_value=1, max_value=100_000_000)
    source = forms.CharField(label=_("来源"), max_length=120)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = [(town.code, town.name) for town in towns_in(actor.area) if town.code != actor.area]
        offer(self, "area", [*towns, (actor.area, name_of(actor.area))])
