"""For the older person and their agents: look at a quote, look at finished works; one question a page."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.care.adaptation import actions, queries
from yinling.care.adaptation.queries import JobPage
from yinling.care.adaptation.web import forms
from yinling.care.adaptation.web.desk import REFUSALS, open_quote_id
from yinling.design.pages import Request, page


def _ask(
    request: Request, job_id: int, template: str, make: type[django_forms.Form],
    act: Callable[[JobPage, Any], object], done: str,
) -> HttpResponse:  # fmt: skip
    """One question: shown, answered once, and then the same page says what was answered."""
    found = queries.job_page(job_id, actor=request.actor, on=timezone.localdate())
    if found is None or not found.is_applicant:
        raise Http404
    form = make(request.POST) if request.method == "POST" else make()
    if request.method == "POST" and form.is_valid():
        try:
            act(found, form)
        except REFUSALS as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return redirect(request.path)
    return render(request, template, {"page": found, "form": form})


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: Request, job_id: int) -> HttpResponse:
    """The quote, and one button: I agree."""
    return _ask(
        request, job_id, "adaptation/elder/quote.html", django_forms.Form,
        lambda found, form: actions.agree_quote(quote_id=open_quote_id(found), **_who(request)),
        _("您已同意报价。等审定和公示后就可以施工。"),
    )  # fmt: skip


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def quote_changes(request: Request, job_id: int) -> HttpResponse:
    """What should be different in the quote."""
    return _ask(
        request, job_id, "adaptation/elder/quote_changes.html", forms.ReasonForm,
        lambda found, form: actions.decline_quote(quote_id=open_quote_id(found), **form.cleaned_data, **_who(request)),
        _("已告诉改造企业，请等新的报价。"),
    )  # fmt: skip


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def acceptance(request: Request, job_id: int) -> HttpResponse:
    """The finished works, and one button: I am satisfied."""
    return _ask(
        request, job_id, "adaptation/elder/acceptance.html", forms.AcceptForm,
        lambda found, form: actions.accept_work(job_id=job_id, verdict=form.verdict(), **_who(request)),
        _("谢谢您，验收完成了。"),
    )  # fmt: skip


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def rework(request: Request, job_id: int) -> HttpResponse:
    """What must be mended."""
    return _ask(
        request, job_id, "adaptation/elder/rework.html", forms.ReworkForm,
        lambda found, form: actions.ask_rework(job_id=job_id, verdict=form.verdict(), **_who(request)),
        _("已通知改造企业返工。"),
    )  # fmt: skip


urlpatterns = [
    path("works/<int:job_id>/quote/", quote, name="quote"),
    path("works/<int:job_id>/quote/changes/", quote_changes, name="quote_changes"),
    path("works/<int:job_id>/acceptance/", acceptance, name="acceptance"),
    path("works/<int:job_id>/rework/", rework, name="rework"),
]
