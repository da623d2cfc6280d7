"""Desk pages: the work list, what is late, one case with the steps that the role may take."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import page
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.domain.states import WORDS, State
from yinling.needs.casework.queries.cases import CaseUnknown
from yinling.needs.casework.queries.lists import Filters, counts, late_cases, work_list
from yinling.needs.casework.queries.pages import case_page, person_parts
from yinling.needs.casework.web.panels import panels_for
from yinling.needs.casework.web.steps import STEPS, offers_of
from yinling.people.places.queries import towns_in

LISTED_STATES = [(state.value, words) for state, words in WORDS.items() if state != State.DRAFT]


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; the list starts with what waits for this role."""
    asked = request.GET
    return Filters(
        waiting=asked.get("show", "waiting") == "waiting",
        state=asked.get("state", "") if asked.get("state", "") in set(State) else "",
        town=asked.get("town", "") if asked.get("town", "").isdigit() else "",
        late=asked.get("late") == "1",
        number=asked.get("number", "")[:30],
        after=asked.get("after", "")[:80],
    )


@page("casework.view")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The work list."""
    today, filters = timezone.localdate(), filters_of(request)
    found = work_list(request.actor, filters=filters, on=today)
    context = {
        "rows": found.lines,
        "filters": filters,
        "counts": counts(request.actor, on=today),
        "states": LISTED_STATES,
        "towns": towns_in(request.actor.area),
        **_pager(request, found.next_key),
    }
    return render(request, "casework/desk/work_list.html", context)


@page("casework.view")
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Everything past its day within the viewer's scope."""
    found = late_cases(request.actor, on=timezone.localdate(), after=request.GET.get("after", "")[:80])
    return render(request, "casework/desk/late.html", {"rows": found.lines, **_pager(request, found.next_key)})


def _pager(request: HttpRequest, next_key: str) -> dict[str, str]:
    asked = request.GET.copy()
    asked.pop("after", None)
    first = f"?{asked.urlencode()}"
    if next_key:
        asked["after"] = next_key
    return {
        "next_url": f"?{asked.urlencode()}" if next_key else "",
        "first_url": first if "after" in request.GET else "",
    }


@page("casework.view")
@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: facts, determination, trail, papers, and the steps this role may take now."""
    return _case(request, case_id, bound={})


def _case(
    request: HttpRequest, case_id: int, *, bound: dict[str, django_forms.Form], status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    try:
        found = case_page(case_id, actor=request.actor, on=today)
    except CaseUnknown as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {
        "page": found,
        "person": person_parts(found, actor=request.actor, on=today),
        "offers": offers_of(found, bound=bound),
        "panels": panels_for(case_id, request.actor),
    }
    return render(request, "casework/desk/case.html", context, status=status)


@page("casework.accept", "casework.check", "casework.decide", "casework.publish", "casework.resolve_objection")
@require_POST
def step(request: HttpRequest, case_id: int, noun: str) -> HttpResponse:
    """Takes one step; a refusal comes back on the page with everything typed still there."""
    if noun not in STEPS:
        raise Http404
    taken = STEPS[noun]
    form = taken.form(request.POST, prefix=noun)
    if form.is_valid():
        try:
            taken.run(case_id, form.cleaned_data, request.actor, timezone.now())
        except CaseUnknown as unknown:
            raise Http404 from unknown
        except StepRefused as refused:
            form.add_error(None, _(refused.words))
            messages.error(request, _(refused.words))
        else:
            messages.success(request, taken.done)
            return redirect("casework:case", case_id)
    return _case(request, case_id, bound={noun: form}, status=422)


urlpatterns = [
    path("", work, name="work_list"),
    path("late/", late, name="late"),
    path("<int:case_id>/", case, name="case"),
    path("<int:case_id>/<slug:noun>", step, name="step"),
]
