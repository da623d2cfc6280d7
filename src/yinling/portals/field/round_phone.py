"""For visitors, on a phone: the shell that works a round without network, the round as JSON, what the phone sends."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from yinling.care.wellbeing.domain.states import WAY_WORDS
from yinling.care.wellbeing.queries.rules import rules
from yinling.design.pages import Request, page, public_page
from yinling.design.speech import say
from yinling.portals.field.round_day import RoundStop, phone_round, take
from yinling.portals.field.round_phrases import ICONS, phrases
from yinling.portals.field.visit_items import ITEMS_MAX, Sender
from yinling.portals.field.visits import numbers_in

visitor_page = page("wellbeing.visit")


@visitor_page
@never_cache
@ensure_csrf_cookie
@require_safe
def phone(request: Request) -> HttpResponse:
    """An empty page without anybody's data; the idle clock must not close it while there is no network."""
    context = {"words": phrases(), "icons": ICONS, "idle_seconds": 0, "keep_days": settings.FIELD_KEEP_DAYS}
    return render(request, "portals/field/round.html", context)


@public_page
@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that opens the shell without network. It lies here because its reach is its folder."""
    return HttpResponse(f'importScripts("{static("design/field/worker.js")}");\n', content_type="text/javascript")


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
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= ITEMS_MAX:
        return JsonResponse({"refused": _("发送的内容不完整，请刷新页面。")}, status=400)
    return JsonResponse({"items": take(items, Sender(request.actor, timezone.now()))})


urlpatterns = [
    path("phone/", phone, name="phone"),
    path("phone/round.json", round_json, name="round_json"),
    path("phone/records", records, name="records"),
    path("phone/worker.js", worker, name="worker"),
]
