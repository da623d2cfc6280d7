"""The call desk: open alarms live, one alarm with everything to answer it by, its verbs by one key."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yinling.care.alarms.actions import answering, sending
from yinling.care.alarms.actions.keeping import owner_of
from yinling.care.alarms.domain.life import Owner
from yinling.care.alarms.domain.states import STRANGER, NotTaken, State, TakenBy
from yinling.care.alarms.models import Alarm, Source
from yinling.care.alarms.queries import lists
from yinling.care.alarms.queries.card import Card, alarm_card
from yinling.care.alarms.queries.reaching import reaches_of
from yinling.care.alarms.queries.standing import call_lines, times_of
from yinling.care.alarms.web import forms
from yinling.care.orders.domain.states import StepRefused, WrongState
from yinling.care.responders.queries.responders import Reach
from yinling.care.visits.queries.ground import ground_of
from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.foundation.access.queries import holders

NOT_IN_HAND = (TakenBy, NotTaken, WrongState)  # then the page has no such form any more
FORMS: dict[str, type[Form]] = {"note": forms.NoteForm, "call": forms.CallForm, "outcome": forms.OutcomeForm}


def _listed(request: Request) -> dict[str, Any]:
    now = timezone.now()
    lines = lists.open_lines(request.actor, at=now)
    return {
        "lines": [line for line in lines if line.order < lists.TICKET_ORDER],
        "tickets": [line for line in lines if line.order >= lists.TICKET_ORDER],
        "waiting": sum(line.state == State.RAISED and line.order < lists.TICKET_ORDER for line in lines),
        "watch": lists.watch(at=now), "now": now, "may_answer": request.actor.may("alarms.answer"),
    }  # fmt: skip


@page("alarms.view")
@require_safe
def desk(request: Request) -> HttpResponse:
    """All open alarms, live."""
    return render(request, "alarms/desk.html", _listed(request))


@page("alarms.view")
@require_safe
def rows(request: Request) -> HttpResponse:
    """The list alone, for a page that was told of a change."""
    return render(request, "alarms/rows.html", _listed(request))


@page("alarms.view")
@require_safe
def closed(request: Request) -> HttpResponse:
    """Closed alarms, latest first."""
    lines = lists.closed_lines(
        request.actor, at=timezone.now(), before_id=number_in(request.GET.get("before", ""))
    )  # fmt: skip
    context = {
        "lines": lines,
        "next_url": f"?before={lines[-1].id}" if len(lines) == lists.PAGE_ROWS else "",
        "first_url": "?" if request.GET.get("before") else "",
    }
    return render(request, "alarms/closed.html", context)


def _alarm(request: Request, alarm_id: int) -> Alarm:
    return or_404(lists.alarms_visible(request.actor).filter(pk=alarm_id).first())


def _live(request: Request, row: Alarm, card: Card | None = None) -> dict[str, Any]:
    """What changes while somebody looks at an alarm."""
    now = timezone.now()
    line = card.line if card else lists.alarm_lines([row], actor=request.actor, at=now)[0]
    return {
        "line": line, "steps": lists.steps_of(row.pk), "dispatches": lists.dispatches_of(row.pk), "row": row,
        "calls": call_lines(row), "times": times_of(row) if row.order < lists.TICKET_ORDER else [],
        "reaches": reaches_of(row, at=now) if row.closed_at is None else [], "now": now,
        "may_answer": request.actor.may("alarms.answer") and row.closed_at is None,
        "may_act": line.is_mine and row.closed_at is None, "shown_state": request.GET.get("shown", row.state),
        "may_send": request.actor.may("alarms.answer") and (line.is_mine or not line.owner)
                    and line.state not in ("outcome", "closed"),
    }  # fmt: skip


@page("alarms.view")
@require_safe
def alarm(request: Request, alarm_id: int) -> HttpResponse:
    """One alarm: who, where, what the sensors said, who can come, what to say, what to do next."""
    return _show(request, _alarm(request, alarm_id))


@page("alarms.view")
@require_safe
def live(request: Request, alarm_id: int) -> HttpResponse:
    """The part of an alarm's page that changes by itself."""
    return render(request, "alarms/part.html", _live(request, _alarm(request, alarm_id)))


def _show(request: Request, row: Alarm, sent: dict[str, Form] | None = None) -> HttpResponse:
    card = alarm_card(row, actor=request.actor, at=timezone.now())
    others = _others(request, row)
    context = _live(request, row, card)
    context |= {
        "card": card, "map": _map(card, context["reaches"], row.area),
        "script": lists.rules().script(STRANGER if row.source == Source.STRANGER else row.kind),
        "forms": {noun: (sent or {}).get(noun) or made(prefix=noun) for noun, made in FORMS.items()},
        "others": forms.HandOverForm(others=list(others.items()), prefix="hand-over") if others else None,
    }  # fmt: skip
    answer = render(request, "alarms/alarm.html", context, status=422 if sent else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _others(request: Request, row: Alarm) -> dict[int, str]:
    """Colleagues to whom an alarm can be handed, by user number."""
    found = holders("call_operator", area=row.area, on=timezone.localdate())
    return {user: name for user, name in found.items() if user != request.actor.user_id}


def _map(card: Card, reaches: list[Reach], area: str) -> dict[str, Any] | None:
    """The door, those who could come, and the communities around."""
    if card.spot is None:
        return None
    label = card.person.name_masked if card.person else card.line.kind_words
    found = [(card.spot, label, "bad"), *((one.spot, one.line.name, "info") for one in reaches if one.spot)]
    return {
        "points": [{"longitude": x, "latitude": y, "label": words, "tone": tone} for (x, y), words, tone in found],
        "ground": ground_of([area]),
    }  # fmt: skip


@page("alarms.answer")
@require_POST
def step(request: Request, alarm_id: int, noun: str) -> HttpResponse:
    """One form, one verb; a refusal stands on the form, or is said where there is none."""
    row = _alarm(request, alarm_id)
    form = FORMS[noun](request.POST, prefix=noun) if noun in FORMS else None
    try:
        if form is None or form.is_valid():
            _verb(noun)(request, row, form.cleaned_data if form else {})
            return redirect("alarms:alarm", row.pk) if noun != "closing" else redirect("alarms:desk")
    except StepRefused as refused:
        if form is None or isinstance(refused, NOT_IN_HAND):
            messages.error(request, say(refused.words))
            return redirect("alarms:alarm", row.pk)
        form.add_error(None, say(refused.words))
    return _show(request, row, {noun: form} if form else None)


def _who(request: Request, row: Alarm) -> dict[str, Any]:
    return {"alarm_id": row.pk, "by": request.actor, "at": timezone.now()}


def _call(request: Request, row: Alarm, given: dict[str, Any]) -> None:
    reached = given["is_reached"] == "yes"
    answering.record_call(whom=given["whom"], is_reached=reached, note=given["note"], **_who(request, row))


def _hand_over(request: Request, row: Alarm, given: dict[str, Any]) -> None:
    """To a colleague, or to whoever asks: they take it over."""
    named = number_in(request.POST.get("hand-over-to", ""))
    others = _others(request, row)
    to = Owner(named, others[named]) if named in others else owner_of(request.actor)
    answering.hand_over(to=to, **_who(request, row))


def _send(request: Request, row: Alarm, given: dict[str, Any]) -> None:
    sending.send_responder(responder_id=number_in(request.POST.get("responder", "")), **_who(request, row))


def _arrive(request: Request, row: Alarm, given: dict[str, Any]) -> None:
    sending.arrive(responder_id=number_in(request.POST.get("responder", "")), **_who(request, row))


def _recall(request: Request, row: Alarm, given: dict[str, Any]) -> None:
    sending.recall(responder_id=number_in(request.POST.get("responder", "")), **_who(request, row))


VERBS: dict[str, Callable[[Request, Alarm, dict[str, Any]], Any]] = {
    "acknowledgement": lambda request, row, given: answering.acknowledge(**_who(request, row)),
    "hand-over": _hand_over,
    "note": lambda request, row, given: answering.note(text=given["note"], **_who(request, row)),
    "call": _call,
    "dispatch": _send,
    "arrival": _arrive,
    "recall": _recall,
    "outcome": lambda request, row, given: answering.record_outcome(**given, **_who(request, row)),
    "closing": lambda request, row, given: answering.close(**_who(request, row)),
}


def _verb(noun: str) -> Callable[[Request, Alarm, dict[str, Any]], Any]:
    if noun not in VERBS:
        raise Http404
    return VERBS[noun]


urlpatterns = [
    path("", desk, name="desk"),
    path("rows/", rows, name="rows"),
    path("closed/", closed, name="closed"),
    path("<int:alarm_id>/", alarm, name="alarm"),
    path("<int:alarm_id>/live/", live, name="live"),
    path("<int:alarm_id>/<slug:noun>", step, name="step"),
]
