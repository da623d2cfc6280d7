"""For the older person and their agents: who comes when, suits or not, how it was."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yinling.care.orders.domain.states import StepRefused
from yinling.care.orders.queries import lists as order_queries
from yinling.care.visits.actions import ending
from yinling.care.visits.queries import visits as queries
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.people.registry.queries import is_represented, person_card

SCORES = [(3, gettext_lazy("满意")), (2, gettext_lazy("一般")), (1, gettext_lazy("不满意"))]
ASKED_MAX = 3  # more would be a questionnaire

elder_page = page("elder.own", "elder.represent")


@elder_page
@require_safe
def visits(request: Request, person_id: int) -> HttpResponse:
    """Who comes today and in the next days; what was, to be rated in one touch."""
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        raise Http404
    context = {"is_agent": request.actor.person_id is None, **told(request, person_id)}
    return render(request, "portals/elder/visits.html", context)


def told(request: Request, person_id: int) -> dict[str, Any]:
    """What there is to say to the person, or to whoever speaks for them: here, or at the desk's telephone."""
    now, today = timezone.now(), timezone.localdate()
    coming = queries.coming(person_id, actor=request.actor, at=now)
    done = [line for line in queries.past(person_id, actor=request.actor, at=now) if line.state == "done"]
    asked = [line for line in done if line.score is None][:ASKED_MAX]
    return {
        "card": person_card(person_id, actor=request.actor, on=today),
        "today": [line for line in coming if line.on == today],
        "later": [line for line in coming if line.on != today],
        "asked": asked,
        "rated": [line for line in done if line not in asked],
        "scores": SCORES,
        "orders": order_queries.orders_of(person_id, actor=request.actor, on=today),
    }


@elder_page
@require_POST
def answer(request: Request, visit_id: int, noun: str) -> HttpResponse:
    """Suits, does not suit, or how it was: one touch each."""
    return redirect("elder:visits", take_answer(request, visit_id, noun))


def take_answer(request: Request, visit_id: int, noun: str) -> int:
    """Keeps one answer and says so; whose visit it was. Raises Http404."""
    line = or_404(queries.visit_line(visit_id, actor=request.actor, at=timezone.now()))
    try:
        messages.success(request, _answered(request, line.id, noun))
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    return line.person_id


def _answered(request: Request, visit_id: int, noun: str) -> str:
    now = timezone.now()
    if noun == "confirmation":
        ending.confirm(visit_id=visit_id, by=request.actor, at=now)
        return _("记下了，到时见。")
    if noun == "refusal":
        ending.call_off(visit_id=visit_id, cause="elder_refused", by=request.actor, at=now)
        return _("记下了，这次不上门。")
    if noun != "rating" or request.POST.get("score") not in ("1", "2", "3"):
        raise Http404
    ending.rate(visit_id=visit_id, score=int(request.POST["score"]), by=request.actor, at=now)
    return _("谢谢您的评价。")


urlpatterns = [
    path("<int:person_id>/visits/", visits, name="visits"),
    path("visits/<int:visit_id>/<slug:noun>", answer, name="visit_answer"),
]
