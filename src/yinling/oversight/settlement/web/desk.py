"""For finance officers, and for those who may look: runs, one run, funds, what is owed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.oversight.settlement import actions, queries
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.domain.refusals import StepRefused
from yinling.oversight.settlement.models import FundCode
from yinling.oversight.settlement.queries.answers import read_answer
from yinling.oversight.settlement.queries.funds import PAGE_ROWS as FUND_ROWS
from yinling.oversight.settlement.queries.payables import PAGE_ROWS as PAYABLE_ROWS
from yinling.oversight.settlement.queries.runs import PAGE_ROWS as RUN_ROWS
from yinling.oversight.settlement.queries.runs import RunPage
from yinling.oversight.settlement.web import forms
from yinling.people.places.queries import towns_in


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return number_in(text) or None


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


def _try(request: Request, act: Callable[[], object], done: str) -> bool:
    """Acts and says so; a refusal becomes a message."""
    try:
        act()
    except StepRefused as refused:
        messages.error(request, refused.words)
        return False
    messages.success(request, done)
    return True


@page("settlement.view")
@require_safe
def runs(request: Request) -> HttpResponse:
    """Runs, newest first; funds at a glance; a new run."""
    return _show_runs(request)


def _show_runs(request: Request, form: forms.PrepareForm | None = None) -> HttpResponse:
    actor = request.actor
    rows = queries.runs(actor, before_id=_number(request, "before"))
    waiting = queries.part_counts(actor)
    context = {
        "rows": rows,
        "tiles": queries.fund_tiles(actor),
        "form": form or (forms.PrepareForm(area=actor.area) if actor.may("settlement.prepare") else None),
        "waiting": waiting[states.OPEN],
        "returned": waiting[states.RETURNED],
        "next_url": f"?before={rows[-1].id}" if len(rows) == RUN_ROWS else "",
        "first_url": "?" if "before" in request.GET else "",
    }
    return render(request, "settlement/runs.html", context)


@page("settlement.prepare")
@require_POST
def new_run(request: Request) -> HttpResponse:
    """Prepares a run from what is open."""
    form = forms.PrepareForm(request.POST, area=request.actor.area)
    if form.is_valid():
        try:
            run = actions.prepare_run(**form.cleaned_data, **_who(request))
        except StepRefused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("批次已编制，请另一位财务人员复核。"))
            return redirect("settlement:run", run.pk)
    return _show_runs(request, form)


def _found(request: Request, run_id: int) -> RunPage:
    return or_404(queries.run_page(run_id, actor=request.actor))


@page("settlement.view")
@require_safe
def run(request: Request, run_id: int) -> HttpResponse:
    """One run: lines, totals by fund and town, and its next step."""
    return _show_run(request, _found(request, run_id))


def _show_run(request: Request, found: RunPage, **more: Any) -> HttpResponse:
    actor, state = request.actor, found.row.state
    reconciles = state == states.SENT and actor.may("settlement.reconcile")
    context = {
        "page": found,
        "row": found.row,
        "is_own": actor.user_id == found.prepared_by_id,
        "may_approve": states.allows("approve", state) and actor.may("settlement.approve"),
        "may_export": state in {states.APPROVED, states.SENT} and actor.may("settlement.send"),
        "may_send": states.allows("send", state) and actor.may("settlement.send"),
        "may_cancel": states.allows("cancel", state) and actor.may("settlement.prepare"),
        "may_reopen": actor.may("settlement.reconcile"),
        "send_form": forms.SendForm(),
        "cancel_form": forms.ReasonForm(),
        "reopen_form": forms.ReopenForm(),
        "file_form": forms.AnswerFileForm() if reconciles else None,
        "results": forms.ResultsForm(found.lines) if reconciles else None,
        **more,
    }
    return render(request, "settlement/run.html", context)


@page("settlement.approve")
@require_POST
def approval(request: Request, run_id: int) -> HttpResponse:
    """Another officer agrees."""
    _found(request, run_id)
    _try(request, lambda: actions.approve_run(run_id=run_id, **_who(request)), _("复核通过，款项已从资金划出。"))
    return redirect("settlement:run", run_id)


@page("settlement.send")
@require_POST
def bank_file(request: Request, run_id: int) -> HttpResponse:
    """The file for the bank; full account numbers are in it, and the read is logged."""
    _found(request, run_id)
    form = "csv" if request.POST.get("form") == "csv" else "xlsx"
    try:
        file = actions.export_bank_file(run_id=run_id, form=form, **_who(request))
    except StepRefused as refused:
        messages.error(request, refused.words)
        return redirect("settlement:run", run_id)
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def _with_form(
    request: Request, run_id: int, name: str, form: django_forms.Form, act: Callable[..., object], done: str
) -> HttpResponse:
    found = _found(request, run_id)
    if not form.is_valid():
        return _show_run(request, found, **{name: form})
    _try(request, lambda: act(run_id=run_id, **form.cleaned_data, **_who(request)), done)
    return redirect("settlement:run", run_id)


@page("settlement.send")
@require_POST
def sending(request: Request, run_id: int) -> HttpResponse:
    """The bank took the file."""
    form = forms.SendForm(request.POST)
    return _with_form(request, run_id, "send_form", form, actions.mark_sent, _("已登记发送，等银行回执。"))


@page("settlement.prepare")
@require_POST
def cancellation(request: Request, run_id: int) -> HttpResponse:
    """A run that has not been sent is dropped."""
    form = forms.ReasonForm(request.POST)
    return _with_form(request, run_id, "cancel_form", form, actions.cancel_run, _("批次已作废，款项可以重新编制。"))


@page("settlement.reconcile")
@require_POST
def results(request: Request, run_id: int) -> HttpResponse:
    """Keeps the bank's answers that were given line by line."""
    found = _found(request, run_id)
    given = forms.ResultsForm(found.lines, request.POST)
    if not given.is_valid():
        return _show_run(request, found, results=given)
    keep = lambda: actions.record_results(run_id=run_id, results=given.results(), **_who(request))  # noqa: E731
    _try(request, keep, _("银行回执已登记。"))
    return redirect("settlement:run", run_id)


@page("settlement.reconcile")
@require_POST
def answer_file(request: Request, run_id: int) -> HttpResponse:
    """Reads the bank's answer and fills the lines in for a look; nothing is kept yet."""
    found, form = _found(request, run_id), forms.AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_run(request, found, file_form=form)
    file = form.cleaned_data["file"]
    read, faults = read_answer(run_id, name=file.name, content=file.read())
    filled = forms.ResultsForm(found.lines, results=tuple(read))
    return _show_run(request, found, results=filled, faults=faults, filled=len(read), previewed=True)


@page("settlement.reconcile")
@require_POST
def reopening(request: Request, run_id: int, line_id: int) -> HttpResponse:
    """A returned payment may be tried again."""
    found, form = _found(request, run_id), forms.ReopenForm(request.POST)
    if line_id not in {line.id for line in found.lines}:
        raise Http404
    if not form.is_valid():
        return _show_run(request, found, reopen_form=form)
    reopen = lambda: actions.repay_returned(line_id=line_id, **form.cleaned_data, **_who(request))  # noqa: E731
    _try(request, reopen, _("这一笔可以编入新的批次。"))
    return redirect("settlement:run", run_id)


@page("settlement.view")
@require_safe
def funds(request: Request) -> HttpResponse:
    """Funds with their balances, and the money that came in."""
    return _show_funds(request)


def _show_funds(request: Request, form: forms.AllotmentForm | None = None) -> HttpResponse:
    actor = request.actor
    context = {
        "tiles": queries.fund_tiles(actor),
        "allotments": queries.allotments(actor),
        "form": form or (forms.AllotmentForm() if actor.may("settlement.prepare") else None),
    }
    return render(request, "settlement/funds.html", context)


@page("settlement.prepare")
@require_POST
def allotments(request: Request) -> HttpResponse:
    """Money came in."""
    form = forms.AllotmentForm(request.POST)
    if form.is_valid():
        try:
            actions.allot(**form.cleaned_data, **_who(request))
        except StepRefused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("拨款已登记。"))
            return redirect("settlement:funds")
    return _show_funds(request, form)


@page("settlement.view")
@require_safe
def fund(request: Request, code: str) -> HttpResponse:
    """One fund: what came in, and every payment from it with its case."""
    found = queries.fund_page(code, actor=request.actor, before_id=_number(request, "before"))
    if found is None or code not in FundCode.values:
        raise Http404
    more = len(found.lines) == FUND_ROWS
    context = {
        "page": found,
        "account": f"fund:{code}",
        "next_url": f"?before={found.lines[-1].id}" if more else "",
        "first_url": "?" if "before" in request.GET else "",
    }
    return render(request, "settlement/fund.html", context)


@page("settlement.view")
@require_safe
def payables(request: Request) -> HttpResponse:
    """What is owed, what it waits for and why."""
    towns = towns_in(request.actor.area)
    town = request.GET.get("town", "")
    town = town if town in {known.code for known in towns} else ""
    is_paid = request.GET.get("state") == "paid"
    rows = queries.payables(request.actor, town=town, is_paid=is_paid, after_id=_number(request, "after") or 0)
    kept = f"town={town}&state={'paid' if is_paid else 'open'}"
    context = {
        "rows": rows,
        "towns": towns,
        "town": town,
        "is_paid": is_paid,
        "next_url": f"?{kept}&after={rows[-1].id}" if len(rows) == PAYABLE_ROWS else "",
        "first_url": f"?{kept}" if "after" in request.GET else "",
    }
    return render(request, "settlement/payables.html", context)


@page("settlement.view")
@require_safe
def payable(request: Request, payable_id: int) -> HttpResponse:
    """What is owed for one case, and every payment line it had."""
    found = or_404(queries.payable_page(payable_id, actor=request.actor))
    return render(request, "settlement/payable.html", {"page": found})


urlpatterns = [
    path("runs/", runs, name="runs"),
    path("runs/new/", new_run, name="new_run"),
    path("runs/<int:run_id>/", run, name="run"),
    path("runs/<int:run_id>/approval/", approval, name="approval"),
    path("runs/<int:run_id>/bank-file/", bank_file, name="bank_file"),
    path("runs/<int:run_id>/sending/", sending, name="sending"),
    path("runs/<int:run_id>/cancellation/", cancellation, name="cancellation"),
    path("runs/<int:run_id>/results/", results, name="results"),
    path("runs/<int:run_id>/answer-file/", answer_file, name="answer_file"),
    path("runs/<int:run_id>/lines/<int:line_id>/reopening/", reopening, name="reopening"),
    path("funds/", funds, name="funds"),
    path("funds/allotments/", allotments, name="allotments"),
    path("funds/<slug:code>/", fund, name="fund"),
    path("payables/", payables, name="payables"),
    path("payables/<int:payable_id>/", payable, name="payable"),
]
