"""A carer cannot come today: one form, and the plan that follows from it is being reckoned already."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.care.dayplans.actions.background import reckon_plan
from yinling.care.dispatch.actions.absences import SickCall, call_in_sick
from yinling.care.dispatch.queries.boards import carers_with_visits
from yinling.care.dispatch.web import forms
from yinling.care.dispatch.web.plans import wanted_day
from yinling.care.orders.domain.states import NotThere, StepRefused
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.kernel.dates import clock_minutes
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused


@page("visits.manage")
@require_http_methods(["GET", "POST"])
def absence(request: Request) -> HttpResponse:
    """Who is away today; then a plan that moves few others."""
    _day, provider, on = wanted_day(request)
    if provider is None or on < timezone.localdate():
        raise Http404
    form = _form(request, provider, on)
    if request.method == "POST" and form.is_valid() and (answer := _called(request, form, on)):
        return answer
    back = f"{reverse('dispatch:day')}?on={on}&provider={provider}"
    context = {"form": form, "on": on, "provider": provider, "back": back}
    return render(request, "dispatch/absence.html", context, status=422 if form.errors else 200)


def _form(request: Request, provider: int, on: date) -> forms.AbsenceForm:
    now = timezone.localtime()
    starts = now.time().replace(second=0, microsecond=0) if on == now.date() else time()
    initial = {"worker": request.GET.get("worker", ""), "starts": starts, "reason": "sick"}
    data = request.POST if request.method == "POST" else None
    return forms.AbsenceForm(data, workers=_workers(request, provider, on), initial=initial)


def _workers(request: Request, provider: int, on: date) -> list[tuple[int, str]]:
    return [
        (number, _("%(name)s（还有 %(count)s 次上门）") % {"name": name, "count": count})
        for number, name, count in carers_with_visits(provider, on=on, actor=request.actor)
    ]


def _called(request: Request, form: Any, on: date) -> HttpResponse | None:
    """Where to go next; None if it was refused, and the form says why."""
    given = form.cleaned_data
    call = SickCall(given["worker"], on, clock_minutes(given["starts"]), given["reason"])
    try:
        plan_id = call_in_sick(call, by=request.actor, at=timezone.now())
    except (NotThere, NotAllowed) as unknown:
        raise Http404 from unknown
    except (StepRefused, WorkerRefused) as refused:
        form.add_error(None, say(refused.words))
        return None
    if plan_id is None:
        messages.success(request, _("已登记请假，没有上门受影响。"))
        return redirect(f"{reverse('dispatch:day')}?on={on}")
    reckon_plan.enqueue(plan_id, timezone.now().isoformat())
    return redirect("dispatch:plan", plan_id)


urlpatterns = [path("absence/", absence, name="absence")]
