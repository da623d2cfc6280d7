"""For the bureau: coverage of the very old, samples to re-check, assessors, texts of scales; results from outside."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.foundation.documents.actions import FileRefused
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.area import contains
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import AssessmentRefused
from yinling.needs.assessment.queries.logins import assessor_login
from yinling.needs.assessment.queries.rechecks import draw_lines
from yinling.needs.casework.web.posted import posted
from yinling.needs.grades.domain.refusals import GradeRefused
from yinling.people.places.queries import name_of, names_of
from yinling.portals.desk.assessment import forms
from yinling.portals.desk.assessment.work import chosen_person

AGE = 80  # SQ-14


def _top(request: Request) -> str:
    """The viewer's area; the deployed district for those who see every area."""
    district = load_pack(settings.PACK).area
    return request.actor.area if contains(district, request.actor.area) else district


@page("assessment.view")
@require_safe
def coverage(request: Request) -> HttpResponse:
    """How many of those aged eighty or more hold a grade, town by town."""
    rows = queries.coverage(_top(request), on=timezone.localdate(), age=AGE)
    names = names_of([row.area for row in rows])
    lines = [{"name": names[row.area], "row": row} for row in rows]
    having, every = sum(row.numerator for row in rows), sum(row.denominator for row in rows)
    chart = {
        "labels": [line["name"] for line in lines],
        "unit": "%",
        "bars": [{"name": _("覆盖率"), "values": [round(row.percent, 1) if row.percent else 0 for row in rows]}],
    }
    context = {
        "lines": lines,
        "chart": chart if len(rows) > 1 else None,
        "having": having,
        "every": every,
        "percent": 100 * having / every if every else None,
        "age": AGE,
    }
    return render(request, "portals/assessment/desk/coverage.html", context)


@page("assessment.view")
@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request: Request) -> HttpResponse:
    """Samples drawn so far; the bureau draws another."""
    may_draw = request.actor.may("assessment.review")
    form = forms.DrawForm(request.POST if request.method == "POST" and may_draw else None)
    if form.is_bound and form.is_valid():
        try:
            sample = form.sample(_top(request))
            drawn = actions.draw_recheck(sample=sample, by=request.actor, at=timezone.now())
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            counts = {"population": drawn.population, "drawn": len(drawn.drawn)}
            messages.success(request, _("从 %(population)s 份结果中抽出 %(drawn)s 份，请指派另外的评估员。") % counts)
            return redirect("assessment:rechecks")
    context = {"form": form if may_draw else None, "draws": draw_lines(request.actor), "area": name_of(_top(request))}
    return render(request, "portals/assessment/desk/rechecks.html", context, status=422 if form.errors else 200)


@page("assessment.view")
@require_http_methods(["GET", "HEAD", "POST"])
def assessors(request: Request) -> HttpResponse:
    """Who is certified until when; the bureau enters a certificate."""
    may_register, today = request.actor.may("assessment.review"), timezone.localdate()
    form = forms.AssessorForm(request.POST if request.method == "POST" and may_register else None)
    if form.is_bound and form.is_valid():
        login = assessor_login(form.cleaned_data["username"], on=today)
        try:
            if login is None:
                raise AssessmentRefused(_("没有这个评估员登录名。"))
            certificate = form.certificate(login.organisation_id)
            actions.register_assessor(
                user_id=login.user_id, certificate=certificate, by=request.actor, at=timezone.now()
            )
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("证书已登记。"))
            return redirect("assessment:assessors")
    lines = queries.assessors_visible(request.actor, on=today)
    context = {"form": form if may_register else None, "lines": lines}
    return render(request, "portals/assessment/desk/assessors.html", context, status=422 if form.errors else 200)


@page("assessment.view")
@require_safe
def scales(request: Request) -> HttpResponse:
    """Every scale, and whether its grades may decide money."""
    return _scales(request, None)


def _scales(request: Request, form: forms.SourceForm | None) -> HttpResponse:
    context = {
        "lines": queries.scale_lines(),
        "may_confirm": request.actor.may("assessment.review"),
        "form": form or forms.SourceForm(),
    }
    return render(request, "portals/assessment/desk/scales.html", context, status=422 if form else 200)


@page("assessment.review")
@require_POST
def confirmation(request: Request, name: str) -> HttpResponse:
    """One official has compared the text with the official annex; another agrees."""
    form = forms.SourceForm(request.POST) if "source" in request.POST else None
    try:
        if form is None:
            actions.confirm_scale(scale=name, by=request.actor, at=timezone.now())
        elif form.is_valid():
            actions.propose_scale(scale=name, by=request.actor, at=timezone.now(), **form.cleaned_data)
        else:
            return _scales(request, form)
    except GradeRefused as refused:
        messages.error(request, say(refused.words))
    except LookupError:
        raise Http404 from None
    else:
        messages.success(request, _("已记录。"))
    return redirect("assessment:scales")


@page("assessment.assign", "assessment.review")
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: Request) -> HttpResponse:
    """A result that another body gave, with its report; `?person=` says whose."""
    card = chosen_person(request)
    form = forms.OutsideForm(*posted(request))
    if request.method == "POST" and card and form.is_valid():
        try:
            made = actions.import_result(person_id=card.id, given=form.given(), by=request.actor, at=timezone.now())
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        except FileRefused as refused:
            form.add_error("report", say(str(refused)))
        else:
            messages.success(request, _("结果已登记。"))
            return redirect("assessment:result", made.pk)
    context: dict[str, Any] = {"form": form, "card": card, "heading": _("登记外部评估结果")}
    return render(request, "portals/assessment/desk/new.html", context, status=422 if form.errors else 200)


@page("assessment.view")
@require_safe
def result(request: Request, result_id: int) -> HttpResponse:
    """One result, from here or from outside."""
    try:
        found = queries.result_page(result_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown
    return render(request, "portals/assessment/desk/result.html", {"result": found})


urlpatterns = [
    path("coverage/", coverage, name="coverage"),
    path("rechecks/", rechecks, name="rechecks"),
    path("assessors/", assessors, name="assessors"),
    path("scales/", scales, name="scales"),
    path("scales/<slug:name>/confirmation", confirmation, name="confirmation"),
    path("results/new/", outside, name="outside"),
    path("results/<int:result_id>/", result, name="result"),
]
