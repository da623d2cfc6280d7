"""For visitors, on a phone: the shell that works a round without network, the round as JSON, what the phone sends."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from yinling.care.visits.queries.ground import ground_of
from yinling.care.wellbeing.domain.states import WAY_WORDS
from yinling.care.wellbeing.queries.rules import rules
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.portals.field.phones import answered, numbers_in, shell, worker
from yinling.portals.field.round_day import RoundStop, phone_round, take
from yinling.portals.field.round_phrases import ICONS, phrases
from yinling.portals.field.visit_items import Sender

visitor_page = page("wellbeing.visit")


@visitor_page
@never_cache
@ensure_csrf_cookie
@require_safe
def phone(request: Request) -> HttpResponse:
    """The shell."""
    return shell(request, "portals/field/round.html", words=phrases(), icons=ICONS)


@visitor_page
@never_cache
@require_safe
def round_json(request: Request) -> HttpResponse:
    """Today's round, what may be found, and our clock."""
    now = timezone.now()
    stops = phone_round(actor=request.actor, at=now, has=numbers_in(request.GET.get("has", "")))
    found = rules().findings.values()
    return JsonResponse(
        {
            "on": timezone.localdate().isoformat(),
            "now": now.isoformat(),
            "stops": [_entry(one) for one in stops],
            "ground": ground_of([request.actor.area]) if stops else [],
            "findings": [{"id": one.id, "words": say(one.words), "reached": one.reached} for one in found],
            "ways": [{"id": way.value, "words": say(words)} for way, words in WAY_WORDS.items()],
        }
    )


def _entry(one: RoundStop) -> dict[str, Any]:
    return {**asdict(one), "why": say(one.why)}


@visitor_page
@never_cache
@require_POST
def records(request: Request) -> HttpResponse:
    """Keeps what the phone recorded: each visit is accepted, known already, or refused with the reason."""
    return answered(request, lambda items: take(items, Sender(request.actor, timezone.now())))


urlpatterns = [
    path("phone/", phone, name="phone"),
    path("phone/round.json", round_json, name="round_json"),
    path("phone/records", records, name="records"),
    path("phone/worker.js", worker, name="worker"),
]
