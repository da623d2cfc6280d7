"""Who may take a step of settlement, and the record it leaves."""

from datetime import datetime
from typing import Any

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.oversight.settlement.domain.refusals import NotPermitted, WrongState
from yinling.oversight.settlement.domain.states import after
from yinling.oversight.settlement.models import PaymentRun, RunStep


def permit(by: Actor, permission: str, area: str) -> None:
    """Raises NotPermitted where role or area does not fit, or nobody in particular acts."""
    if by.user_id is None or not by.may(permission) or not contains(by.area, area):
        raise NotPermitted()


def locked(run_id: int, permission: str, *, by: Actor) -> PaymentRun:
    """The run, held until the transaction ends. Raises NotPermitted, WrongState if there is none."""
    run = PaymentRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise WrongState("没有这个拨付批次。")
    permit(by, permission, run.area)
    return run


def take(run: PaymentRun, verb: str, *, by: Actor, at: datetime, reason: str = "") -> PaymentRun:
    """Moves the locked run and keeps the step. Raises WrongState."""
    before, run.state = run.state, after(verb, run.state)
    run.save()
    keep_step(run, verb, by=by, at=at, reason=reason, before={"state": before}, after={"state": run.state})
    return run


def keep_step(
    run: PaymentRun, verb: str, *, by: Actor, at: datetime, reason: str = "", **states: dict[str, Any]
) -> None:
    """Writes down who did what to a run."""
    RunStep.objects.create(run=run, verb=verb, by_user_id=by.user_id, by_name=by.name, at=at, reason=reason)
    record(
        by=by, at=at, verb=f"settlement.{verb}", subject=f"payment_run:{run.pk}", area=run.area, reason=reason,
        **states,
    )  # fmt: skip
