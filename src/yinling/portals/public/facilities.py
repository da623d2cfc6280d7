"""Where it is: sites that receive people, by town, kind and words."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, public_page
from yinling.gateways.policy.reading import load_pack
from yinling.people.places.queries import full_names, schematic_towns, towns_in
from yinling.people.providers.queries import facility_kinds, public_sites

SITES_SHOWN_MAX = 100


@dataclass(frozen=True)
class SiteLine:
    """One site for the public."""

    name: str
    kind: str
    kind_words: str
    town: str
    area_name: str
    address: str
    capacity: int | None


def site_lines(area: str) -> list[SiteLine]:
    """Sites that receive people in an area."""
    sites, kinds = public_sites(area), facility_kinds()
    places = full_names([site.area for site in sites])
    return [
        SiteLine(
            site.name, site.kind, kinds.get(site.kind, site.kind), site.area[:9], places[site.area], site.address,
            site.capacity,
        )
        for site in sites
    ]  # fmt: skip


def matching(lines: list[SiteLine], *, town: str, kind: str, words: str) -> list[SiteLine]:
    """Lines in a town, of a kind, whose name, place or address holds every word."""
    wanted = words.split()
    return [
        line
        for line in lines
        if (not town or line.town == town)
        and (not kind or line.kind == kind)
        and all(word in f"{line.name}{line.area_name}{line.address}" for word in wanted)
    ]


@public_page
@require_safe
def facilities(request: Request) -> HttpResponse:
    """The directory: towns with their numbers, and a list once something was chosen."""
    area = load_pack(settings.PACK).area
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in ("town", "kind", "q")}
    lines = site_lines(area)
    found = matching(lines, town=chosen["town"], kind=chosen["kind"], words=chosen["q"])
    context = {
        "chosen": chosen,
        "is_chosen": any(chosen.values()),
        "found": found[:SITES_SHOWN_MAX],
        "found_count": len(found),
        "kinds": [(code, name) for code, name in facility_kinds().items() if any(line.kind == code for line in lines)],
        **_towns(area, matching(lines, town="", kind=chosen["kind"], words="")),
    }
    return render(request, "portals/public/facilities.html", context)


def _towns(area: str, lines: list[SiteLine]) -> dict[str, object]:
    counts = Counter(line.town for line in lines)
    points = [
        {
            "latitude": t.latitude,
            "longitude": t.longitude,
            "label": f"{t.name} {counts[t.code]}",
            "url": f"?town={t.code}",
        }
        for t in schematic_towns(area)
    ]
    return {
        "towns": [(town.code, town.name, counts[town.code]) for town in towns_in(area)],
        "points": {"points": points, "is_schematic": True},
    }


urlpatterns = [path("facilities/", facilities, name="facilities")]
