"""For responders, on the phone: where I am sent, the way in, on my way, on the spot, what I found."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yinling.care.alarms.actions import sending
from yinling.care.alarms.queries import lists
from yinling.care.alarms.queries.card import address_for
from yinling.care.alarms.queries.lists import AlarmLine
from yinling.care.alarms.queries.reaching import spot_of
from yinling.care.orders.domain.states import StepRefused
from yinling.care.responders.queries.rota import own_hours
from yinling.care.visits.queries.ground import ground_of
from yinling.design.pages import Request, page
from yinling.design.speech import say


class ReportForm(forms.Form):
    """What was found."""

    note = forms.CharField(label=gettext_lazy("情况"), max_length=400, widget=forms.Textarea({"rows": 2}))


@page("alarms.respond")
@require_safe
def mine(request: Request) -> HttpResponse:
    """Where the responder is sent now, with address and way in; each look is logged."""
    now, sent = timezone.now(), lists.own_dispatches(request.actor)
    hours = own_hours(request.actor.user_id or 0, at=now)
    answer = render(request, "portals/field/alarms.html", {**_calls(request, sent), "hours": hours, "now": now})
    answer["Cache-Control"] = "no-store"
    return answer


@page("alarms.respond")
@require_safe
def own_live(request: Request) -> HttpResponse:
    """The calls alone, for a page that was told of a change; where it shows them as they are, nobody's data is read."""
    sent = lists.own_dispatches(request.actor)
    if request.GET.get("shown") == _standing(sent):
        return HttpResponse(status=204)
    answer = render(request, "portals/field/own_calls.html", _calls(request, sent))
    answer["Cache-Control"] = "no-store"
    return answer


def _standing(sent: Sequence[Any]) -> str:
    """A word that changes with what the page shows of the calls."""
    return ",".join(f"{one.pk}.{'a' if one.arrived_at else 'g' if one.going_at else 's'}" for one in sent)


def _calls(request: Request, sent: Sequence[Any]) -> dict[str, Any]:
    now = timezone.now()
    lines = {line.id: line for line in lists.alarm_lines([one.alarm for one in sent], actor=request.actor, at=now)}
    told = [
        (one, lines[one.alarm_id], *address_for(one.alarm, actor=request.actor, at=now), _map(one, lines[one.alarm_id]))
        for one in sent
    ]
    return {"sent": told, "form": ReportForm(), "standing": _standing(sent)}


def _map(sent: Any, line: AlarmLine) -> dict[str, Any] | None:
    """The door, where the responder sets out, and the communities around; None where the door is not known."""
    door = spot_of(sent.alarm)
    if door is None:
        return None
    start = sent.responder.spot
    found = [(door, line.name_masked or line.kind_words, "bad")]
    found += [(start, sent.responder.name, "info")] if start else []
    points = [{"longitude": x, "latitude": y, "label": words, "tone": tone} for (x, y), words, tone in found]
    return {"points": points, "ground": ground_of([sent.alarm.area])}


@page("alarms.respond")
@require_POST
def own_step(request: Request, alarm_id: int, noun: str) -> HttpResponse:
    """One button, one verb."""
    if alarm_id not in {one.alarm_id for one in lists.own_dispatches(request.actor)}:
        raise Http404
    who: dict[str, Any] = {"alarm_id": alarm_id, "by": request.actor, "at": timezone.now()}
    try:
        if noun == "going":
            sending.go(**who)
        elif noun == "arrival":
            sending.arrive(**who)
        elif noun == "report":
            sending.report(text=request.POST.get("note", "")[:400], **who)
        else:
            raise Http404
        messages.success(request, _("已报告。"))
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    return redirect("alarms:mine")


urlpatterns = [
    path("mine/", mine, name="mine"),
    path("mine/live/", own_live, name="own_live"),
    path("mine/<int:alarm_id>/<slug:noun>", own_step, name="own_step"),
]
