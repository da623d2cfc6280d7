"""Verbs of the catalogue: the district adds, changes and withdraws items; prices from a day on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yinling.care.catalogue import queries
from yinling.care.catalogue.domain.refusals import (
    AboveCeiling,
    CodeTaken,
    NotPermitted,
    PriceInThePast,
)
from yinling.care.catalogue.models import Price, Service
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


@dataclass(frozen=True)
class ServiceDetails:
    """What the district says about an item."""

    code: str
    name: str
    category: str
    unit: str
    minutes: int
    skills: Sequence[str] = ()
    carers: int = 1
    proof: Sequence[str] = ()
    listed_under: str = ""
    same_sex: bool = False
    grade_min: int = 0
    is_offered: bool = True


@transaction.atomic
def add_service(details: ServiceDetails, *, by: Actor, at: datetime) -> Service:
    """The district adds an item of its own. Raises CodeTaken, NotPermitted."""
    if details.code in queries.services(with_withdrawn=True):
        raise CodeTaken
    return _keep(details, "add_service", by=by, at=at)


@transaction.atomic
def change_service(details: ServiceDetails, *, by: Actor, at: datetime) -> Service:
    """The district changes or withdraws an item, its own or one of the files. Raises UnknownService, NotPermitted."""
    queries.service(details.code)
    return _keep(details, "change_service", by=by, at=at)


def _keep(details: ServiceDetails, verb: str, *, by: Actor, at: datetime) -> Service:
    if not by.may("catalogue.manage"):
        raise NotPermitted
    values = {**asdict(details), "skills": list(details.skills), "proof": list(details.proof)}
    values |= {"changed_by_name": by.name, "changed_at": at}
    row, _is_new = Service.objects.update_or_create(code=details.code, defaults=values)
    told = {key: value for key, value in values.items() if not key.startswith("changed_")}
    record(by=by, at=at, verb=f"catalogue.{verb}", subject=f"service:{details.code}", after=told)
    return row


@transaction.atomic
def set_price(
    *, service_code: str, fen: int, valid_from: date, by: Actor, at: datetime, source: str = ""
) -> Price:  # fmt: skip
    """The desk sets the district's highest price, a provider's staff their own, until the next one begins.

    Raises AboveCeiling, PriceInThePast, UnknownService, NotPermitted.
    """
    provider_id = _price_setter(by)
    queries.service(service_code)
    if valid_from < day_of(at):
        raise PriceInThePast
    ceiling = queries.ceiling_fen(service_code, on=valid_from)
    if provider_id is not None and ceiling is not None and fen > ceiling:
        raise AboveCeiling
    whose = Q(provider=None) if provider_id is None else Q(provider_id=provider_id)
    own = Price.objects.filter(whose, service_code=service_code)
    own.filter(valid_from__gte=valid_from).delete()
    own.filter(valid_from__lt=valid_from, valid_until=None).update(valid_until=valid_from)
    own.filter(valid_from__lt=valid_from, valid_until__gt=valid_from).update(valid_until=valid_from)
    price = Price.objects.create(
        service_code=service_code, provider_id=provider_id, fen=fen, valid_from=valid_from, source=source,
        by_name=by.name, by_user_id=by.user_id, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="catalogue.set_price", subject=f"service:{service_code}",
        after={"fen": fen, "valid_from": valid_from, "provider": provider_id}, reason=source,
    )  # fmt: skip
    return price


def _price_setter(by: Actor) -> int | None:
    """For whom a price is set: None is the district. Raises NotPermitted."""
    if by.may("catalogue.manage"):
        return None
    if by.may("catalogue.price") and by.organisation_id is not None:
        return by.organisation_id
    raise NotPermitted
