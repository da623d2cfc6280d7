"""For the older person and their family: ask somebody to take over for a few days."""

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
from yinling.care.respite.web.forms import WishForm
from yinling.design.pages import Request, page
from yinling.people.registry.queries import is_represented, person_card, represented_by


@page("elder.own", "elder.represent")
@require_safe
def respite(request: Request) -> HttpResponse:
    """What was booked, and for whom one may ask."""
    today = timezone.localdate()
    people = [
        (person_card(each, actor=request.actor, on=today), queries.days_left(each, on=today))
        for each in represented_by(request.actor, on=today)
    ]
    rows = queries.booking_lines(request.actor, on=today)
    context = {
        "people": people,
        "rows": [(row, row.state in STEPS["cancel"][0]) for row in rows],
        "is_agent": request.actor.person_id is None,
    }
    return render(request, "respite/elder/respite.html", context)


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "POST"])
def respite_wish(request: Request, person_id: int) -> HttpResponse:
    """Which days, where, by whom."""
    today = timezone.localdate()
    if not is_represented(person_id, actor=request.actor, on=today):
        raise Http404
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(form.wish(person_id), by=request.actor, at=timezone.now())
        except RespiteRefused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("已经约了，等他们答复您。"))
            return redirect("elder:respite")
    context = {"form": form, "left": queries.days_left(person_id, on=today)}
    return render(request, "respite/elder/wish.html", context, status=400 if form.errors else 200)


@page("elder.own", "elder.represent")
@require_POST
def respite_cancel(request: Request, booking_id: int) -> HttpResponse:
    """Not any more."""
    today = timezone.localdate()
    if not queries.bookings_visible(request.actor, on=today).filter(pk=booking_id).exists():
        raise Http404
    try:
        actions.take(booking_id=booking_id, verb="cancel", by=request.actor, at=timezone.now())
    except RespiteRefused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, _("已经取消了。"))
    return redirect("elder:respite")


urlpatterns = [
    path("respite/", respite, name="respite"),
    path("respite/people/<int:person_id>/", respite_wish, name="respite_wish"),
    path("respite/<int:booking_id>/cancellation/", respite_cancel, name="respite_cancel"),
]
