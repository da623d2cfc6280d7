"""For the bureau: choosing granted cases and publishing them in one notice."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yinling.design.choices import offer
from yinling.design.pages import Request, page
from yinling.kernel.actor import Actor
from yinling.needs.casework.actions import publish_notice
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.queries.lists import granted_unpublished
from yinling.needs.casework.queries.notices import public_notices
from yinling.needs.casework.web.posted import posted


class NoticeChoice(forms.Form):
    """Which granted cases go into the notice."""

    cases = forms.MultipleChoiceField(label=gettext_lazy("公示的办件"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cases", choices)


def _choices(actor: Actor) -> list[tuple[str, str]]:
    lines = granted_unpublished(actor, on=timezone.localdate())
    return [
        (str(line.case.id), f"{line.case.number} {line.case.person_name_masked} {line.area_name}") for line in lines
    ]


@page("casework.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: Request) -> HttpResponse:
    """Bundles granted cases into a public notice."""
    choices = _choices(request.actor)
    form = NoticeChoice(posted(request)[0], choices=choices, initial={"cases": [value for value, _words in choices]})
    if request.method == "POST" and form.is_valid():
        chosen = [int(value) for value in form.cleaned_data["cases"]]
        try:
            notice = publish_notice(case_ids=chosen, by=request.actor, at=timezone.now())
        except StepRefused as refused:
            form.add_error(None, _(refused.words))
        else:
            messages.success(request, _("已发布公示 %(number)s。") % {"number": notice.number})
            return redirect("casework:publishing")
    context = {"form": form, "choices": choices, "notices": public_notices(timezone.localdate())}
    return render(request, "portals/desk/publishing.html", context, status=422 if form.errors else 200)


urlpatterns = [path("publishing/", publishing, name="publishing")]
