"""Money under objection: rows of resting enrolments are left out of the payment when a month is frozen, or after it.

A payment is one sum for one person, so what else it held waits with it and comes again with the next cycle; the
withheld rows count as not given, so that a release brings their month as back-pay, once, and an end brings nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period
from yinling.needs.cycles.domain.states import APPROVED, HELD, WITHHELD
from yinling.needs.cycles.models import Cycle, CyclePayment, CycleRow, PaymentResult, WithheldRow
from yinling.needs.cycles.queries.bases import who_stands_for
from yinling.needs.dues.domain.differences import PAID
from yinling.needs.dues.domain.periods import month_after
from yinling.needs.enrolments.queries.courses import periods_resting_for

OBJECTION = "objection"
REASON = "有人提出异议，核查期间停付"


@transaction.atomic
def withhold_unpaid(*, pack: str, by: Actor, at: datetime) -> int:
    """Takes rows under objection out of months that are approved and not yet paid; how many. Again changes nothing."""
    cycles = Cycle.objects.select_for_update().filter(pack=pack, state=APPROVED)
    return sum(withhold(cycle, by=by, at=at) for cycle in cycles.order_by("pk"))


def withhold(cycle: Cycle, *, by: Actor, at: datetime) -> int:
    """The same for one locked cycle that is approved."""
    rows = rows_under_objection(cycle)
    if not rows:
        return 0
    WithheldRow.objects.bulk_create(
        WithheldRow(cycle=cycle, row=row, reason=REASON, by_name=by.name, at=at) for row in rows
    )
    _hold_payments(cycle, {row.person_id for row in rows}, by=by, at=at)
    record(
        by=by, at=at, verb="cycles.withhold", subject=f"cycle:{cycle.pk}", area=cycle.area, reason=REASON,
        after={"rows": [row.pk for row in rows]},
    )  # fmt: skip
    return len(rows)


def rows_under_objection(cycle: Cycle) -> list[CycleRow]:
    """Rows of the cycle's money whose month rests for an objection now, and that are not withheld yet."""
    resting = periods_resting_for(OBJECTION, pack=cycle.pack)
    keepers = who_stands_for(person for person, _ in resting)
    periods: dict[tuple[int, str], list[Period]] = {}
    for (person, programme), found in resting.items():
        periods.setdefault((keepers[person], programme), []).extend(found)
    rows = CycleRow.objects.filter(cycle=cycle, kind__in=PAID, person__in=set(keepers.values()), withheld=None)
    return [row for row in rows.order_by("pk") if _rests(row, periods)]


def _rests(row: CycleRow, periods: Mapping[tuple[int, str], Sequence[Period]]) -> bool:
    month, after = row.for_month, month_after(row.for_month)
    return any(each.from_ < after and month < each.until for each in periods.get((row.person_id, row.programme), ()))


def _hold_payments(cycle: Cycle, people: Collection[int], *, by: Actor, at: datetime) -> None:
    for payment in CyclePayment.objects.filter(cycle=cycle, person__in=people, result=None):
        rest = CycleRow.objects.filter(cycle=cycle, person=payment.person_id, kind__in=PAID, withheld=None)
        state = HELD if any(row.amount_fen > 0 for row in rest) else WITHHELD
        PaymentResult.objects.create(payment=payment, state=state, reason=REASON, by_name=by.name, at=at)
