"""Programmes in plain words: who, how much, how, by which clause, and what is still open."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, public_page
from yinling.gateways.policy.programmes import NoSuchProgramme
from yinling.needs.casework.queries.procedure import procedures
from yinling.needs.entitlements.queries.packs import deployed_packs, deployed_programmes
from yinling.needs.entitlements.queries.parameters import value_words
from yinling.needs.entitlements.queries.programmes import programme_page

GROUPS = (
    (_("给老年人和家庭"), ("person", "household", "request")),
    (_("给养老服务机构"), ("provider",)),
    (_("给养老服务人员"), ("staff",)),
)


@public_page
@require_safe
def programmes_list(request: Request) -> HttpResponse:
    """Every programme of the district."""
    today = timezone.localdate()
    pages = [programme_page(name, on=today, pack=pack) for pack, name in deployed_programmes()]
    groups = [(title, [page for page in pages if page.rule.subject in subjects]) for title, subjects in GROUPS]
    context = {"groups": [(title, found) for title, found in groups if found], "own_pack": settings.PACK}
    return render(request, "portals/public/programmes.html", context)


@public_page
@require_safe
def programme(request: Request, name: str) -> HttpResponse:
    """One programme; of an adopted policy where the address names it."""
    pack = request.GET.get("pack", settings.PACK)
    if pack not in deployed_packs():
        raise Http404
    try:
        told = programme_page(name, on=timezone.localdate(), pack=pack)
    except NoSuchProgramme:
        raise Http404 from None
    context = {
        "told": told,
        "procedure": procedures().get(name) if pack == settings.PACK else None,
        "is_for_people": told.rule.subject in ("person", "household", "request"),
        "numbers": [(parameter, value_words(parameter, value), value is None) for parameter, value in told.parameters],
    }
    return render(request, "portals/public/programme.html", context)


urlpatterns = [
    path("programmes/", programmes_list, name="programmes"),
    path("programmes/<slug:name>/", programme, name="programme"),
]
