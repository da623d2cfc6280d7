"""For carers, on a phone: the shell that works a day without network, the day as JSON, and what the phone sends."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from yinling.care.visits.queries.field import why_gone
from yinling.design.pages import Request, page, public_page
from yinling.design.speech import say
from yinling.portals.field.carer_day import DAY_VISITS_MAX, DAYS_KEPT, DayVisit, carer_day
from yinling.portals.field.visit_items import ITEMS_MAX, Sender, take
from yinling.portals.field.visit_phrases import ICONS, phrases

HAS_MAX = DAY_VISITS_MAX * DAYS_KEPT

carer_page = page("visits.work")


@carer_page
@never_cache
@ensure_csrf_cookie
@require_safe
def day(request: Request) -> HttpResponse:
    """An empty page without anybody's data; the idle clock must not close it while there is no network."""
    context = {"words": phrases(), "icons": ICONS, "idle_seconds": 0, "keep_days": settings.FIELD_KEEP_DAYS}
    return render(request, "portals/field/visits.html", context)


@public_page
@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that opens the shell without network. It lies here because its reach is its folder."""
    return HttpResponse(f'importScripts("{static("design/field/worker.js")}");\n', content_type="text/javascript")


@public_page
@require_safe
def manifest(request: Request) -> HttpResponse:
    """What a phone needs to keep the page among its applications; nobody's data."""
    start = reverse("carer:day")
    icon = {"src": static("design/seal.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "name": _("银龄上门服务"), "short_name": _("上门服务"), "lang": "zh-CN", "id": start, "start_url": start,
        "scope": start, "display": "standalone", "background_color": "#ffffff", "theme_color": "#0b4f4a",
        "icons": [icon],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@carer_page
@never_cache
@require_safe
def day_json(request: Request) -> HttpResponse:
    """Today's and tomorrow's visits, our clock, and why those that the phone still has are no longer the carer's."""
    now, has = timezone.now(), numbers_in(request.GET.get("has", ""))
    found = carer_day(actor=request.actor, at=now, has=has)
    gone = has - {one.id for one in found}
    return JsonResponse(
        {
            "on": timezone.localdate().isoformat(),
            "now": now.isoformat(),
            "visits": [_entry(one) for one in found],
            "gone": {str(number): say(why_gone(number, actor=request.actor)) for number in gone},
        }
    )


def _entry(one: DayVisit) -> dict[str, Any]:
    return {**asdict(one), "service": say(one.service), "tasks": [say(each) for each in one.tasks]}


def numbers_in(text: str) -> set[int]:
    """Numbers of a list with commas; what is none is left out."""
    words = text[: HAS_MAX * 20].split(",")[:HAS_MAX]
    return {int(each) for each in words if each.isascii() and each.isdecimal() and len(each) < 18}


@carer_page
@never_cache
@require_POST
def records(request: Request) -> HttpResponse:
    """Keeps what the phone recorded: each record is accepted, known already, or refused with the reason."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= ITEMS_MAX:
        return JsonResponse({"refused": _("发送的内容不完整，请刷新页面。")}, status=400)
    return JsonResponse({"items": take(items, Sender(request.actor, timezone.now()))})


urlpatterns = [
    path("", day, name="day"),
    path("day.json", day_json, name="day_json"),
    path("records", records, name="records"),
    path("manifest.json", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
]
