"""A claim is drawn up from the proved visits of a month, and handed in by the provider."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.care.catalogue.queries import cost_fen, prices_on, services
from yinling.care.plans.domain.costs import Use
from yinling.care.plans.domain.shares import Month, Part
from yinling.care.plans.queries.funding import ceilings_of
from yinling.gateways.among import among
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.claims.actions.permits import keep_step, locked, permit, take
from yinling.oversight.claims.domain.refusals import MonthOpen, NothingToClaim, WrongStep
from yinling.oversight.claims.models import Claim, ClaimLine, funds_word
from yinling.oversight.evidence.domain.visits import DoneVisit
from yinling.oversight.evidence.queries.findings import month_end
from yinling.oversight.evidence.queries.visits import done_visits
from yinling.people.providers.queries import provider_line

UNPROVED, NO_PRICE, NO_MINUTES = "not_proved", "no_price", "no_minutes"


@dataclass(frozen=True)
class Priced:
    """A visit with what it costs by the price of its day; minutes beyond those ordered are not paid."""

    visit: DoneVisit
    name: str
    price_fen: int
    minutes: int
    fen: int


@transaction.atomic
def build(*, provider_id: int, month: date, by: Actor, at: datetime) -> Claim:
    """A draft of all proved visits of the month that no claim holds; with those that cannot be claimed, and why.

    What is proved late comes as a further part of its month. Raises MonthOpen, NothingToClaim, WrongStep (a draft of
    the month waits), PermissionDenied.
    """
    permit(by, "claims.submit" if by.organisation_id == provider_id else "claims.review")
    first = month.replace(day=1)
    if day_of(at) < month_end(first):
        raise MonthOpen(month_end(first))
    claims = Claim.objects.select_for_update().filter(provider_id=provider_id, month=first)
    if claims.filter(state="draft").exists():
        raise WrongStep("这个月已经有一份待提交的申报，请先提交。")
    priced, left_out = _priced(unclaimed(provider_id, first), provider_id)
    if not priced:
        raise NothingToClaim
    claim = Claim.objects.create(
        provider_id=provider_id, area=provider_line(provider_id).area, month=first, part=claims.count() + 1,
        left_out=left_out, built_at=at,
    )  # fmt: skip
    ClaimLine.objects.bulk_create(_lines(claim, priced), batch_size=500)
    keep_step(claim, "build", by=by, at=at, lines=len(priced), left_out=len(left_out))
    return claim


def unclaimed(provider_id: int, month: date) -> list[DoneVisit]:
    """Done visits of a month that no claim holds."""
    visits = done_visits(from_=month, until=month_end(month), provider_id=provider_id)
    taken: set[int] = set()
    for part in among("visit_id", [visit.id for visit in visits]):
        taken |= set(ClaimLine.objects.filter(part).values_list("visit_id", flat=True))
    return [visit for visit in visits if visit.id not in taken]


def _priced(visits: Iterable[DoneVisit], provider_id: int) -> tuple[list[Priced], list[dict[str, Any]]]:
    """What can be claimed; and what cannot, with its reason."""
    known, prices = services(with_withdrawn=True), {}
    priced: list[Priced] = []
    left_out: list[dict[str, Any]] = []
    for visit in visits:
        if visit.on not in prices:
            prices[visit.on] = prices_on(list(known), provider_id=provider_id, on=visit.on)
        price, minutes = prices[visit.on].get(visit.service_code), min(visit.minutes_counted or 0, visit.minutes)
        reason = _why_not(visit, price, minutes)
        if reason or price is None:
            left_out.append({"visit": visit.id, "reason": reason})
            continue
        item = known[visit.service_code]
        fen = cost_fen(item, price_fen=price, minutes=minutes)
        priced.append(Priced(visit, item.name, price, minutes, fen))
    return priced, left_out


def _why_not(visit: DoneVisit, price: int | None, minutes: int) -> str:
    if not visit.is_proved:
        return UNPROVED
    if price is None:
        return NO_PRICE
    return "" if minutes else NO_MINUTES


def _lines(claim: Claim, priced: Sequence[Priced]) -> list[ClaimLine]:
    months = months_of(claim, {one.visit.person_id for one in priced})
    return [
        ClaimLine(
            claim=claim, visit_id=one.visit.id, was_proved=one.visit.is_proved, person_id=one.visit.person_id,
            on=one.visit.on, service_code=one.visit.service_code, service_name=one.name, minutes=one.minutes,
            price_fen=one.price_fen, asked_fen=one.fen, approved_fen=one.fen,
            **amounts(months[one.visit.person_id], Use(one.visit.service_code, one.name, 1, one.minutes, one.fen)),
        )
        for one in priced
    ]  # fmt: skip


def amounts(month: Month, use: Use) -> dict[str, Any]:
    """Subsidy, own share and where the subsidy comes from, for the next visit of a person's month."""
    parts = month.split(use)
    subsidy = sum(part.fen for part in parts)
    return {
        "subsidy_fen": subsidy, "own_fen": (use.fen or 0) - subsidy, "shares": [asdict(part) for part in parts],
        "funds": funds_word(part.code for part in parts if part.fen),
    }  # fmt: skip


def months_of(claim: Claim, people: Iterable[int]) -> dict[int, Month]:
    """Each person's benefits of the month, less what other claims have used of them."""
    wanted = set(people)
    ceilings = ceilings_of(wanted, on=claim.month)
    found = {person_id: Month(ceilings[person_id]) for person_id in wanted}
    for part in among("person_id", wanted):
        rows = ClaimLine.objects.filter(part, on__gte=claim.month, on__lt=month_end(claim.month)).exclude(claim=claim)
        for person_id, shares in rows.exclude(shares=[]).values_list("person_id", "shares").iterator():
            if person_id in wanted:
                found[person_id].add_earlier([Part(**share) for share in shares])
    return found


@transaction.atomic
def submit(*, claim_id: int, by: Actor, at: datetime) -> Claim:
    """The provider hands the claim in. Raises WrongStep, PermissionDenied."""
    claim = locked(claim_id, "claims.submit", by=by)
    take(claim, "submit", by=by, at=at)
    return claim
