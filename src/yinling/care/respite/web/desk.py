"""For clerks and providers: bookings with their next step, a new one for a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.respite import actions, queries
from yinling.care.respite.domain.refusals import RespiteRefused
from yinling.care.respite.domain.states import STEPS
from yinling.care.respite.models import BookingState
from yinling.care.respite.web.forms import WishForm
from yinling.design.pages import Request, number_in, page
from yinling.people.registry.queries import person_card


@page("respite.view")
@require_safe
def bookings(request: Request) -> HttpResponse:
    """Bookings, newest first, by state."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    rows = queries.booking_lines(
        request.actor, on=timezone.localdate(), state=state, before_id=number_in(before) or None
    )
    may = request.actor.may("respite.manage")
    context = {
        "rows": [(row, [verb for verb, (starts, _to) in STEPS.items() if may and row.state in starts]) for row in rows],
        "state": state,
        "states": BookingState.choices,
        "next_url": f"?state={state}&before={rows[-1].id}" if len(rows) == queries.PAGE_ROWS else "",
        "first_url": f"?state={state}" if before else "",
    }
    return render(request, "respite/bookings.html", context)


@page("respite.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A booking for a person, who is named in the address."""
    person, today = request.GET.get("person", ""), timezone.localdate()
    card = person_card(number_in(person), actor=request.actor, on=today)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(form.wish(card.id), by=request.actor, at=timezone.now())
        except RespiteRefused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("已预约，等机构答复。"))
            return redirect("respite:bookings")
    context = {"form": form, "card": card, "left": queries.days_left(card.id, on=today)}
    return render(request, "respite/new.html", context, status=400 if form.errors else 200)


@page("respite.manage")
@require_POST
def step(request: Request, booking_id: int, verb: str) -> HttpResponse:
    """Confirm, decline, cancel, used."""
    if verb not in STEPS or not queries.bookings_visible(request.actor, on=timezone.localdate()).filter(pk=booking_id):
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        actions.take(booking_id=booking_id, verb=verb, reason=reason, by=request.actor, at=timezone.now())
    except RespiteRefused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, _("已登记。"))
    return redirect("respite:bookings")


urlpatterns = [
    path("", bookings, name="bookings"),
    path("new/", new, name="new"),
    path("<int:booking_id>/<slug:verb>/", step, name="step"),
]
