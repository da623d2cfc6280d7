"""A claim is drawn up from the proved visits of a month, and handed in by the provider."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.care.catalogue.queries import cost_fen, prices_on, services
from yinling.care.plans.domain.costs import Use
from yinling.care.plans.domain.shares import Month, Part
from yinling.care.plans.queries.funding import benefits_of
from yinling.gateways.among import among
from yinling.kernel.actor import Actor
from yinling.oversight.claims.actions.permits import keep_step, locked, permit, take
from yinling.oversight.claims.domain.refusals import NothingToClaim, WrongStep
from yinling.oversight.claims.models import Claim, ClaimLine
from yinling.oversight.claims.queries.evidence import done_visits
from yinling.oversight.claims.queries.facts import month_end
from yinling.people.providers.queries import provider_line

UNPROVED, NO_PRICE, NO_MINUTES = "not_proved", "no_price", "no_minutes"


@transaction.atomic
def build(*, provider_id: int, month: date, by: Actor, at: datetime) -> Claim:
    """A draft of all proved visits of the month that no claim holds; with those that cannot be claimed, and why.

    Raises NothingToClaim, WrongStep (a draft of the month waits), PermissionDenied.
    """
    permit(by, "claims.submit" if by.organisation_id == provider_id else "claims.review")
    first = month.replace(day=1)
    claims = Claim.objects.select_for_update().filter(provider_id=provider_id, month=first)
    if claims.filter(state="draft").exists():
        raise WrongStep("这个月已经有一份待提交的申报，请先提交。")
    visits = unclaimed(provider_id, first)
    priced, left_out = _priced(visits, provider_id)
    if not priced:
        raise NothingToClaim
    claim = Claim.objects.create(
        provider_id=provider_id, area=provider_line(provider_id).area, month=first, part=claims.count() + 1,
        left_out=left_out, built_at=at,
    )  # fmt: skip
    ClaimLine.objects.bulk_create(_lines(claim, priced), batch_size=500)
    keep_step(claim, "build", by=by, at=at, lines=len(priced), left_out=len(left_out))
    return claim


def unclaimed(provider_id: int, month: date) -> list[Any]:
    """Done visits of a month that no claim holds."""
    visits = list(done_visits(from_=month, until=month_end(month), provider_id=provider_id))
    taken: set[int] = set()
    for part in among("visit_id", [visit.pk for visit in visits]):
        taken |= set(ClaimLine.objects.filter(part).values_list("visit_id", flat=True))
    return [visit for visit in visits if visit.pk not in taken]


def _priced(visits: Iterable[Any], provider_id: int) -> tuple[list[tuple[Any, dict[str, Any]]], list[dict[str, Any]]]:
    """What each visit costs by the price of its day; and what cannot be claimed, with its reason."""
    known, prices = services(with_withdrawn=True), {}
    priced: list[tuple[Any, dict[str, Any]]] = []
    left_out: list[dict[str, Any]] = []
    for visit in visits:
        if visit.on not in prices:
            prices[visit.on] = prices_on(list(known), provider_id=provider_id, on=visit.on)
        price, minutes = prices[visit.on].get(visit.service_code), min(visit.minutes_counted or 0, visit.minutes)
        reason = _why_not(visit, price, minutes)
        if reason or price is None:
            left_out.append({"visit": visit.pk, "reason": reason})
            continue
        item = known[visit.service_code]
        fen = cost_fen(item, price_fen=price, minutes=minutes)
        priced.append((visit, {"name": item.name, "price": price, "minutes": minutes, "fen": fen}))
    return priced, left_out


def _why_not(visit: Any, price: int | None, minutes: int) -> str:
    if not visit.is_proved:
        return UNPROVED
    if price is None:
        return NO_PRICE
    return "" if minutes else NO_MINUTES


def _lines(claim: Claim, priced: Sequence[tuple[Any, Mapping[str, Any]]]) -> list[ClaimLine]:
    months = months_of(claim, {visit.person_id for visit, _ in priced})
    return [
        ClaimLine(
            claim=claim, visit_id=visit.pk, was_proved=visit.is_proved, person_id=visit.person_id, on=visit.on,
            service_code=visit.service_code, service_name=found["name"], minutes=found["minutes"],
            price_fen=found["price"], asked_fen=found["fen"], approved_fen=found["fen"],
            **amounts(months[visit.person_id], visit.service_code, found["name"], found["minutes"], found["fen"]),
        )
        for visit, found in priced
    ]  # fmt: skip


def amounts(month: Month, code: str, name: str, minutes: int, fen: int) -> dict[str, Any]:
    """Subsidy, own share and where the subsidy comes from, for the next visit of a person's month."""
    parts = month.split(Use(code, name, 1, minutes, fen))
    subsidy = sum(part.fen for part in parts)
    return {"subsidy_fen": subsidy, "own_fen": fen - subsidy, "shares": [asdict(part) for part in parts]}


def months_of(claim: Claim, people: Iterable[int]) -> dict[int, Month]:
    """Each person's benefits of the month, less what other claims have used of them."""
    wanted = set(people)
    used: dict[int, list[Part]] = defaultdict(list)
    for part in among("person_id", wanted):
        rows = ClaimLine.objects.filter(part, on__gte=claim.month, on__lt=month_end(claim.month)).exclude(claim=claim)
        for person_id, shares in rows.values_list("person_id", "shares"):
            used[person_id] += [Part(**share) for share in shares]
    found = {}
    for person_id in wanted:
        month = Month(benefits_of(person_id, on=claim.month).ceilings)
        month.add_earlier(used[person_id])
        found[person_id] = month
    return found


@transaction.atomic
def submit(*, claim_id: int, by: Actor, at: datetime) -> Claim:
    """The provider hands the claim in. Raises WrongStep, PermissionDenied."""
    claim = locked(claim_id, "claims.submit", by=by)
    take(claim, "submit", by=by, at=at)
    return claim
