"""For those who pay: the masked proof of one visit, one click away from its line and its payment."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.oversight.evidence.actions import read_proof


@page("claims.view")
@require_safe
def proof(request: Request, visit_id: int) -> HttpResponse:
    """What shows that the visit took place; the look at it is logged."""
    found = read_proof(visit_id=visit_id, by=request.actor, at=timezone.now())
    if found is None:
        raise Http404
    answer = render(request, "evidence/proof.html", {"page": found, "line": found.line})
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [path("visits/<int:visit_id>/", proof, name="proof")]
