"""For the older person and their agents: who comes when, suits or not, how it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.care.orders.domain.states import StepRefused
from yinling.care.orders.queries import lists as order_queries
from yinling.care.visits.actions import ending
from yinling.care.visits.models import Rating
from yinling.care.visits.queries import visits as queries
from yinling.care.visits.web.desk import card_of
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.people.registry.queries import is_represented

SCORES = Rating._meta.get_field("score").choices

elder_page = page("elder.own", "elder.represent")


def _own(request: Request, person_id: int) -> None:
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        raise Http404


@elder_page
@require_safe
def visits(request: Request, person_id: int) -> HttpResponse:
    """Who comes today and in the next days; what was, to be rated in one touch."""
    _own(request, person_id)
    now = timezone.now()
    coming = queries.coming(person_id, actor=request.actor, at=now)
    context = {
        "card": card_of(request, person_id),
        "is_agent": request.actor.person_id is None,
        "today": [line for line in coming if line.on == timezone.localdate()],
        "later": [line for line in coming if line.on != timezone.localdate()],
        "past": queries.past(person_id, actor=request.actor, at=now),
        "scores": SCORES,
        "orders": order_queries.orders_of(person_id, actor=request.actor, on=timezone.localdate()),
    }
    return render(request, "visits/elder/visits.html", context)


def _line(request: Request, visit_id: int) -> queries.VisitLine:
    line = queries.visit_line(visit_id, actor=request.actor, at=timezone.now())
    if line is None:
        raise Http404
    return line


@elder_page
@require_POST
def answer(request: Request, visit_id: int, noun: str) -> HttpResponse:
    """Suits, does not suit, or how it was: one touch each."""
    line = _line(request, visit_id)
    try:
        done = _answered(request, line, noun)
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, done)
    return redirect("elder:visits", line.person_id)


def _answered(request: Request, line: queries.VisitLine, noun: str) -> str:
    now = timezone.now()
    if noun == "confirmation":
        ending.confirm(visit_id=line.id, by=request.actor, at=now)
        return _("记下了，到时见。")
    if noun == "refusal":
        ending.call_off(visit_id=line.id, cause="elder_refused", by=request.actor, at=now)
        return _("记下了，这次不上门。")
    if noun != "rating" or request.POST.get("score") not in ("1", "2", "3"):
        raise Http404
    ending.rate(visit_id=line.id, score=int(request.POST["score"]), by=request.actor, at=now)
    return _("谢谢您的评价。")


urlpatterns = [
    path("<int:person_id>/visits/", visits, name="visits"),
    path("visits/<int:visit_id>/<slug:noun>", answer, name="visit_answer"),
]
