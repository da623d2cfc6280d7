"""For the clerk at the window: an application on behalf of a person who came in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, page
from yinling.kernel.actor import NotVisible
from yinling.needs.casework.actions import start_draft
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.queries.procedure import programmes_open
from yinling.needs.casework.web.posted import posted
from yinling.people.registry.queries.searching import Wanted, find_people
from yinling.portals.desk.forms import PersonChoice
from yinling.portals.elder.applying import form_page


@page("casework.apply_for")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Begins, or goes on with, the person's application."""
    text = request.GET.get("q", "").strip()
    form = PersonChoice(posted(request)[0], initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        try:
            case = start_draft(**_wanted(form), by=request.actor, at=timezone.now())
        except NotVisible:
            form.add_error("person", _("本辖区没有这位老人。"))
        except StepRefused as refused:
            form.add_error(None, _(refused.words))
            messages.error(request, _(refused.words))
        else:
            return redirect("casework:apply_page", case.pk, "who")
    found = find_people(Wanted(text=text), actor=request.actor, on=timezone.localdate()).cards if text else []
    context = {"form": form, "text": text, "cards": found, "choices": programmes_open()}
    return render(request, "portals/apply/new.html", context, status=422 if form.errors else 200)


def _wanted(form: PersonChoice) -> dict[str, Any]:
    return {"person_id": form.cleaned_data["person"], "programme": form.cleaned_data["programme"]}


urlpatterns = [
    path("new/", new, name="new"),
    path("<int:case_id>/application/<slug:code>/", form_page, name="apply_page"),
]
