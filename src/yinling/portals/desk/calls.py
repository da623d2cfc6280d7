"""For the desk's telephone: an older person calls, and what they say goes into the same visits and the same order."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.oversight.claims.queries.accounts import account
from yinling.portals.elder.visits import take_answer, told

desk_page = page("orders.place")


@desk_page
@require_safe
def call(request: Request, person_id: int) -> HttpResponse:
    """What to read to the caller, this month's account with it, and a button for each answer."""
    today = timezone.localdate()
    context = told(request, person_id)
    context["account"] = account(context["card"].id, today, actor=request.actor, on=today)
    return render(request, "portals/desk/call.html", context)


@desk_page
@require_POST
def answer(request: Request, visit_id: int, noun: str) -> HttpResponse:
    """What the caller said of one visit."""
    return redirect("calls:call", take_answer(request, visit_id, noun))


urlpatterns = [
    path("people/<int:person_id>/", call, name="call"),
    path("visits/<int:visit_id>/<slug:noun>", answer, name="answer"),
]
