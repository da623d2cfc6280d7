"""For towns and the bureau: the work list, one assessment with its steps, what falls due, applying at the window."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, number_in, page
from yinling.design.speech import say
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import AssessmentRefused
from yinling.needs.assessment.domain.states import WORDS, State
from yinling.needs.casework.web.posted import posted
from yinling.people.registry.queries import PersonCard, person_card
from yinling.people.registry.queries.searching import Wanted, find_people
from yinling.portals.desk.assessment import forms
from yinling.portals.desk.assessment.report import basics_of, record_of
from yinling.portals.desk.assessment.steps import STEPS, endings_of, forms_of, make, open_verbs

TABS = (State.REQUESTED, State.ACCEPTED, State.ASSIGNED, State.SIGNED_ONCE, State.COMPLETED)


@page("assessment.view")
@require_safe
def work_list(request: Request) -> HttpResponse:
    """What waits for the role; or everything, or everything in one state."""
    asked, today = request.GET, timezone.localdate()
    state = asked.get("state", "") if asked.get("state", "") in WORDS else ""
    shows_all = bool(state) or asked.get("show") == "all"
    found = queries.worklist(
        request.actor, on=today, waiting=not shows_all, state=state, after=asked.get("after", "")[:80]
    )
    here = {"state": state} if state else {"show": "all"} if shows_all else {}
    context = {
        "lines": found.lines,
        "counts": queries.counts(request.actor, on=today),
        "tabs": list(_tabs(state, shows_all)),
        "next_url": f"?{urlencode({**here, 'after': found.next_key})}" if found.next_key else "",
        "first_url": f"?{urlencode(here)}" if "after" in asked else "",
    }
    return render(request, "portals/assessment/desk/work_list.html", context)


def _tabs(state: str, shows_all: bool) -> Iterator[dict[str, Any]]:
    yield {"url": "?", "words": _("等我办理"), "is_current": not shows_all}
    for one in TABS:
        yield {"url": f"?state={one.value}", "words": WORDS[one], "is_current": one == state}
    yield {"url": "?show=all", "words": _("全部"), "is_current": shows_all and not state}


@page("assessment.view")
@require_safe
def due(request: Request) -> HttpResponse:
    """Grades that run out within the scale's days ahead, or have run out."""
    shows_all = request.GET.get("show") == "all"
    context = {
        "lines": queries.due(request.actor, on=timezone.localdate(), under_way=shows_all),
        "shows_all": shows_all,
        "may_request": request.actor.may("assessment.assign") and not shows_all,
    }
    return render(request, "portals/assessment/desk/due.html", context)


def found_page(request: Request, assessment_id: int) -> queries.AssessmentPage:
    """The assessment as its page shows it. Raises Http404."""
    try:
        return queries.assessment_page(assessment_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown


@page("assessment.view")
@require_safe
def assessment(request: Request, assessment_id: int) -> HttpResponse:
    """One assessment with what may be done now."""
    return show(request, found_page(request, assessment_id))


def show(
    request: Request, found: queries.AssessmentPage, bound: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    """The page with forms as they were sent, or empty ones."""
    lines = _assessors(request, found)
    made = forms_of(open_verbs(found, request.actor), lines, bound or {})
    context = {
        "page": found,
        "forms": made,
        "unfit": [line for line in lines if line.unfit],
        "endings": endings_of(made),
        "basics": basics_of(record_of(request, found.line.id)) if found.result else (),
    }
    return render(request, "portals/assessment/desk/assessment.html", context, status=422 if bound else 200)


def _assessors(request: Request, found: queries.AssessmentPage) -> list[queries.AssessorLine]:
    if "assign" not in found.verbs:
        return []
    return queries.qualified_assessors(found.line.id, actor=request.actor, on=timezone.localdate())


@page("assessment.assign", "assessment.review")
@require_POST
def step(request: Request, assessment_id: int, noun: str) -> HttpResponse:
    """One form, one verb, one redirect; a refusal stands on the form."""
    found, taken = found_page(request, assessment_id), STEPS.get(noun)
    if taken is None:
        raise Http404
    form = make(noun, _assessors(request, found), request.POST)
    if taken.verb not in open_verbs(found, request.actor):
        messages.error(request, _("这一步现在不能办理，请查看最新情况。"))
        return redirect("assessment:assessment", assessment_id)
    if form.is_valid():
        try:
            taken.act(assessment_id=assessment_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, taken.done)
            return redirect("assessment:assessment", assessment_id)
    return show(request, found, {noun: form})


@page("assessment.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """An application at the window: find the person, then say why."""
    card, text = chosen_person(request), request.GET.get("q", "").strip()
    form = forms.RequestForm(posted(request)[0])
    if request.method == "POST" and card and form.is_valid():
        try:
            made = actions.request(person_id=card.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("评估申请已登记。"))
            return redirect("assessment:assessment", made.pk)
    found = find_people(Wanted(text=text), actor=request.actor, on=timezone.localdate()).cards if text else []
    context = {"form": form, "card": card, "text": text, "cards": found, "heading": _("代老年人申请评估")}
    return render(request, "portals/assessment/desk/new.html", context, status=422 if form.errors else 200)


def chosen_person(request: Request) -> PersonCard | None:
    """Whom `?person=` names, if the actor may see them. Raises Http404."""
    number = request.GET.get("person", "")
    return person_card(number_in(number), actor=request.actor, on=timezone.localdate()) if number else None


urlpatterns = [
    path("", work_list, name="work_list"),
    path("due/", due, name="due"),
    path("new/", new, name="new"),
    path("<int:assessment_id>/", assessment, name="assessment"),
    path("<int:assessment_id>/<slug:noun>", step, name="step"),
]
