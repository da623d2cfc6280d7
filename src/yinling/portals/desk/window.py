"""For the clerk at the window: an application on behalf of a person who came in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.design.pages import page
from yinling.needs.casework.actions import start_draft
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.web.posted import posted
from yinling.people.registry.queries import NotVisible
from yinling.portals.desk.forms import PersonChoice
from yinling.portals.elder.applying import form_page


@page("casework.apply_for")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begins, or goes on with, the person's application."""
    form = PersonChoice(posted(request)[0], initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        try:
            case = start_draft(person_id=form.cleaned_data["person"], by=request.actor, at=timezone.now())
        except NotVisible:
            form.add_error("person", _("本辖区没有这位老人。"))
        except StepRefused as refused:
            form.add_error(None, _(refused.words))
            messages.error(request, _(refused.words))
        else:
            return redirect("casework:apply_page", case.pk, "who")
    return render(request, "portals/apply/new.html", {"form": form}, status=422 if form.errors else 200)


urlpatterns = [
    path("new/", new, name="new"),
    path("<int:case_id>/application/<slug:code>/", form_page, name="apply_page"),
]
