"""What was given too much: how fast it is kept back, what was repaid, what two people give up."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.needs.benefits import queries
from yinling.needs.benefits.queries import RecoveryLine
from yinling.needs.benefits.queries.persons import RECOVERIES_ON_PAGE
from yinling.needs.cycles import actions
from yinling.portals.desk.benefits import forms

# Noun → form, permission, verb.
STEPS: dict[str, tuple[type[django_forms.Form], str, Callable[..., object]]] = {
    "plan": (forms.PlanForm, "cycles.check", actions.plan_recovery),
    "repayment": (forms.AmountForm, "cycles.pay", actions.record_repayment),
    "write-off": (forms.AmountForm, "cycles.check", actions.ask_write_off),
}


@page("cycles.view")
@require_safe
def recoveries(request: Request) -> HttpResponse:
    """Recoveries in the order of their numbers."""
    after = request.GET.get("after", "")
    lines = queries.recovery_list(actor=request.actor, on=timezone.localdate(), after_id=number_in(after))
    context = {
        "lines": lines,
        "next_url": f"?after={lines[-1].id}" if len(lines) == RECOVERIES_ON_PAGE else "",
        "first_url": "?" if after else "",
    }
    return render(request, "portals/desk/benefits/recoveries.html", context)


def _found(request: Request, recovery_id: int) -> RecoveryLine:
    return or_404(queries.recovery_line(recovery_id, actor=request.actor, on=timezone.localdate()))


@page("cycles.view")
@require_safe
def recovery(request: Request, recovery_id: int) -> HttpResponse:
    """One recovery: what was collected, repaid, given up; and what may be done."""
    return _show(request, _found(request, recovery_id))


def _show(
    request: Request, found: RecoveryLine, sent: dict[str, django_forms.Form] | None = None
) -> HttpResponse:  # fmt: skip
    actor, is_open = request.actor, found.outstanding_fen > 0
    asked = next((relief for relief in found.reliefs if relief.state == "asked"), None)
    made = {noun: kind(prefix=noun) for noun, (kind, permission, _act) in STEPS.items() if actor.may(permission)}
    if "plan" in made and found.percent_max is not None:
        made["plan"].initial["percent_max"] = found.percent_max
    context = {
        "line": found,
        "kept_fen": sum(fen for _month, fen in found.instalments),
        "relieved_fen": sum(relief.amount_fen for relief in found.reliefs if relief.state == "granted"),
        "asked": asked,
        "is_own": asked is not None and asked.asked_by_id == actor.user_id,
        "settle_form": (sent or {}).get("settlement") or _settle_form(asked.id if asked else 0),
        "may_settle": asked is not None and actor.may("cycles.approve"),
        "forms": {**made, **{noun: form for noun, form in (sent or {}).items() if noun in made}} if is_open else {},
        "sent": list(sent or {}),
    }
    return render(request, "portals/desk/benefits/recovery.html", context, status=422 if sent else 200)


def _settle_form(relief_id: int) -> django_forms.Form:
    return forms.SettleForm(prefix="settlement", initial={"relief_id": relief_id})


def _try(request: Request, found: RecoveryLine, act: Callable[..., object], **given: Any) -> HttpResponse:
    try:
        act(by=request.actor, at=timezone.now(), **given)
    except actions.StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, _("已办理。"))
    return redirect("cycles:recovery", found.id)


@page("cycles.check", "cycles.pay")
@require_POST
def step(request: Request, recovery_id: int, noun: str) -> HttpResponse:
    """One form, one verb."""
    found = _found(request, recovery_id)
    if noun not in STEPS:
        raise Http404
    kind, _permission, act = STEPS[noun]
    form = kind(request.POST, prefix=noun)
    if not form.is_valid():
        return _show(request, found, {noun: form})
    return _try(request, found, act, recovery_id=found.id, **form.cleaned_data)


@page("cycles.approve")
@require_POST
def settlement(request: Request, recovery_id: int) -> HttpResponse:
    """Another person agrees to a write-off, or does not."""
    found = _found(request, recovery_id)
    form = forms.SettleForm(request.POST, prefix="settlement")
    if not form.is_valid():
        return _show(request, found, {"settlement": form})
    if form.cleaned_data["relief_id"] not in {relief.id for relief in found.reliefs}:
        raise Http404
    return _try(request, found, actions.settle_write_off, **form.cleaned_data)


urlpatterns = [
    path("recoveries/", recoveries, name="recoveries"),
    path("recoveries/<int:recovery_id>/", recovery, name="recovery"),
    path("recoveries/<int:recovery_id>/settlement/", settlement, name="settlement"),
    path("recoveries/<int:recovery_id>/<slug:noun>", step, name="recovery_step"),
]
