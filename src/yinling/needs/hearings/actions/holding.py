"""Money under objection rests: a pause of the enrolment, and rows of months not yet paid taken out of the payment."""

from datetime import date, datetime
from typing import Any

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor, machine
from yinling.needs.cycles.actions import withhold_unpaid
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.hearings.domain.days import held_from
from yinling.needs.hearings.models import BenefitHold
from yinling.needs.hearings.queries.holds import last_paid_month

OBJECTION = "objection"
REASON = "有人提出异议，核查期间停付"


def place(
    enrolment: Any, *, questioned: date | None, monthly_fen: int | None, by: Actor, at: datetime
) -> BenefitHold | None:  # fmt: skip
    """The hold on an enrolment, made where there is none; None where the benefit has ended or rests for it already."""
    if known := BenefitHold.objects.select_for_update().filter(enrolment=enrolment.pk, released_at=None).first():
        return known
    paid = last_paid_month([enrolment.person_id], pack=enrolment.pack, programme=enrolment.programme)
    from_ = held_from(since=enrolment.since, last_paid=paid, questioned=questioned)
    worker = machine("异议停付")
    try:
        enrolments.pause(enrolment_id=enrolment.pk, reason=OBJECTION, from_=from_, note=REASON, by=worker, at=at)
    except enrolments.WrongState:
        return None
    hold = BenefitHold.objects.create(
        enrolment=enrolment, person=enrolment.person, area=enrolment.person.area, pack=enrolment.pack,
        programme=enrolment.programme, held_from=from_, monthly_fen=monthly_fen, reason=REASON,
        placed_by_name=by.name, placed_at=at,
    )  # fmt: skip
    withhold_unpaid(pack=enrolment.pack, by=worker, at=at)
    _keep(hold, "hearings.hold", by=by, at=at)
    return hold


def release(hold: BenefitHold, *, by: Actor, at: datetime) -> None:
    """Lets the money go: what was held comes as back-pay with the next cycle. Again changes nothing."""
    if hold.released_at is not None:
        return
    hold.released_at, hold.released_by_name = at, by.name
    hold.save(update_fields=["released_at", "released_by_name"])
    enrolments.resume(
        enrolment_id=hold.enrolment_id, reason=OBJECTION, from_=hold.held_from, note="异议处理完毕",
        by=machine("异议停付"), at=at,
    )  # fmt: skip
    _keep(hold, "hearings.release", by=by, at=at)


def _keep(hold: BenefitHold, verb: str, *, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=verb, subject=f"person:{hold.person_id}", area=hold.area, reason=hold.reason,
        after={"programme": hold.programme, "from": hold.held_from},
    )  # fmt: skip
