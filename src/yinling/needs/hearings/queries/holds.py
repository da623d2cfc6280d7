"""What is held: of a person, and in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from yinling.kernel.actor import Actor, machine
from yinling.needs.cycles.queries import cycles_visible, rows_visible
from yinling.needs.dues.domain.differences import PAID
from yinling.needs.dues.domain.periods import month_after
from yinling.needs.enrolments.queries.lists import programme_name
from yinling.needs.hearings.models import BenefitHold

_ALL = machine("异议停付")


@dataclass(frozen=True)
class HoldLine:
    """One hold; what the month on show would have brought is `fen`."""

    id: int
    person_id: int
    pack: str
    programme: str
    programme_name: str
    held_from: date
    fen: int
    reason: str
    placed_by: str
    placed_at: datetime
    released_at: datetime | None


@dataclass(frozen=True)
class HeldInCycle:
    """How much a month does not pay because of objections, and which objections those are."""

    holds: tuple[HoldLine, ...]

    @property
    def fen(self) -> int:
        """All of it."""
        return sum(hold.fen for hold in self.holds)


def holds_of(person_id: int, *, actor: Actor, on: date) -> list[HoldLine]:
    """Holds on a person's money, open ones first."""
    rows = BenefitHold.objects.visible_to(actor, on=on).filter(person=person_id)
    return [_line(row, row.monthly_fen or 0) for row in rows.order_by("-released_at", "-pk")]


def open_hold(enrolment_id: int) -> bool:
    """Whether money of an enrolment is held now."""
    return BenefitHold.objects.filter(enrolment=enrolment_id, released_at=None).exists()


def held_in(cycle_id: int, *, actor: Actor, on: date) -> HeldInCycle:
    """Holds that stood when the money of a cycle went out, or that stand now where it has not."""
    cycle = cycles_visible(actor, on=on).filter(pk=cycle_id).first()
    if cycle is None:
        return HeldInCycle(())
    paid = cycle.steps.filter(verb="pay").order_by("pk").values_list("at", flat=True).first()
    rows = BenefitHold.objects.visible_to(actor, on=on).filter(pack=cycle.pack, area__startswith=cycle.area)
    rows = rows.filter(held_from__lt=month_after(cycle.month))
    if paid:
        rows = rows.filter(Q(released_at=None) | Q(released_at__gt=paid), placed_at__lte=paid)
    else:
        rows = rows.filter(released_at=None)
    return HeldInCycle(tuple(_line(row, _fen(row, cycle)) for row in rows.order_by("pk")))


def _fen(hold: BenefitHold, cycle: Any) -> int:
    """What the cycle's own rows say; the programme's monthly sum where the draft already left it out."""
    rows = rows_visible(_ALL, on=cycle.month).filter(
        cycle=cycle, person=hold.person_id, programme=hold.programme, kind__in=sorted(PAID)
    )
    sums = [fen for month, fen in rows.values_list("for_month", "amount_fen") if month_after(month) > hold.held_from]
    return sum(sums) if sums else hold.monthly_fen or 0


def last_paid_month(people: Iterable[int], *, pack: str, programme: str) -> date | None:
    """The last month whose money for a programme went out to a person, known under some numbers."""
    rows = rows_visible(_ALL, on=date.max).filter(
        person__in=list(people), programme=programme, kind__in=sorted(PAID), withheld=None, cycle__pack=pack,
        cycle__state__in=("paid", "closed"),
    )  # fmt: skip
    return rows.order_by("-cycle__month").values_list("cycle__month", flat=True).first()


def _line(row: BenefitHold, fen: int) -> HoldLine:
    return HoldLine(
        row.pk, row.person_id, row.pack, row.programme, programme_name(row.pack, row.programme), row.held_from, fen,
        row.reason, row.placed_by_name, row.placed_at, row.released_at,
    )  # fmt: skip
