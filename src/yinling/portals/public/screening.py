"""Before applying for an assessment: a few questions, and whether one may apply. No grade; nothing is kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, public_page
from yinling.design.speech import say
from yinling.engines.scales.screening import Ability, Screening
from yinling.gateways.policy.scales import UnknownScale, load_scale

ALONE, HELPED = "alone", "helped"
ANSWERS = [(ALONE, _("自己能做")), (HELPED, _("要人帮，或者做不了"))]


class ScreeningForm(forms.Form):
    """One question for each ability; without all of them there is no answer."""

    def __init__(self, *args: Any, abilities: Sequence[Ability], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in abilities:
            self.fields[each.id] = forms.ChoiceField(
                label=say(each.name), help_text=say(each.note) if each.note else "", choices=ANSWERS,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def helped(self) -> set[str]:
        """What one needs help with."""
        return {name for name, answer in self.cleaned_data.items() if answer == HELPED}


def _screening(scale_id: str) -> Screening:
    """The questions of a scale. Raises Http404 where it has none."""
    try:
        found = load_scale(scale_id).screening
    except UnknownScale as unknown:
        raise Http404 from unknown
    if found is None:
        raise Http404
    return found


@public_page
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: Request, name: str) -> HttpResponse:
    """Asks and answers in one go: the answers come by POST, so that no address and no log holds them."""
    found = _screening(name)
    form = ScreeningForm(request.POST if request.method == "POST" else None, abilities=found.abilities)
    may_apply = found.allows(form.helped()) if form.is_valid() else None
    context = {"screening": found, "form": form, "may_apply": may_apply, "scale_id": name}
    return render(request, "portals/public/screening.html", context, status=422 if form.errors else 200)


urlpatterns = [path("screenings/<str:name>/", screening, name="screening")]
