"""For carers, on a phone: the shell that works a day without network, the day as JSON, and what the phone sends."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
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
from yinling.portals.field.carer_day import DayVisit, carer_day, day_ground
from yinling.portals.field.phones import answered, numbers_in, shell, worker
from yinling.portals.field.visit_items import Sender, take
from yinling.portals.field.visit_phrases import ICONS, phrases

carer_page = page("visits.work")


@carer_page
@never_cache
@ensure_csrf_cookie
@require_safe
def day(request: Request) -> HttpResponse:
    """The shell."""
    return shell(request, "portals/field/visits.html", words=phrases(), icons=ICONS)


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
            "ground": day_ground(actor=request.actor, at=now),
            "gone": {str(number): say(why_gone(number, actor=request.actor)) for number in gone},
        }
    )


def _entry(one: DayVisit) -> dict[str, Any]:
    return {**asdict(one), "service": say(one.service), "tasks": [say(each) for each in one.tasks]}


@carer_page
@never_cache
@require_POST
def records(request: Request) -> HttpResponse:
    """Keeps what the phone recorded: each record is accepted, known already, or refused with the reason."""
    return answered(request, lambda items: take(items, Sender(request.actor, timezone.now())))


urlpatterns = [
    path("", day, name="day"),
    path("day.json", day_json, name="day_json"),
    path("records", records, name="records"),
    path("manifest.json", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
]
