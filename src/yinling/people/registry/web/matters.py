"""For clerks and reviewers: what they must decide about the register."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.people.registry import actions
from yinling.people.registry.queries.matters import PAGE_ROWS, open_conflicts, open_duplicates
from yinling.people.registry.web.forms import ConflictForm, DuplicateForm

Question = Callable[..., list[Any]]


@page("registry.correct")
@require_safe
def conflicts(request: Request) -> HttpResponse:
    """Fields on which departments differ."""
    return _matters(request, open_conflicts, ConflictForm, "registry/conflicts.html")


@page("registry.correct")
@require_POST
def settlement(request: Request, conflict_id: int) -> HttpResponse:
    """Chooses the source that holds."""
    line = _line(open_conflicts(actor=request.actor, after=conflict_id - 1), conflict_id)
    form = ConflictForm(request.POST, line=line)
    if not form.is_valid():
        messages.error(request, _("请选定一个来源并写明理由"))
        return redirect("registry:conflicts")
    given = form.cleaned_data
    return _decided(
        request, actions.settle_conflict, "registry:conflicts",
        conflict_id=conflict_id, statement_id=int(given["statement"]), reason=given["reason"],
    )  # fmt: skip


@page("registry.correct")
@require_safe
def duplicates(request: Request) -> HttpResponse:
    """Pairs who may be one person."""
    question = partial(open_duplicates, on=timezone.localdate())
    return _matters(request, question, DuplicateForm, "registry/duplicates.html")


@page("registry.correct")
@require_POST
def decision(request: Request, suspicion_id: int) -> HttpResponse:
    """One person, or two."""
    pairs = open_duplicates(actor=request.actor, on=timezone.localdate(), after=suspicion_id - 1)
    line = _line(pairs, suspicion_id)
    form = DuplicateForm(request.POST, line=line)
    if not form.is_valid():
        messages.error(request, _("请写明理由"))
        return redirect("registry:duplicates")
    verb = actions.merge if request.POST.get("decision") == "merge" else actions.part
    return _decided(request, verb, "registry:duplicates", suspicion_id=suspicion_id, **form.cleaned_data)


def _matters(request: Request, question: Question, form: Callable[..., Form], template: str) -> HttpResponse:
    after = request.GET.get("after", "")
    lines = question(actor=request.actor, after=int(after) if after.isdigit() else 0)
    shown = lines[:PAGE_ROWS]
    context = {
        "lines": [(line, form(line=line)) for line in shown],
        "next_url": f"?after={shown[-1].id}" if len(lines) > PAGE_ROWS else "",
        "first_url": "?" if after else "",
    }
    return render(request, template, context)


def _line(lines: list[Any], number: int) -> Any:
    """The open matter of this number among those the actor may see; 404 if it is not there."""
    if not lines or lines[0].id != number:
        raise Http404
    return lines[0]


def _decided(request: Request, verb: Callable[..., Any], back: str, **given: Any) -> HttpResponse:
    try:
        verb(by=request.actor, at=timezone.now(), **given)
    except (actions.NothingOpen, actions.NotAChoice) as fault:
        raise Http404 from fault
    messages.success(request, _("已处理"))
    return redirect(back)


urlpatterns = [
    path("conflicts/", conflicts, name="conflicts"),
    path("conflicts/<int:conflict_id>/settlement/", settlement, name="settlement"),
    path("duplicates/", duplicates, name="duplicates"),
    path("duplicates/<int:suspicion_id>/decision/", decision, name="decision"),
]
