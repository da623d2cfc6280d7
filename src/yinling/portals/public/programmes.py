"""Programmes in plain words: who, how much, how, by which clause, and what is still open."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, public_page
from yinling.gateways.policy.programmes import NoSuchProgramme
from yinling.needs.casework.queries.procedure import procedure
from yinling.needs.entitlements.queries.parameters import value_words
from yinling.needs.entitlements.queries.programmes import programme_page, programmes


@public_page
@require_safe
def programmes_list(request: Request) -> HttpResponse:
    """Every programme of the district."""
    today = timezone.localdate()
    pages = [programme_page(name, on=today) for name in programmes()]
    return render(request, "portals/public/programmes.html", {"programmes": pages})


@public_page
@require_safe
def programme(request: Request, name: str) -> HttpResponse:
    """One programme."""
    try:
        told = programme_page(name, on=timezone.localdate())
    except NoSuchProgramme:
        raise Http404 from None
    context = {
        "told": told,
        "procedure": procedure(),
        "numbers": [(parameter, value_words(parameter, value), value is None) for parameter, value in told.parameters],
    }
    return render(request, "portals/public/programme.html", context)


urlpatterns = [
    path("programmes/", programmes_list, name="programmes"),
    path("programmes/<slug:name>/", programme, name="programme"),
]
