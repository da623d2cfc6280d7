"""For the older person and their agents: what I have, what came each month, why it is this sum, the letter."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.needs.benefits.queries import PersonMonths, person_months
from yinling.people.registry.queries import NotVisible
from yinling.portals.benefits import telling
from yinling.portals.benefits.letter import letter
from yinling.portals.elder.acting import person_of

elder_page = page("elder.own", "elder.represent")


def _found(request: Request, person_id: int) -> PersonMonths:
    try:
        return person_months(person_id, actor=request.actor, on=timezone.localdate())
    except NotVisible as unknown:
        raise Http404 from unknown


@elder_page
@require_safe
def overview(request: Request) -> HttpResponse:
    """Each benefit with its newest month, what arrived, and what else there may be."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    found = _found(request, person_id)
    context = {
        "page": found,
        "is_agent": request.actor.person_id is None,
        "mine": [
            (line, telling.told_months(line)[:1], telling.why_not(line))
            for line in found.programmes
            if line.is_enrolled or line.months
        ],
        "entitled": telling.entitled_ones(found),
        "others": [(line, telling.why_not(line)) for line in telling.other_ones(found) if not line.months],
        "owed": [line for line in found.recoveries if line.outstanding_fen],
        "newest": telling.newest_payment(found),
    }
    return render(request, "portals/elder/benefits.html", context)


@elder_page
@require_safe
def why(request: Request, programme: str) -> HttpResponse:
    """One benefit month by month: why it is this sum."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    found = _found(request, person_id)
    line = next((each for each in found.programmes if each.programme == programme), None)
    if line is None:
        raise Http404
    context = {"line": line, "months": telling.told_months(line), "reasons": telling.reasons_told(line)}
    return render(request, "portals/elder/benefit.html", context)


@elder_page
@require_safe
def own_letter(request: Request) -> HttpResponse:
    """Everything as a letter to keep."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    return letter(_found(request, person_id), by=request.actor, at=timezone.now())


urlpatterns = [
    path("benefits/", overview, name="benefits"),
    path("benefits/letter.pdf", own_letter, name="benefits_letter"),
    path("benefits/<slug:programme>/", why, name="benefit"),
]
