"""For the desk and for a provider's office: a day's visits, one visit with its verbs, troubles."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.orders.domain.states import StepRefused
from yinling.care.visits.actions import doors, ending
from yinling.care.visits.models import Visit
from yinling.care.visits.queries import troubles as troubles_of
from yinling.care.visits.queries import visits as queries
from yinling.care.visits.queries.planning import WAITING
from yinling.care.visits.web import forms
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.gateways.codes import svg_of
from yinling.gateways.policy.reading import load_pack
from yinling.people.registry.queries import person_card

VIEW = ("visits.view", "visits.manage")
FORMS: dict[str, type[Form]] = {"calling-off": forms.CallOffForm, "correction": forms.CorrectForm}


@page(*VIEW)
@require_safe
def day(request: Request) -> HttpResponse:
    """A day's visits by state and place, those that are late first of all."""
    now = timezone.now()
    form = forms.DayForm(request.GET, actor=request.actor, district=load_pack(settings.PACK).area)
    wanted = form.wanted(request.GET.get("after", ""))
    lines = queries.visit_lines(wanted, actor=request.actor, at=now)
    query = request.GET.copy()
    query["after"] = str(lines[-1].id) if lines else ""
    context = {
        "form": form, "wanted": wanted, "lines": lines,
        "counts": queries.counts_by_state(wanted, actor=request.actor, at=now),
        "late": queries.late_now(actor=request.actor, at=now),
        "troubles": troubles_of.open_troubles(actor=request.actor),
        "next_url": f"?{query.urlencode()}" if len(lines) == queries.PAGE_ROWS else "",
        "first_url": f"?on={wanted.on}" if wanted.after_id else "",
    }  # fmt: skip
    return render(request, "visits/day.html", context)


def _row(request: Request, visit_id: int) -> Visit:
    rows = queries.visits_visible(request.actor, on=timezone.localdate())
    return or_404(rows.filter(pk=visit_id).select_related("order", "rating").first())


@page(*VIEW)
@require_safe
def visit(request: Request, visit_id: int) -> HttpResponse:
    """One visit: how it stands, its trail and records, what may be done."""
    return _show(request, _row(request, visit_id))


def _show(request: Request, row: Visit, sent: dict[str, Any] | None = None) -> HttpResponse:
    now, nouns = timezone.now(), _nouns(request, row)
    context = {
        "line": queries.visit_line(row.pk, actor=request.actor, at=now),
        "row": row,
        "records": queries.records_of(row.pk, actor=request.actor, at=now),
        "marks": queries.marks_of(row.pk, actor=request.actor, at=now),
        "forms": {noun: (sent or {}).get(noun) or FORMS[noun](prefix=noun) for noun in nouns},
        "may_send": row.state in WAITING and row.on >= timezone.localdate() and request.actor.may("visits.manage"),
        "sent": list(sent or {}),
    }
    return render(request, "visits/visit.html", context, status=422 if sent else 200)


def _nouns(request: Request, row: Visit) -> list[str]:
    """What the actor may do with a visit in its state."""
    if row.state in WAITING:
        return ["calling-off"]
    return ["correction"] if row.state == "done" and request.actor.may("visits.manage") else []


@page("orders.place", "visits.manage")
@require_POST
def visit_step(request: Request, visit_id: int, noun: str) -> HttpResponse:
    """One form, one verb; a refusal stands on the form."""
    row = _row(request, visit_id)
    if noun not in FORMS:
        raise Http404
    form = FORMS[noun](request.POST, prefix=noun)
    if form.is_valid():
        try:
            _act(noun, row, form, request)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已办理。"))
            return redirect("visits:visit", row.pk)
    return _show(request, row, {noun: form})


def _act(noun: str, row: Visit, form: Any, request: Request) -> None:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if noun == "correction":
        ending.correct(visit_id=row.pk, **form.moments(row.on), **who)
    else:
        ending.call_off(visit_id=row.pk, **form.cleaned_data, **who)


@page(*VIEW)
@require_safe
def troubles(request: Request) -> HttpResponse:
    """What carers told, open first."""
    context = {
        "open": troubles_of.trouble_lines(actor=request.actor, is_open=True, on=timezone.localdate()),
        "closed": troubles_of.trouble_lines(actor=request.actor, is_open=False, on=timezone.localdate()),
        "form": forms.OutcomeForm(),
        "may_close": request.actor.may("visits.manage") or request.actor.may("orders.place"),
    }
    return render(request, "visits/troubles.html", context)


@page("orders.place", "visits.manage")
@require_POST
def outcome(request: Request, trouble_id: int) -> HttpResponse:
    """A trouble is closed with what was done."""
    if not troubles_of.trouble_visible(trouble_id, actor=request.actor):
        raise Http404
    form = forms.OutcomeForm(request.POST)
    try:
        words = form.cleaned_data["outcome"] if form.is_valid() else ""
        ending.close_trouble(trouble_id=trouble_id, outcome=words, by=request.actor, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, _("已记下处理结果。"))
    return redirect("visits:troubles")


@page("orders.place")
@require_http_methods(["GET", "HEAD", "POST"])
def door_code(request: Request, person_id: int) -> HttpResponse:
    """A new code for the door, shown once to be printed."""
    card = person_card(person_id, actor=request.actor, on=timezone.localdate())
    context: dict[str, object] = {"card": card, "has_code": troubles_of.has_door_code(card.id)}
    if request.method == "POST":
        code = doors.hang_code(person_id=card.id, by=request.actor, at=timezone.now())
        context |= {"picture": svg_of(code), "code": code}
    answer = render(request, "visits/door_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("", day, name="day"),
    path("people/<int:person_id>/door/", door_code, name="door_code"),
    path("troubles/", troubles, name="troubles"),
    path("troubles/<int:trouble_id>/", outcome, name="outcome"),
    path("<int:visit_id>/", visit, name="visit"),
    path("<int:visit_id>/<slug:noun>", visit_step, name="visit_step"),
]
