"""One visit, in the day as it stands or in a proposal: ranked candidates with reasons, a trial, the move itself."""

from datetime import time
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.care.dispatch.actions.moving import Move, move_in_plan
from yinling.care.dispatch.queries import chances
from yinling.care.dispatch.web import forms
from yinling.care.dispatch.web.plans import VIEW, found_plan
from yinling.care.orders.domain.states import StepRefused
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.actions import assigning
from yinling.care.visits.actions.sending import Placing
from yinling.care.visits.queries.planning import WAITING
from yinling.care.visits.queries.visits import carers_of, visit_line, visits_visible
from yinling.design.pages import Request, number_in, page
from yinling.design.speech import say
from yinling.kernel.dates import clock_minutes, minute_of_day
from yinling.people.workforce.queries.workers import employed_at, worker_lines


class Asked:
    """The visit that a page is about, and the proposal if it is about one. Raises Http404."""

    def __init__(self, request: Request, visit_id: int, dayplan_id: int | None) -> None:
        rows = visits_visible(request.actor, on=timezone.localdate())
        self.row: Any = rows.filter(pk=visit_id).select_related("order").first()
        self.plan: Any = found_plan(request, dayplan_id) if dayplan_id else None
        line = self.plan.lines.filter(visit=visit_id).first() if self.plan else None
        if self.row is None or (self.plan and line is None):
            raise Http404
        self.now = chances.minute_now(self.row.on, timezone.localdate(), minute_of_day(timezone.now()))
        is_open = self.row.state in WAITING and self.row.on >= timezone.localdate()
        self.may = request.actor.may("visits.manage") and is_open and (not self.plan or self.plan.state == "proposed")
        now = list(self.row.carers.values_list("worker_id", flat=True))
        self.workers = list(line.workers) if line else now
        self.starts = line.starts if line else self.row.planned_start

    @property
    def back(self) -> str:
        """The day, or the proposal."""
        if self.plan:
            return reverse("dispatch:plan", args=[self.plan.pk])
        return f"{reverse('dispatch:day')}?on={self.row.on}&provider={self.row.provider_id}"

    def url(self, name: str) -> str:
        """An address about this visit, here or in the proposal."""
        if self.plan:
            return reverse(f"dispatch:line{name}", args=[self.plan.pk, self.row.pk])
        return reverse(f"dispatch:visit{name}", args=[self.row.pk])

    def move(self, placing: Placing, request: Request) -> None:
        """Kept in the proposal, or at once. Raises StepRefused."""
        at = timezone.now()
        if self.plan:
            move_in_plan(Move(self.plan.pk, *_parts(placing)), now=self.now, by=request.actor, at=at)
        else:
            assigning.assign(placing, by=request.actor, at=at)


def _parts(placing: Placing) -> tuple[int, tuple[int, ...], int]:
    return placing.visit_id, placing.worker_ids, placing.starts


@page(*VIEW)
@require_safe
def visit(request: Request, visit_id: int, dayplan_id: int | None = None) -> HttpResponse:
    """One visit: ranked candidates with reasons, and the form that moves it without a mouse."""
    return _show(request, Asked(request, visit_id, dayplan_id))


def _show(request: Request, asked: Asked, form: django_forms.Form | None = None) -> HttpResponse:
    row = asked.row
    found = chances.chances(row, now=asked.now, plan=asked.plan) if row.state in WAITING else chances.Chances()
    names = {number: line.name for number, line in worker_lines(asked.workers).items()}
    context = {
        "line": visit_line(row.pk, actor=request.actor, at=timezone.now()), "plan": asked.plan, "back": asked.back,
        "carers": list(names.values()) if asked.plan else carers_of([row.pk]).get(row.pk, ()),
        "planned": clock(asked.starts) if asked.starts is not None else "", "found": found, "may": asked.may,
        "is_for_two": row.carers_needed > 1, "move_url": asked.url("_move"), "asked": asked,
        "form": form or (_form(asked, found) if asked.may else None),
    }  # fmt: skip
    return render(request, "dispatch/visit.html", context, status=422 if form else 200)


def _form(asked: Asked, found: chances.Chances, data: Any = None) -> forms.MoveForm:
    row = asked.row
    ranked = {one.worker_id: f"{one.name}（{one.time}，{_way(one)}）" for one in found.able}
    others = worker_lines(employed_at(row.provider_id, on=row.on))
    rest = sorted((line.name, number) for number, line in others.items() if number not in ranked)
    first = [(number, name) for name, number in rest if number in asked.workers]
    workers = [*first, *ranked.items(), *((number, name) for name, number in rest if number not in asked.workers)]
    best = found.able[0].starts if found.able else row.window_from
    initial = {"starts": time(*divmod(best if asked.starts is None else asked.starts, 60)), "workers": asked.workers}
    return forms.MoveForm(data, workers=workers, carers=row.carers_needed, initial=initial)


def _way(one: chances.Chance) -> str:
    return _("路上多 %(minutes)s 分钟") % {"minutes": one.way}


@page("visits.manage")
@require_POST
def move(request: Request, visit_id: int, dayplan_id: int | None = None) -> HttpResponse:
    """A visit goes to others or to another time, with every check; a refusal stands on the form."""
    asked = Asked(request, visit_id, dayplan_id)
    form = _form(asked, chances.Chances(), request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            asked.move(Placing(visit_id, tuple(given["workers"]), clock_minutes(given["starts"])), request)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("方案已改好，采用后才生效。") if asked.plan else _("已改好。"))
            return redirect(asked.back)
    return _show(request, asked, form)


@page("visits.manage")
@require_POST
def trial(request: Request, visit_id: int, dayplan_id: int | None = None) -> JsonResponse:
    """What speaks against a carer at a time, before anything is kept; for dragging in the chart."""
    asked = Asked(request, visit_id, dayplan_id)
    starts = request.POST.get("starts", "")
    workers = [number_in(text) for text in (request.POST.get("worker", ""), *request.POST.getlist("with"))]
    lines = worker_lines(workers)
    theirs = all(one in lines and lines[one].provider_id == asked.row.provider_id for one in workers)
    if not theirs or not starts.isdecimal() or len(starts) > 4:
        raise Http404
    found = chances.trial(asked.row, list(dict.fromkeys(workers)), int(starts), now=asked.now, plan=asked.plan)
    words = {"objections": [say(one) for one in found.objections], "notices": [say(one) for one in found.notices]}
    partners = [{"id": one.worker_id, "name": f"{one.name}（{_way(one)}）"} for one in found.partners]
    return JsonResponse({"name": lines[workers[0]].name, "time": clock(int(starts)), **words, "partners": partners})


urlpatterns = [
    path("visits/<int:visit_id>/", visit, name="visit"),
    path("visits/<int:visit_id>/move", move, name="visit_move"),
    path("visits/<int:visit_id>/trial", trial, name="visit_trial"),
    path("<int:dayplan_id>/visits/<int:visit_id>/", visit, name="line"),
    path("<int:dayplan_id>/visits/<int:visit_id>/move", move, name="line_move"),
    path("<int:dayplan_id>/visits/<int:visit_id>/trial", trial, name="line_trial"),
]
