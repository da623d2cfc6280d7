"""Who may take a step of a cycle, and the record it leaves."""

from datetime import datetime
from typing import Any

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.cycles.domain.refusals import NotPermitted, ReasonNeeded, WrongState
from yinling.needs.cycles.domain.states import after
from yinling.needs.cycles.models import Cycle, CycleStep


def permit(by: Actor, permission: str, area: str) -> None:
    """Raises NotPermitted where role or area does not fit. A machine may draft, and nothing else."""
    if by.role == "machine" and permission == "cycles.draft":
        return
    if by.user_id is None or not by.may(permission) or not contains(by.area, area):
        raise NotPermitted()


def locked(cycle_id: int, permission: str, *, by: Actor) -> Cycle:
    """The cycle, held until the transaction ends. Raises NotPermitted, WrongState if there is none."""
    cycle = Cycle.objects.select_for_update().filter(pk=cycle_id).first()
    if cycle is None:
        raise WrongState("没有这次发放。")
    permit(by, permission, cycle.area)
    return cycle


def take(cycle: Cycle, verb: str, *, by: Actor, at: datetime, reason: str = "") -> Cycle:
    """Moves the locked cycle and keeps the step. Raises WrongState."""
    before, cycle.state = cycle.state, after(verb, cycle.state)
    cycle.save()
    keep_step(cycle, verb, by=by, at=at, reason=reason, before={"state": before}, after={"state": cycle.state})
    return cycle


def keep_step(
    cycle: Cycle, verb: str, *, by: Actor, at: datetime, reason: str = "", **states: dict[str, Any]
) -> None:  # fmt: skip
    """Writes down who did what to a cycle."""
    CycleStep.objects.create(cycle=cycle, verb=verb, by_user_id=by.user_id, by_name=by.name, at=at, reason=reason)
    record(
        by=by, at=at, verb=f"cycles.{verb}", subject=f"cycle:{cycle.pk}", area=cycle.area, reason=reason, **states
    )  # fmt: skip


def needed(text: str) -> str:
    """The text, if there is one. Raises ReasonNeeded."""
    if not text.strip():
        raise ReasonNeeded()
    return text.strip()[:300]
