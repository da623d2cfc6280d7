"""Questions about firms and sites."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from yinling.gateways.policy.reading import load_facilities
from yinling.kernel.actor import Actor
from yinling.kernel.area import LEVELS, ancestors, code_range
from yinling.kernel.dates import Period
from yinling.people.places.queries import full_names
from yinling.people.providers.models import (
    Provider,
    ProviderKind,
    ProviderSpell,
    ProviderStatus,
    Site,
    SiteQuerySet,
    SiteSpell,
)

DIGITS_OF_LEVEL = {level: digits for digits, level in LEVELS.items()}


@dataclass(frozen=True)
class ProviderLine:
    """A provider in a list."""

    id: int
    name: str
    kind: str = ""
    kind_words: str = ""
    status: str = ""
    area: str = ""


@dataclass(frozen=True)
class Payee:
    """Where a provider's money goes; `account_number` is for bank files alone."""

    name: str
    bank_name: str
    account_number: str
    account_masked: str


def facility_kinds() -> dict[str, str]:
    """Facility types of the deployed pack: code and name."""
    return {kind.code: kind.name for kind in load_facilities(settings.PACK).kinds}


def provider_line(provider_id: int) -> ProviderLine:
    """One provider by id. Raises Provider.DoesNotExist."""
    return _line(Provider.objects.get(id=provider_id))


def rests_of_provider(provider_id: int) -> list[Period]:
    """When a provider was suspended or ended; day by day, up to its next status."""
    spells = list(ProviderSpell.objects.filter(provider=provider_id).values_list("status", "since"))
    ends = [*(since for _status, since in spells[1:]), date.max]
    return [
        Period(since, until)
        for (status, since), until in zip(spells, ends, strict=False)
        if status != ProviderStatus.ACTIVE and since < until
    ]


def firms_serving(area: str, *, kind: str = ProviderKind.ADAPTATION_FIRM) -> list[ProviderLine]:
    """Providers of a kind that serve an area and may take new work."""
    firms = Provider.objects.filter(kind=kind, status=ProviderStatus.ACTIVE, area__in=ancestors(area))
    return [_line(firm) for firm in firms.order_by("name", "id")]


def operators_serving(area: str) -> list[ProviderLine]:
    """Care operators that serve an area and may take new work."""
    return firms_serving(area, kind=ProviderKind.CARE_OPERATOR)


def providers_visible(actor: Actor) -> QuerySet[Provider]:
    """Providers whom the actor may see."""
    return Provider.objects.visible_to(actor)


def sites_visible(actor: Actor) -> QuerySet[Site]:
    """Sites that the actor may see."""
    return Site.objects.visible_to(actor)


@dataclass(frozen=True)
class SiteLine:
    """A site in a list, with its kind and place in words."""

    site: Site
    kind_words: str
    area_name: str


def site_lines(sites: Iterable[Site]) -> list[SiteLine]:
    """Sites for pages; the caller has asked for visible ones."""
    rows, kinds = list(sites), facility_kinds()
    places = full_names([row.area for row in rows])
    return [SiteLine(row, kinds.get(row.kind, row.kind), places[row.area]) for row in rows]


def public_sites(area: str) -> list[Site]:
    """Sites in an area that receive people, for the public page: operating ones, also inside institutions."""
    first, last = code_range(area)
    serving = ["operating", "inside_institution"]
    rows = Site.objects.filter(area__gte=first, area__lt=last, status__in=serving).select_related("provider")
    return list(rows.order_by("area", "kind", "name"))


def payee_of(provider_id: int) -> Payee:
    """Bank details in the open; the caller pays and logs. Raises Provider.DoesNotExist."""
    provider = Provider.objects.get(id=provider_id)
    name = provider.account_name or provider.name
    return Payee(name, provider.bank_name, provider.account_number, provider.account_masked)


def sites_counted(
    kind: str, *, area_level: str, on: date, statuses: Collection[str], opened_from: date | None = None
) -> dict[str, int]:
    """Sites of a kind by area of a level, by their status on a day; `opened_from` counts those opened since."""
    rows = _on_day(kind, on, statuses)
    if opened_from:
        rows = rows.filter(opened_on__gte=opened_from, opened_on__lte=on)
    digits = DIGITS_OF_LEVEL[area_level]
    return dict(Counter(area[:digits] for area in rows.values_list("area", flat=True) if len(area) >= digits))


def sites_behind(
    kind: str, *, area: str, on: date, statuses: Collection[str], actor: Actor, opened_from: date | None = None
) -> list[Site]:
    """The sites behind such a figure, within the actor's scope; `status_on_day` is set on each."""
    first, last = code_range(area)
    rows = _on_day(kind, on, statuses).visible_to(actor).filter(area__gte=first, area__lt=last)
    if opened_from:
        rows = rows.filter(opened_on__gte=opened_from, opened_on__lte=on)
    return list(rows.order_by("area", "name"))


def _on_day(kind: str, on: date, statuses: Collection[str]) -> SiteQuerySet:
    latest = SiteSpell.objects.filter(site=OuterRef("pk"), since__lte=on).order_by("-since", "-id")
    sites = Site.objects.filter(kind=kind).annotate(status_on_day=Subquery(latest.values("status")[:1]))
    return sites.filter(status_on_day__in=list(statuses))


def _line(provider: Provider) -> ProviderLine:
    return ProviderLine(
        provider.id, provider.name, provider.kind, provider.get_kind_display(), provider.status, provider.area
    )
