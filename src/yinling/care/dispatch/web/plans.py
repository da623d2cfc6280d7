"""For a provider's office: the day on a map and a Gantt chart, plans, one visit moved; an area may look."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yinling.care.dayplans.actions import applying, proposing
from yinling.care.dayplans.actions.background import apply_plan, reckon_plan
from yinling.care.dayplans.queries import proposals
from yinling.care.dispatch.queries import boards
from yinling.care.dispatch.web import forms
from yinling.care.orders.domain.states import StepRefused
from yinling.care.visits.queries.visits import visits_visible
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.people.providers.queries import providers_visible

VIEW = ("visits.view", "visits.manage")
LANES_A_PAGE = 8


def providers_of(request: Request) -> list[tuple[int, str]]:
    """Those whose days the actor may look at: an office's own, else those who have visits."""
    if request.actor.organisation_id is not None:
        rows = providers_visible(request.actor).filter(pk=request.actor.organisation_id)
    else:
        with_visits = visits_visible(request.actor, on=timezone.localdate()).values("provider")
        rows = providers_visible(request.actor).filter(pk__in=with_visits)
    return [(row.pk, row.name) for row in rows.order_by("name", "pk")]


def pages_of(request: Request, board: boards.Board) -> Page[Any]:
    """The carers who have visits, a page of them at a time: the list beside the pictures."""
    return Paginator([lane for lane in board.lanes if lane.bars], LANES_A_PAGE).get_page(request.GET.get("page"))


def wanted_day(request: Request) -> tuple[forms.DayForm, int | None, date]:
    """The form, whose day, and which."""
    form = forms.DayForm(request.GET, providers=providers_of(request))
    return form, *form.wanted()


@page(*VIEW)
@require_safe
def day(request: Request) -> HttpResponse:
    """The day as it stands: map, Gantt, list; plans of it, and what to do."""
    return _show_day(request)


def _show_day(request: Request, ask: django_forms.Form | None = None) -> HttpResponse:
    form, provider, on = wanted_day(request)
    board = boards.present_board(provider, on=on, actor=request.actor) if provider else boards.Board()
    context = {
        "form": form, "provider": provider, "on": on, "board": board, "picture": boards.picture(board),
        "pages": pages_of(request, board),
        "plans": proposals.plan_heads(provider, on=on, actor=request.actor) if provider else [],
        "may": request.actor.may("visits.manage") and on >= timezone.localdate(),
        "ask": ask or forms.AskForm(),
    }  # fmt: skip
    return render(request, "dispatch/day.html", context, status=422 if ask else 200)


@page("visits.manage")
@require_POST
def new(request: Request) -> HttpResponse:
    """A plan is asked for; the job reckons it."""
    _form, provider, on = wanted_day(request)
    if provider is None:
        raise Http404
    is_replan = "replan" in request.POST
    form = forms.AskForm({"seconds": proposing.REPLAN_SECONDS, "seed": 1} if is_replan else request.POST)
    if not form.is_valid():
        return _show_day(request, form)
    try:
        wanted = proposing.Wanted(provider, on, **form.cleaned_data, is_replan=is_replan)
        plan = proposing.ask(wanted, by=request.actor, at=timezone.now())
    except StepRefused as refused:
        form.add_error(None, say(refused.words))
        return _show_day(request, form)
    reckon_plan.enqueue(plan.pk, timezone.now().isoformat())
    return redirect("dispatch:plan", plan.pk)


def found_plan(request: Request, dayplan_id: int) -> Any:
    """The plan, if the actor may see it. Raises Http404."""
    return or_404(proposals.plans_visible(request.actor).filter(pk=dayplan_id).first())


@page(*VIEW)
@require_safe
def plan(request: Request, dayplan_id: int) -> HttpResponse:
    """A proposal: measures before and after, who is disturbed, who stays without; what was applied."""
    row = found_plan(request, dayplan_id)
    is_done = row.state in ("proposed", "applied", "dropped")
    board = boards.plan_board(row, actor=request.actor) if is_done else boards.Board()
    context = {
        "plan": row, "head": proposals.head_of(row), "board": board, "picture": boards.picture(board),
        "pages": pages_of(request, board),
        "measures": proposals.measure_rows(row), "disturbed": proposals.disturbed_lines(row, actor=request.actor),
        "share_disturbed": _percent(row.measures.get("disturbed_visits", 0), board.visits),
        "refused": proposals.refused_lines(row, actor=request.actor), "steps": proposals.steps_of(row),
        "is_waiting": row.state in ("running", "applying"),
        "may": request.actor.may("visits.manage"),
        "may_apply": request.actor.may("visits.manage") and row.state == "proposed" and row.on >= timezone.localdate(),
    }  # fmt: skip
    return render(request, "dispatch/plan.html", context)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


@page(*VIEW)
@require_safe
def progress(request: Request, dayplan_id: int) -> JsonResponse:
    """How far the job is, for the progress bar."""
    row = found_plan(request, dayplan_id)
    done = row.state not in ("running", "applying")
    url = reverse("dispatch:plan", args=[row.pk])
    words = f"{row.share}%"
    return JsonResponse({"value": row.share, "maximum": 100, "count": words, "done": done, "url": url})


@page("visits.manage")
@require_POST
def step(request: Request, dayplan_id: int, noun: str) -> HttpResponse:
    """The reckoning is stopped, the proposal is dropped or applied."""
    row = found_plan(request, dayplan_id)
    acts = {"stop": proposing.stop, "dropping": proposing.drop, "application": applying.accept}
    if noun not in acts:
        raise Http404
    try:
        acts[noun](plan_id=row.pk, by=request.actor, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        if noun == "application":
            apply_plan.enqueue(row.pk, request.actor.user_id or 0, request.actor.name, timezone.now().isoformat())
    return redirect("dispatch:plan", row.pk)


@page(*VIEW)
@require_safe
def sheets(request: Request) -> HttpResponse:
    """A page for each carer, to be printed: where to go when; no service and no full name on paper."""
    form, provider, on = wanted_day(request)
    board = boards.present_board(provider, on=on, actor=request.actor) if provider else boards.Board()
    return render(request, "dispatch/sheets.html", {"form": form, "on": on, "board": board, "provider": provider})


urlpatterns = [
    path("", day, name="day"),
    path("new", new, name="new"),
    path("sheets/", sheets, name="sheets"),
    path("<int:dayplan_id>/", plan, name="plan"),
    path("<int:dayplan_id>/progress/", progress, name="progress"),
    path("<int:dayplan_id>/<slug:noun>", step, name="step"),
]
