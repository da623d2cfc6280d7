"""An older person's month: what was granted, what was used, what each visit costs them."""

from dataclasses import dataclass
from datetime import date, timedelta

from yinling.care.plans.domain.costs import Ceiling
from yinling.care.plans.queries.funding import ceilings_of
from yinling.kernel.actor import Actor
from yinling.oversight.claims.models import Claim, ClaimLine
from yinling.oversight.claims.queries.lists import LineRow, line_row
from yinling.oversight.evidence.queries.findings import month_end


@dataclass(frozen=True)
class Granted:
    """One benefit in a month, in plain words."""

    name: str
    granted_words: str
    used_fen: int


@dataclass(frozen=True)
class Account:
    """A month of one person. `is_settled`: every claim of it is paid, nothing changes any more."""

    month: date
    earlier: date
    later: date
    benefits: tuple[Granted, ...]
    lines: tuple[LineRow, ...]
    whole_fen: int
    subsidy_fen: int
    own_fen: int
    is_settled: bool


def account(person_id: int, month: date, *, actor: Actor, on: date) -> Account:
    """The month of a person whom the actor speaks for; visits whose claim the provider has not handed in are left out.

    The caller has asked whether the actor may see the person.
    """
    first = month.replace(day=1)
    rows = ClaimLine.objects.of_elder(actor, on=on).filter(person=person_id, on__gte=first, on__lt=month_end(first))
    found = list(
        rows.exclude(claim__state__in=Claim.UNSUBMITTED).select_related("claim", "person").order_by("on", "pk")
    )
    lines = tuple(line_row(row) for row in found)
    return Account(
        month=first, earlier=(first - timedelta(days=1)).replace(day=1), later=month_end(first),
        benefits=tuple(_granted(ceiling, found) for ceiling in ceilings_of([person_id], on=first)[person_id]),
        lines=lines, whole_fen=sum(line.approved for line in lines), subsidy_fen=sum(line.subsidy for line in lines),
        own_fen=sum(line.own for line in lines),
        is_settled=bool(found) and all(row.claim.state == "paid" for row in found),
    )  # fmt: skip


def _granted(ceiling: Ceiling, rows: list[ClaimLine]) -> Granted:
    used = sum(share["fen"] for row in rows for share in row.shares if share["code"] == ceiling.code)
    return Granted(ceiling.name, ceiling.words, used)
