"""Verbs of providers: register firms and sites, change a status, set the bank account."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_account
from yinling.people.providers.domain.uscc import normalise_uscc, uscc_fault
from yinling.people.providers.models import Provider, ProviderSpell, ProviderStatus, Site, SiteSpell, SiteStatus
from yinling.people.providers.queries import facility_kinds

ACCOUNT_DIGITS_MIN = 8


class NotAllowed(Exception):
    """The actor's role or area does not cover this."""


class DetailsRefused(ValueError):
    """The details cannot be taken; the text says why, to a person."""


class AlreadyRegistered(ValueError):
    """A provider with this code, or a site of this kind and name in this place, exists."""


@dataclass(frozen=True)
class ProviderDetails:
    """A provider to register; `area` is the area it serves."""

    name: str
    uscc: str
    kind: str
    area: str
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class SiteDetails:
    """A site to register; `since` is the first day of its status."""

    name: str
    kind: str
    area: str
    status: str
    since: date
    provider_id: int | None = None
    address: str = ""
    floor_area_m2: Decimal | None = None
    capacity: int | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    opened_on: date | None = None


@transaction.atomic
def register_provider(details: ProviderDetails, *, by: Actor, at: datetime) -> Provider:
    """Registers a firm. Raises NotAllowed, DetailsRefused, AlreadyRegistered."""
    _require(by, details.area)
    code = normalise_uscc(details.uscc)
    if fault := uscc_fault(code):
        raise DetailsRefused(fault)
    if Provider.objects.filter(uscc=code).exists():
        raise AlreadyRegistered(f"统一社会信用代码 {code} 已登记")
    provider = Provider.objects.create(
        name=details.name.strip(),
        uscc=code,
        kind=details.kind,
        area=details.area,
        contact_name=details.contact_name,
        contact_phone=details.contact_phone,
        registered_at=at,
    )
    _record("register_provider", f"provider:{provider.pk}", provider.area, by, at, after={"uscc": code})
    return provider


@transaction.atomic
def change_provider(
    *, provider_id: int, details: ProviderDetails, status: str, reason: str, by: Actor, at: datetime
) -> None:
    """Changes what is registered, the code excepted. Raises NotAllowed, DetailsRefused."""
    provider = _provider(provider_id, by)
    _require(by, details.area)
    _need(reason)
    before = {"name": provider.name, "kind": provider.kind, "area": provider.area, "status": provider.status}
    provider.name, provider.kind, provider.area = details.name.strip(), details.kind, details.area
    provider.contact_name, provider.contact_phone = details.contact_name, details.contact_phone
    provider.status = ProviderStatus(status)
    provider.save()
    if provider.status != before["status"]:
        ProviderSpell.objects.create(
            provider=provider, status=status, since=day_of(at), reason=reason[:200], by_name=by.name, at=at
        )
    after = {"name": provider.name, "kind": provider.kind, "area": provider.area, "status": provider.status}
    _record("change_provider", f"provider:{provider_id}", provider.area, by, at, before, after, reason)


@transaction.atomic
def set_bank_account(
    *, provider_id: int, bank_name: str, account_name: str, account_number: str, by: Actor, at: datetime
) -> None:
    """Where the provider is paid from now on. Raises NotAllowed, DetailsRefused."""
    provider = _provider(provider_id, by)
    number = "".join(account_number.split())
    if not (number.isascii() and number.isdigit() and ACCOUNT_DIGITS_MIN <= len(number) <= 32):
        raise DetailsRefused("银行账号应为 8 至 32 位数字")
    before = provider.account_masked
    provider.bank_name, provider.account_name = bank_name.strip(), account_name.strip()
    provider.account_number, provider.account_masked = number, mask_account(number)
    provider.save()
    _record(
        "set_bank_account", f"provider:{provider_id}", provider.area, by, at,
        {"account": before}, {"account": provider.account_masked, "bank": provider.bank_name},
    )  # fmt: skip


@transaction.atomic
def register_site(details: SiteDetails, *, by: Actor, at: datetime) -> Site:
    """Registers a facility with its first status. Raises NotAllowed, DetailsRefused, AlreadyRegistered."""
    _require(by, details.area)
    if details.kind not in facility_kinds():
        raise DetailsRefused(f"政策包中没有设施类型“{details.kind}”")
    site = Site(
        provider_id=details.provider_id,
        name=details.name.strip(),
        kind=details.kind,
        area=details.area,
        address=details.address,
        status=SiteStatus(details.status),
        floor_area_m2=details.floor_area_m2,
        capacity=details.capacity,
        latitude=details.latitude,
        longitude=details.longitude,
        opened_on=details.opened_on,
    )
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as fault:
        raise AlreadyRegistered(f"该区划内已有同类同名设施“{site.name}”") from fault
    _begin_spell(site, details.status, details.since, "登记", by, at)
    _record("register_site", f"site:{site.pk}", site.area, by, at, after={"name": site.name, "status": site.status})
    return site


@transaction.atomic
def change_site_status(*, site_id: int, status: str, since: date, reason: str, by: Actor, at: datetime) -> None:
    """Begins a new status from a day on; the same status again changes nothing. Raises NotAllowed, DetailsRefused."""
    site = Site.objects.visible_to(by).select_for_update(of=("self",)).filter(id=site_id).first()
    if site is None:
        raise NotAllowed(site_id)
    _require(by, site.area)
    _need(reason)
    if site.status == status:
        return
    before, latest = site.status, site.spells.order_by("-since", "-id").first()
    if latest and since < latest.since:
        raise DetailsRefused(f"不能早于现状态的开始日期 {latest.since}")
    site.status = SiteStatus(status)
    if status == SiteStatus.OPERATING and site.opened_on is None:
        site.opened_on = since
    site.save()
    _begin_spell(site, status, since, reason, by, at)
    _record("change_site_status", f"site:{site_id}", site.area, by, at, {"status": before}, {"status": status}, reason)


def _begin_spell(site: Site, status: str, since: date, reason: str, by: Actor, at: datetime) -> None:
    SiteSpell.objects.create(site=site, status=status, since=since, reason=reason[:200], by_name=by.name, at=at)


def _provider(provider_id: int, by: Actor) -> Provider:
    provider = Provider.objects.visible_to(by).select_for_update(of=("self",)).filter(id=provider_id).first()
    if provider is None:
        raise NotAllowed(provider_id)
    _require(by, provider.area)
    return provider


def _require(by: Actor, area: str) -> None:
    if by.role != "machine" and not (by.may("providers.manage") and contains(by.area, area)):
        raise NotAllowed("providers.manage")


def _need(reason: str) -> None:
    if not reason.strip():
        raise DetailsRefused("请写明理由")


def _record(
    verb: str, subject: str, area: str, by: Actor, at: datetime,
    before: dict[str, str] | None = None, after: dict[str, str] | None = None, reason: str = "",
) -> None:  # fmt: skip
    record(
        by=by, at=at, verb=f"providers.{verb}", subject=subject, area=area, before=before, after=after, reason=reason
    )
