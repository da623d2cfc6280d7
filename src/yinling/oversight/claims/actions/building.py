"""A claim is drawn up from the proved visits of a month, and handed in by the provider."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yinling.care.plans.domain.costs import Use
from yinling.care.plans.domain.shares import Month, Part
from yinling.care.plans.queries.funding import ceilings_of
from yinling.gateways.among import among
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.claims.actions.permits import keep_step, locked, permit, take
from yinling.oversight.claims.domain.refusals import MonthOpen, NothingToClaim, WrongStep
from yinling.oversight.claims.domain.states import BUILDING
from yinling.oversight.claims.models import Claim, ClaimLine, funds_word
from yinling.oversight.evidence.domain.visits import DoneVisit
from yinling.oversight.evidence.queries.findings import month_end
from yinling.oversight.evidence.queries.pricing import MonthPart, PriceBook, Priced, month_parts
from yinling.oversight.evidence.queries.visits import done_count
from yinling.people.providers.queries import provider_line

WAITS = "这个月已经有一份正在编制或待提交的申报，请先提交。"


def build(*, provider_id: int, month: date, by: Actor, at: datetime) -> Claim:
    """A draft of all proved visits of the month that no claim holds, drawn up at once. Raises as `begin`."""
    claim = begin(provider_id=provider_id, month=month, by=by, at=at)
    return draw_up(claim_id=claim.pk, by=by, at=at)


@transaction.atomic
def begin(*, provider_id: int, month: date, by: Actor, at: datetime) -> Claim:
    """A claim to be drawn up part by part. What is proved late comes as a further part of its month.

    Raises MonthOpen, NothingToClaim, WrongStep (one of the month is being drawn up or waits), PermissionDenied.
    """
    permit(by, "claims.submit" if by.organisation_id == provider_id else "claims.review")
    first = month.replace(day=1)
    if day_of(at) < month_end(first):
        raise MonthOpen(month_end(first))
    claims, prices = Claim.objects.filter(provider_id=provider_id, month=first), PriceBook(provider_id)
    if claims.filter(state__in=Claim.UNSUBMITTED).exists():
        raise WrongStep(WAITS)
    if not any(prices.priced(_unclaimed(part))[0] for part in month_parts(provider_id, first)):
        raise NothingToClaim
    total = done_count(from_=first, until=month_end(first), provider_id=provider_id)
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                provider_id=provider_id, area=provider_line(provider_id).area, month=first, part=claims.count() + 1,
                visits_total=total, built_at=at,
            )  # fmt: skip
    except IntegrityError as other:
        raise WrongStep(WAITS) from other
    keep_step(claim, "begin", by=by, at=at, visits=total)
    return claim


def draw_up(*, claim_id: int, by: Actor, at: datetime) -> Claim:
    """Carries a claim to its draft from where it stands; cut off anywhere or run twice at once, it doubles nothing."""
    Claim.objects.filter(pk=claim_id).update(failure="")
    claim = Claim.objects.get(pk=claim_id)
    prices = PriceBook(claim.provider_id)
    while claim.state == BUILDING:
        claim = _next_part(claim_id, prices, by=by, at=at)
    return claim


@transaction.atomic
def _next_part(claim_id: int, prices: PriceBook, *, by: Actor, at: datetime) -> Claim:
    """The next people's visits; a part and how far the claim is are stored together."""
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    if claim.state != BUILDING:
        return claim
    part = next(month_parts(claim.provider_id, claim.month, after_person=claim.after_person), None)
    if part is None:
        take(claim, "build", by=by, at=at, lines=claim.lines.count(), left_out=len(claim.left_out))
        return claim
    priced, left_out = prices.priced(_unclaimed(part))
    ClaimLine.objects.bulk_create(_lines(claim, priced), batch_size=500)
    claim.after_person, claim.visits_done = part.last_person, claim.visits_done + len(part.visits)
    claim.left_out = [*claim.left_out, *left_out]
    claim.save(update_fields=["after_person", "visits_done", "left_out"])
    return claim


def _unclaimed(part: MonthPart) -> list[DoneVisit]:
    """Visits that no claim holds."""
    taken: set[int] = set()
    for some in among("visit_id", [visit.id for visit in part.visits]):
        taken |= set(ClaimLine.objects.filter(some).values_list("visit_id", flat=True))
    return [visit for visit in part.visits if visit.id not in taken]


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
