"""For the older person and their agents: what care I have, and do I agree; one question a page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.plans import actions, queries
from yinling.care.plans.domain.refusals import PlanRefused
from yinling.care.plans.queries import PlanPage
from yinling.care.plans.queries.pages import own_pages
from yinling.care.plans.web.forms import ChangeForm
from yinling.design.pages import Request, page


@page("elder.own", "elder.represent")
@require_safe
def care_plans(request: Request) -> HttpResponse:
    """Each plan in plain words; those that wait for an answer first."""
    pages = own_pages(request.actor, on=timezone.localdate())
    return render(request, "plans/elder/plans.html", {"pages": pages, "is_agent": request.actor.person_id is None})


def _own(request: Request, plan_id: int) -> PlanPage:
    found = queries.plan_page(plan_id, actor=request.actor, on=timezone.localdate())
    if found is None or not found.speaks:
        raise Http404
    return found


def _answer(request: Request, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except PlanRefused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, done)
    return redirect("elder:care_plans")


@page("elder.own", "elder.represent")
@require_POST
def care_agreement(request: Request, plan_id: int) -> HttpResponse:
    """I agree."""
    _own(request, plan_id)
    at = timezone.now()
    return _answer(
        request, lambda: actions.agree(plan_id=plan_id, by=request.actor, at=at), _("好的，您同意了。到时候有人上门。")
    )


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "POST"])
def care_changes(request: Request, plan_id: int) -> HttpResponse:
    """What should be different."""
    found = _own(request, plan_id)
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        what = {"plan_id": plan_id, "by": request.actor, "at": timezone.now(), **form.cleaned_data}
        return _answer(request, lambda: actions.decline(**what), _("已经告诉他们了，改好再请您看。"))
    return render(request, "plans/elder/changes.html", {"form": form, "page": found})


urlpatterns = [
    path("care-plans/", care_plans, name="care_plans"),
    path("care-plans/<int:plan_id>/agreement/", care_agreement, name="care_agreement"),
    path("care-plans/<int:plan_id>/changes/", care_changes, name="care_changes"),
]
