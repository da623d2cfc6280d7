"""For everyone who is told something: their own notices."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, page
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.outbox import queries
from yinling.foundation.outbox.actions import mark_read

_PAGE_ROWS = 15


@page("notices.view", "elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: Request) -> HttpResponse:
    """Lists notices, newest first; POST marks those named as read."""
    if request.method == "POST":
        named = [int(number) for number in request.POST.getlist("notice")[:_PAGE_ROWS] if number.isdigit()]
        mark_read(notice_ids=named, by=request.actor, at=timezone.now())
        return redirect("outbox:notices")
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdigit() else None
    rows = queries.notice_lines(request.actor, before_id=before_id, limit=_PAGE_ROWS + 1)
    context = {
        "base": "design/desk.html" if ROLES[request.actor.role].is_staff_role else "design/elder.html",
        "rows": rows[:_PAGE_ROWS],
        "unread": [row.id for row in rows[:_PAGE_ROWS] if not row.is_read],
        "next_url": f"?before={rows[_PAGE_ROWS - 1].id}" if len(rows) > _PAGE_ROWS else "",
        "first_url": "?" if before else "",
    }
    return render(request, "outbox/notices.html", context)


urlpatterns = [path("", notices, name="notices")]
