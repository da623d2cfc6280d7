"""Calendars of carers: opened and revoked by the office, read by a phone with the token in the address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.care.dayplans.actions.feeds import open_feed, revoke_feed
from yinling.care.dayplans.queries.feeds import calendar_of, feed_lines
from yinling.care.orders.domain.states import NotThere
from yinling.design.pages import Request, or_404, page, public_page


@page("visits.manage")
@require_safe
def feeds(request: Request) -> HttpResponse:
    """Carers and whether their calendar is open."""
    return render(request, "dispatch/feeds.html", _one_page(request))


def _one_page(request: Request) -> dict[str, Any]:
    after = request.GET.get("after", "")
    known = int(after) if after.isdigit() else 0
    lines, following = feed_lines(request.actor, on=timezone.localdate(), after=known)
    return {
        "lines": lines,
        "here": f"?after={known}" if known else "",
        "next_url": f"{reverse('dispatch:feeds')}?after={following}" if following else "",
        "first_url": reverse("dispatch:feeds") if known else "",
    }


@page("visits.manage")
@require_POST
def opening(request: Request, worker_id: int) -> HttpResponse:
    """A new address, shown once; the one before stops."""
    try:
        token = open_feed(worker_id=worker_id, by=request.actor, at=timezone.now())
    except NotThere as unknown:
        raise Http404 from unknown
    shown = _one_page(request)
    name = next((line.name for line in shown["lines"] if line.worker_id == worker_id), "")
    url = request.build_absolute_uri(reverse("dispatch:calendar", args=[token]))
    answer = render(request, "dispatch/feeds.html", shown | {"url": url, "name": name})
    answer["Cache-Control"] = "no-store"
    return answer


@page("visits.manage")
@require_POST
def revoking(request: Request, worker_id: int) -> HttpResponse:
    """The address answers no longer."""
    try:
        revoke_feed(worker_id=worker_id, by=request.actor, at=timezone.now())
    except NotThere as unknown:
        raise Http404 from unknown
    messages.success(request, _("已停用，原来的地址不能再用。"))
    return redirect(reverse("dispatch:feeds") + _one_page(request)["here"])


@public_page
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """The calendar file, for whoever holds the address."""
    text = or_404(calendar_of(token, at=timezone.now()))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [
    path("calendars/", feeds, name="feeds"),
    path("calendars/workers/<int:worker_id>/opening", opening, name="opening"),
    path("calendars/workers/<int:worker_id>/revoking", revoking, name="revoking"),
    path("calendars/<str:token>.ics", calendar, name="calendar"),
]
