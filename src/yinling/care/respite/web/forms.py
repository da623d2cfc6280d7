"""The forms of respite."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.care.respite.actions import Wish
from yinling.care.respite.models import Form
from yinling.design.choices import offer
from yinling.kernel.actor import machine
from yinling.people.providers.queries import providers_visible


class WishForm(forms.Form):
    """Days, form and provider."""

    form = forms.ChoiceField(label=_("在哪里照护"), choices=Form.choices, widget=forms.RadioSelect)
    provider_id = forms.TypedChoiceField(label=_("请哪家机构"), coerce=int)
    from_on = forms.DateField(label=_("从哪天起"))
    until_on = forms.DateField(label=_("到哪天家人自己来"), help_text=_("这一天不算在里面。"))
    note = forms.CharField(label=_("还有什么要说"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Which providers there are is public; a family has no area of its own to look through.
        rows = providers_visible(machine("respite")).filter(kind="care_operator", status="active")
        offer(self, "provider_id", [(row.pk, row.name) for row in rows.order_by("name", "pk")])

    def wish(self, person_id: int) -> Wish:
        """What is asked for, from clean data."""
        return Wish(person_id=person_id, **self.cleaned_data)
