"""For those who pay: the masked proof of one visit, one click away from its line and its payment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, or_404, page
from yinling.oversight.evidence.actions import read_proof


@page("claims.view")
@require_safe
def proof(request: Request, visit_id: int) -> HttpResponse:
    """What shows that the visit took place; the look at it is logged."""
    found = or_404(read_proof(visit_id=visit_id, by=request.actor, at=timezone.now()))
    answer = render(request, "evidence/proof.html", {"page": found, "line": found.line})
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [path("visits/<int:visit_id>/", proof, name="proof")]
