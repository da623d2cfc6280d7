"""For the call desk: who has not said today that they are well, and what came of ringing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.care.daily import actions
from yinling.care.daily import queries as daily
from yinling.care.daily.domain.states import By
from yinling.care.wellbeing.domain.states import StepRefused
from yinling.care.wellbeing.queries import concerns, targets
from yinling.care.wellbeing.queries.rules import rules
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.people.registry.queries import Contact, contact_of

NOTE_MAX = 300


@page("wellbeing.call", "wellbeing.manage")
@require_safe
def calls(request: Request) -> HttpResponse:
    """Today, whoever has not answered first."""
    today = timezone.localdate()
    known = daily.day_counts(today, actor=request.actor)
    state = request.GET.get("state", "")
    state = state if state in {code for code, *_rest in known} else ""
    after = request.GET.get("after", "")
    lines, key = daily.day_lines(today, actor=request.actor, state=state, after=after)
    context = {
        "lines": lines,
        "next_url": f"?state={state}&after={key}" if key else "",
        "first_url": f"?state={state}" if after else "",
        "counts": known,
        "state": state,
        "clock": rules().daily,
        "today": today,
    }
    return render(request, "portals/wellbeing/calls.html", context)


@page("wellbeing.call", "wellbeing.manage")
@require_safe
def call(request: Request, daily_id: int) -> HttpResponse:
    """One person to be rung."""
    return _shown(request, _found(request, daily_id))


def _found(request: Request, daily_id: int) -> daily.DayLine:
    return or_404(daily.day_line(daily_id, actor=request.actor, on=timezone.localdate()))


def _shown(request: Request, line: daily.DayLine, contact: Contact | None = None) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "line": line,
        "contact": contact,
        "concern": concerns.concern_of(line.person_id, actor=request.actor, on=today),
        "target": targets.target_of(line.person_id, actor=request.actor, on=today),
        "visits": targets.visits_of(line.person_id, limit=3),
        "may_call": request.actor.may("wellbeing.call"),
    }
    return render(request, "portals/wellbeing/call.html", context)


@page("wellbeing.call")
@require_POST
def contact(request: Request, daily_id: int) -> HttpResponse:
    """The number to ring, on this answer alone; the read is logged."""
    line = _found(request, daily_id)
    reached = contact_of(line.person_id, actor=request.actor, reason=_("每天报平安"), at=timezone.now())
    response = _shown(request, line, reached)
    response["Cache-Control"] = "no-store"
    return response


@page("wellbeing.call")
@require_POST
def answer(request: Request, daily_id: int, verb: str) -> HttpResponse:
    """Well, nobody answered, or somebody must go now."""
    line, note = _found(request, daily_id), request.POST.get("note", "")[:NOTE_MAX]
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    try:
        if verb == "well":
            actions.confirm_well(line.person_id, how=By.CALL, note=note, **who)
        elif verb == "silence":
            actions.tell_no_answer(daily_id, note=note, **who)
        elif verb == "visit":
            actions.send_now(daily_id, **who)
        else:
            raise Http404
        messages.success(request, _("已登记。"))
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    return redirect("wellbeing:calls")


urlpatterns = [
    path("calls/", calls, name="calls"),
    path("calls/<int:daily_id>/", call, name="call"),
    path("calls/<int:daily_id>/contact/", contact, name="call_contact"),
    path("calls/<int:daily_id>/<slug:verb>/", answer, name="call_answer"),
]
