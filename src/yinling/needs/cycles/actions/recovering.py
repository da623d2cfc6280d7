"""What was given too much: how fast it is kept back, what is paid back by hand, what is written off by two people."""

from datetime import datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.needs.cycles.actions.money import PERSONS_PAID, fund_account, move
from yinling.needs.cycles.actions.permits import needed, permit
from yinling.needs.cycles.domain.refusals import AmountWrong, SamePerson, WrongState
from yinling.needs.cycles.models import Recovery, Relief
from yinling.needs.cycles.queries.bases import outstanding
from yinling.needs.dues.domain.differences import Sums


@transaction.atomic
def plan_recovery(*, recovery_id: int, percent_max: int, reason: str, by: Actor, at: datetime) -> Recovery:
    """At most so much of a month's money is kept back for it. Raises AmountWrong, ReasonNeeded, NotPermitted."""
    recovery = _locked(recovery_id, "cycles.check", by=by)
    if not 0 <= percent_max <= 100:
        raise AmountWrong("比例应当在 0 到 100 之间。")
    before, recovery.percent_max = recovery.percent_max, percent_max
    recovery.save(update_fields=["percent_max"])
    _keep(recovery, "plan_recovery", reason=needed(reason), by=by, at=at, before={"percent_max": before},
          after={"percent_max": percent_max})  # fmt: skip
    return recovery


@transaction.atomic
def record_repayment(*, recovery_id: int, amount_fen: int, reason: str, by: Actor, at: datetime) -> Relief:
    """The person or the family has paid back: the money stands in its funds again. Raises AmountWrong, NotPermitted."""
    recovery = _locked(recovery_id, "cycles.pay", by=by)
    relief = Relief.objects.create(
        recovery=recovery, kind=Relief.Kind.REPAID, state=Relief.State.GRANTED, amount_fen=amount_fen,
        by_fund=_share(recovery, amount_fen), reason=needed(reason), asked_by_id=by.user_id, asked_by_name=by.name,
        asked_at=at, settled_by_id=by.user_id, settled_by_name=by.name, settled_at=at,
    )  # fmt: skip
    sums = {fund_account(fund): fen for fund, fen in relief.by_fund.items()} | {PERSONS_PAID: -amount_fen}
    move(f"cycles:relief:{relief.pk}", sums, "退还多发款项", about=f"recovery:{recovery.pk}", by=by, at=at)
    _keep(recovery, "repaid", reason=reason, by=by, at=at, after={"amount_fen": amount_fen})
    return relief


@transaction.atomic
def ask_write_off(*, recovery_id: int, amount_fen: int, reason: str, by: Actor, at: datetime) -> Relief:
    """Asks that part of it be given up; it is collected on until another person agrees. Raises AmountWrong."""
    recovery = _locked(recovery_id, "cycles.check", by=by)
    relief = Relief.objects.create(
        recovery=recovery, kind=Relief.Kind.WRITTEN_OFF, amount_fen=amount_fen, by_fund=_share(recovery, amount_fen),
        reason=needed(reason), asked_by_id=by.user_id, asked_by_name=by.name, asked_at=at,
    )  # fmt: skip
    _keep(recovery, "ask_write_off", reason=reason, by=by, at=at, after={"amount_fen": amount_fen})
    return relief


@transaction.atomic
def settle_write_off(*, relief_id: int, is_granted: bool, reason: str, by: Actor, at: datetime) -> Relief:
    """Another person agrees or not. Raises SamePerson, WrongState, AmountWrong (less is outstanding by now)."""
    relief = Relief.objects.select_for_update(of=("self",)).filter(pk=relief_id).first()
    if relief is None or relief.state != Relief.State.ASKED:
        raise WrongState()
    recovery = _locked(relief.recovery_id, "cycles.approve", by=by)
    if by.user_id == relief.asked_by_id:
        raise SamePerson("申请核销和批准核销不能是同一个人。")
    if is_granted:
        relief.by_fund = _share(recovery, relief.amount_fen)
    relief.state = Relief.State.GRANTED if is_granted else Relief.State.REFUSED
    relief.settled_by_id, relief.settled_by_name, relief.settled_at = by.user_id, by.name, at
    relief.save()
    verb = "grant_write_off" if is_granted else "refuse_write_off"
    _keep(recovery, verb, reason=needed(reason), by=by, at=at, after={"amount_fen": relief.amount_fen})
    return relief


def _locked(recovery_id: int, permission: str, *, by: Actor) -> Recovery:
    recovery = Recovery.objects.select_for_update(of=("self",)).filter(pk=recovery_id).first()
    if recovery is None:
        raise WrongState("没有这笔追回。")
    permit(by, permission, recovery.area)
    return recovery


def _share(recovery: Recovery, amount_fen: int) -> Sums:
    """The sum by fund, from what is outstanding in the order of the funds' names. Raises AmountWrong."""
    left = outstanding([recovery])[recovery.pk]
    if not 0 < amount_fen <= sum(left.values()):
        raise AmountWrong()
    found: dict[str, int] = {}
    for fund in sorted(left):
        taken = min(left[fund], amount_fen - sum(found.values()))
        if taken > 0:
            found[fund] = taken
    return found


def _keep(recovery: Recovery, verb: str, *, reason: str, by: Actor, at: datetime, **states: dict[str, object]) -> None:
    record(
        by=by, at=at, verb=f"cycles.{verb}", subject=f"person:{recovery.person_id}", area=recovery.area,
        reason=reason, **states,
    )  # fmt: skip
