"""Tickets, for the desk and for the visitor to whom they are given."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yinling.care.wellbeing.actions import tickets as actions
from yinling.care.wellbeing.domain.states import TICKET_WORDS, StepRefused
from yinling.care.wellbeing.queries import targets, tickets
from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.portals.desk.wellbeing.forms import AssigneeForm, NoteForm

Act = Callable[[int, dict[str, Any], dict[str, Any]], object]

# verb: heading and button, and what it does with the form's words
STEPS: dict[str, tuple[Any, Act]] = {
    "assign": (
        gettext_lazy("指派"),
        lambda pk, said, who: actions.assign_ticket(pk, user_id=int(said["user_id"]), **who),
    ),
    "take": (gettext_lazy("开始办"), lambda pk, said, who: actions.take_ticket(pk, **who)),
    "close": (gettext_lazy("办结"), lambda pk, said, who: actions.close_ticket(pk, outcome=said["note"], **who)),
    "escalate": (gettext_lazy("升级"), lambda pk, said, who: actions.escalate_ticket(pk, why=said["note"], **who)),
}


@page("wellbeing.view")
@require_safe
def ticket_list(request: Request) -> HttpResponse:
    """Tickets by state, the newest first."""
    state = request.GET.get("state", tickets.GOING)
    state = state if state in (tickets.GOING, "", *TICKET_WORDS) else tickets.GOING
    after = number_in(request.GET.get("after", ""))
    lines, next_after = tickets.find_tickets(state, actor=request.actor, at=timezone.now(), after=after)
    counts = tickets.ticket_counts(actor=request.actor)
    context = {
        "lines": lines,
        "state": state,
        "states": [(code.value, words, counts[code.value]) for code, words in TICKET_WORDS.items()],
        "next_url": f"?state={state}&after={next_after}" if next_after else "",
        "first_url": f"?state={state}" if after else "",
    }
    return render(request, "portals/wellbeing/tickets.html", context)


@page("wellbeing.view", "wellbeing.visit")
@require_safe
def ticket(request: Request, ticket_id: int) -> HttpResponse:
    """One ticket and its next steps."""
    line, today = _found(request, ticket_id), timezone.localdate()
    place = targets.target_of(line.person_id, actor=request.actor, on=today)
    verbs = tickets.verbs_for(line, actor=request.actor)
    context = {
        "line": line,
        "trail": tickets.ticket_steps(ticket_id),
        "steps": [(verb, STEPS[verb][0], _form(verb, line)) for verb in verbs],
        "target": place,
        "is_afield": not request.actor.may("wellbeing.view"),
    }
    return render(request, "portals/wellbeing/ticket.html", context)


def _found(request: Request, ticket_id: int) -> tickets.TicketLine:
    return or_404(tickets.ticket_line(ticket_id, actor=request.actor, at=timezone.now()))


def _form(verb: str, line: tickets.TicketLine, data: Any = None) -> Form:
    if verb == "assign":
        people = tickets.assignees(line.card.area, on=timezone.localdate())
        return AssigneeForm(data, people=people, auto_id=f"{verb}_%s")
    return Form(data) if verb == "take" else NoteForm(data, auto_id=f"{verb}_%s")


@page("wellbeing.manage", "wellbeing.visit")
@require_POST
def step(request: Request, ticket_id: int, verb: str) -> HttpResponse:
    """One form, one action, one redirect."""
    line = _found(request, ticket_id)
    if verb not in STEPS:
        raise Http404
    form = _form(verb, line, request.POST)
    if form.is_valid():
        try:
            STEPS[verb][1](ticket_id, form.cleaned_data, {"by": request.actor, "at": timezone.now()})
            messages.success(request, _("已登记。"))
        except StepRefused as refused:
            messages.error(request, say(refused.words))
    else:
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
    is_theirs = tickets.ticket_line(ticket_id, actor=request.actor, at=timezone.now()) is not None
    return redirect("wellbeing:ticket", ticket_id) if is_theirs else redirect("home")


urlpatterns = [
    path("tickets/", ticket_list, name="tickets"),
    path("tickets/<int:ticket_id>/", ticket, name="ticket"),
    path("tickets/<int:ticket_id>/<slug:verb>/", step, name="ticket_step"),
]
