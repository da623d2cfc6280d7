"""What pages for the road share: an empty shell, its worker, and records that come from the phone."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, public_page
from yinling.portals.field.carer_day import DAY_VISITS_MAX, DAYS_KEPT
from yinling.portals.field.visit_items import ITEMS_MAX, Told

HAS_MAX = DAY_VISITS_MAX * DAYS_KEPT


def shell(request: HttpRequest, template: str, *, words: Mapping[str, Any], icons: Sequence[str]) -> HttpResponse:
    """An empty page without anybody's data; the idle clock must not close it while there is no network."""
    context = {"words": words, "icons": icons, "idle_seconds": 0, "keep_days": settings.FIELD_KEEP_DAYS}
    return render(request, template, context)


@public_page
@require_safe
def worker(request: Request) -> HttpResponse:
    """The script that opens a shell without network. It lies in each one's folder, because that is its reach."""
    return HttpResponse(f'importScripts("{static("design/field/worker.js")}");\n', content_type="text/javascript")


def numbers_in(text: str) -> set[int]:
    """Numbers of a list with commas; what is none is left out."""
    words = text[: HAS_MAX * 20].split(",")[:HAS_MAX]
    return {int(each) for each in words if each.isascii() and each.isdecimal() and len(each) < 18}


def answered(request: HttpRequest, take: Callable[[list[Any]], list[Told]]) -> JsonResponse:
    """What becomes of each record that the phone sent; a body that is none is refused whole."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= ITEMS_MAX:
        return JsonResponse({"refused": _("发送的内容不完整，请刷新页面。")}, status=400)
    return JsonResponse({"items": take(items)})
