"""First page of the public portal."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, public_page
from yinling.gateways.policy.programmes import load_programme
from yinling.gateways.policy.reading import load_pack
from yinling.needs.casework.queries.notices import public_notices
from yinling.needs.entitlements.queries.packs import deployed_programmes
from yinling.people.places.queries import towns_in
from yinling.people.providers.queries import public_sites


@public_page
@require_safe
def home(request: Request) -> HttpResponse:
    """What exists here, in four entries."""
    today, area = timezone.localdate(), load_pack(settings.PACK).area
    context = {
        "programmes": [load_programme(pack, name).name for pack, name in deployed_programmes()],
        "site_count": len(public_sites(area)),
        "town_count": len(towns_in(area)),
        "notice_count": len(public_notices(today)),
    }
    return render(request, "portals/public/home.html", context)


urlpatterns = [path("", home, name="home")]
