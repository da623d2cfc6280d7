"""For a carer: own certificates, hours and absences."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.people.workforce import actions
from yinling.people.workforce.models import Worker
from yinling.people.workforce.queries import pages, worker_of_user
from yinling.people.workforce.web import forms
from yinling.people.workforce.web.office import absence_details
from yinling.people.workforce.web.panels import panels
from yinling.people.workforce.web.steps import step, worker_or_404


@page("workforce.own")
@require_safe
def me(request: Request) -> HttpResponse:
    """What is kept of the carer who looks."""
    found = _mine(request)
    context = {
        "page": pages.worker_page(found, actor=request.actor, on=timezone.localdate()),
        "panels": panels(request, found.pk),
    }
    return render(request, "workforce/me.html", context)


@page("workforce.own")
@require_http_methods(["GET", "POST"])
def own_absence(request: Request) -> HttpResponse:
    """The carer reports in sick, or asks for a day."""
    found, form = _mine(request), forms.AbsenceForm(request.POST or None)
    return step(
        request,
        form,
        lambda: actions.record_absence(
            absence_details(form.cleaned_data), worker_id=found.pk, by=request.actor, at=timezone.now()
        ),
        heading=_("请假"),
        back=reverse("workforce:me"),
    )


@page("workforce.own")
@require_POST
def own_withdrawal(request: Request, absence_id: int) -> HttpResponse:
    """The carer comes after all."""
    worker_or_404(request, pages.worker_of_absence(absence_id, actor=request.actor))
    actions.withdraw_absence(absence_id=absence_id, by=request.actor, at=timezone.now())
    messages.success(request, _("已撤销请假"))
    return redirect("workforce:me")


def _mine(request: Request) -> Worker:
    worker_id = worker_of_user(request.actor.user_id)
    if worker_id is None:
        raise Http404(_("这个登录名还没有对应的护理人员，请联系机构办公室"))
    return worker_or_404(request, worker_id)


urlpatterns = [
    path("me/", me, name="me"),
    path("me/absences/new/", own_absence, name="own_absence"),
    path("me/absences/<int:absence_id>/withdrawal/", own_withdrawal, name="own_withdrawal"),
]
