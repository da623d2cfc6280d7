"""Questions about the catalogue: which services there are, and what they cost on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from yinling.care.catalogue.domain.items import ServiceLine, cost_fen
from yinling.care.catalogue.domain.refusals import NoPrice, UnknownService
from yinling.care.catalogue.models import Price, PriceQuerySet, Service
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision
from yinling.gateways.policy.catalogue import Catalogue, CatalogueItem, CataloguePackage, load_catalogue
from yinling.gateways.policy.programmes import load_programme
from yinling.gateways.policy.reading import load_services
from yinling.kernel.actor import Actor
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.entitlements.queries.programmes import values_used

__all__ = ["ServiceLine", "cost_fen"]


@dataclass(frozen=True)
class PriceLine:
    """A price in a list; `provider_id` None: the district's highest price. `last_day` None: still open."""

    id: int
    service_code: str
    provider_id: int | None
    provider: str
    fen: int
    valid_from: date
    last_day: date | None
    source: str
    by_name: str
    is_now: bool


@dataclass(frozen=True)
class Section:
    """One category with its listed items (of the 24, or of the district) and the services that can be ordered."""

    code: str
    name: str
    listed: tuple[tuple[str, str], ...]
    services: tuple[ServiceLine, ...]


def files() -> Catalogue:
    """The catalogue of the policy files in use."""
    return load_catalogue(deployed_packs())


def fund_name(code: str) -> str:
    """What a care fund is called: by the programme that pays from it, as far as the policy files know it."""
    for funding in files().funding:
        if funding.code == code:
            return load_programme(funding.pack, funding.programme).name
    return code


def source() -> str:
    """Where minutes, skills and proofs come from, while nobody has confirmed them; empty once they are."""
    return "" if files().is_verified else files().source


def categories() -> dict[str, str]:
    """Categories by code: those of the district's document first, then those of home services."""
    return {**{each.category: each.category_name for each in load_services(settings.PACK)}, **files().categories}


def services(*, with_withdrawn: bool = False) -> dict[str, ServiceLine]:
    """Every item by code, in order: the files', with the district's changes and additions."""
    names = categories()
    found = {item.code: _of_file(item, names) for item in files().items.values()}
    for row in Service.objects.order_by("id"):
        found[row.code] = _of_district(row, names, is_added=row.code not in files().items)
    return found if with_withdrawn else {code: line for code, line in found.items() if line.is_offered}


def service(code: str) -> ServiceLine:
    """One item, withdrawn ones too. Raises UnknownService."""
    row = Service.objects.filter(code=code).first()
    if row is not None:
        return _of_district(row, categories(), is_added=code not in files().items)
    if code not in files().items:
        raise UnknownService(f"服务目录里没有“{code}”这个项目。")
    return _of_file(files().items[code], categories())


def _of_file(item: CatalogueItem, names: Mapping[str, str]) -> ServiceLine:
    return ServiceLine(
        code=item.code, name=item.name, category=item.category, category_name=names.get(item.category, item.category),
        listed_under=item.listed_under, unit=item.unit, minutes=item.minutes, skills=item.skills, carers=item.carers,
        proof=item.proof, same_sex=item.same_sex, grade_min=item.grade_min, steps=item.steps,
    )  # fmt: skip


def _of_district(row: Service, names: Mapping[str, str], *, is_added: bool) -> ServiceLine:
    steps = () if is_added else files().items[row.code].steps
    return ServiceLine(
        code=row.code, name=row.name, category=row.category, category_name=names.get(row.category, row.category),
        listed_under=row.listed_under, unit=row.unit, minutes=row.minutes, skills=tuple(row.skills),
        carers=row.carers, proof=tuple(row.proof), same_sex=row.same_sex, grade_min=row.grade_min,
        is_offered=row.is_offered, is_added=is_added, steps=steps,
    )  # fmt: skip


def sections() -> list[Section]:
    """The whole catalogue by category: the document's 8 categories and 24 items, home services, the district's own."""
    lines = services(with_withdrawn=True).values()
    listed = load_services(settings.PACK)
    return [
        Section(
            code, name, tuple((each.code, each.name) for each in listed if each.category == code),
            tuple(line for line in lines if line.category == code),
        )
        for code, name in categories().items()
    ]  # fmt: skip


def packages() -> dict[str, CataloguePackage]:
    """Items that are offered together."""
    return dict(files().packages)


def tabled(bound: BoundRule, decision: Decision, name: str, *, on: date) -> int | None:
    """What the rows that a person reaches in a programme's table give under a name; None where they give nothing."""
    used, found = values_used(bound, on), []
    for row in (bound.rule.rows[place] for place in decision.resolution.rows):
        found.append(used.get(row.named[name]) if name in row.named else row.values.get(name))
    given = [each for each in found if each is not None]
    return sum(given) if given else None


def price_fen(service_code: str, *, provider_id: int | None, on: date) -> int:
    """The price of one unit on a day: the provider's own, else the district's highest. Raises NoPrice."""
    found = prices_on([service_code], provider_id=provider_id, on=on)
    if service_code not in found:
        raise NoPrice
    return found[service_code]


def prices_on(codes: Collection[str], *, provider_id: int | None, on: date) -> dict[str, int]:
    """Prices of units on a day by item, those without one left out; a provider's is never above the district's."""
    rows = _in_force(on).filter(Q(provider=None) | Q(provider_id=provider_id), service_code__in=list(codes))
    own: dict[str, int] = {}
    ceilings: dict[str, int] = {}
    for code, provider, fen in rows.values_list("service_code", "provider_id", "fen"):
        (ceilings if provider is None else own)[code] = fen
    found = {**ceilings, **own}
    return {code: min(fen, ceilings.get(code, fen)) for code, fen in found.items()}


def ceiling_fen(service_code: str, *, on: date) -> int | None:
    """The district's highest price on a day; None: there is none."""
    row = _in_force(on).filter(service_code=service_code, provider=None).first()
    return row.fen if row else None


def _in_force(on: date) -> PriceQuerySet:
    rows: PriceQuerySet = Price.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)
    return rows


def price_lines(actor: Actor, *, service_code: str, on: date) -> list[PriceLine]:
    """Prices of an item that the actor may see, the district's first, latest first."""
    rows = Price.objects.visible_to(actor).filter(service_code=service_code).select_related("provider")
    return [
        PriceLine(
            id=row.pk, service_code=row.service_code, provider_id=row.provider_id,
            provider=row.provider.name if row.provider else "", fen=row.fen, valid_from=row.valid_from,
            last_day=row.valid_until - timedelta(days=1) if row.valid_until else None, source=row.source,
            by_name=row.by_name, is_now=row.valid_from <= on and (row.valid_until is None or on < row.valid_until),
        )
        for row in sorted(rows, key=lambda each: (each.provider_id or 0, -each.valid_from.toordinal()))
    ]  # fmt: skip


def current_prices(actor: Actor, *, on: date) -> dict[str, tuple[int | None, int | None]]:
    """The district's highest price and the actor's own, by item, on a day."""
    rows = _in_force(on).filter(Q(provider=None) | Q(provider_id=actor.organisation_id))
    found: dict[str, tuple[int | None, int | None]] = {}
    for code, provider, fen in rows.values_list("service_code", "provider_id", "fen"):
        ceiling, own = found.get(code, (None, None))
        found[code] = (fen, own) if provider is None else (ceiling, fen)
    return found
