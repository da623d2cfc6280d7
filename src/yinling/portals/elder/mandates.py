"""For the older person: who may see and act for them, and taking that back in one touch."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.people.registry import actions
from yinling.people.registry.queries import mandates_of

REASON = "老人本人在网上收回"

own_page = page("elder.own")


@own_page
@require_safe
def mandates(request: Request) -> HttpResponse:
    """Whose log-ins see this person's matters now, and who did before."""
    today = timezone.localdate()
    rows = list(mandates_of(request.actor.person_id or 0))
    current = [row for row in rows if row.valid_until is None or row.valid_until > today]
    ended = [row for row in rows if row not in current]
    return render(request, "portals/elder/mandates.html", {"current": current, "ended": ended})


@own_page
@require_POST
def revocation(request: Request, mandate_id: int) -> HttpResponse:
    """From now on the other sees nothing more."""
    try:
        actions.revoke_mandate(mandate_id=mandate_id, reason=REASON, by=request.actor, at=timezone.now())
    except actions.NothingOpen as unknown:
        raise Http404 from unknown
    messages.success(request, _("收回了。对方从现在起看不到您的事，也不能替您办事。"))
    return redirect("elder:mandates")


urlpatterns = [
    path("mandates/", mandates, name="mandates"),
    path("mandates/<int:mandate_id>/end/", revocation, name="mandate_end"),
]
