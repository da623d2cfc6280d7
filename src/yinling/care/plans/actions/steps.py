"""One step of a plan: who may, lock, write down who, when and why."""

from datetime import datetime

from yinling.care.plans.domain import states
from yinling.care.plans.domain.refusals import NotPermitted, WrongState
from yinling.care.plans.models import Plan, PlanStep, Version
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import is_represented


def managed(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """The plan, held until the transaction ends, for whoever keeps plans. Raises NotPermitted, WrongState."""
    if not by.may("plans.manage"):
        raise NotPermitted
    return _open(plan_id, by, at)


def answered(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """The plan, held, for the older person, their agent, or whoever writes their answer down."""
    plan = _open(plan_id, by, at)
    if not by.may("plans.manage") and not speaks(plan, by, at=at):
        raise NotPermitted
    return plan


def speaks(plan: Plan, by: Actor, *, at: datetime) -> bool:
    """Whether the actor is the person or stands for them."""
    return is_represented(plan.person_id, actor=by, on=day_of(at))


def _open(plan_id: int, by: Actor, at: datetime) -> Plan:
    plan = Plan.objects.visible_to(by, on=day_of(at)).filter(pk=plan_id).first()
    if plan is None:
        raise NotPermitted
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.ended_on is not None:
        raise WrongState
    return plan


def written(plan: Plan) -> Version:
    """The version that is being written, proposed or was declined. Raises WrongState."""
    version = plan.versions.filter(state__in=sorted(states.OPEN)).first()
    if version is None:
        raise WrongState
    return version


def move(version: Version, verb: str) -> None:
    """Raises WrongState where the verb does not fit."""
    if not states.may(verb, version.state):
        raise WrongState
    version.state = states.after(verb)


def keep(plan: Plan, verb: str, *, by: Actor, at: datetime, number: int | None = None, reason: str = "") -> None:
    """The step in the plan's own trail and in the change book."""
    PlanStep.objects.create(
        plan=plan, number=number, verb=verb, reason=reason[:300], by_name=by.name, by_user_id=by.user_id, at=at
    )
    record(
        by=by, at=at, verb=f"plans.{verb}", subject=f"plan:{plan.pk}", area=plan.area, after={"version": number},
        reason=reason,
    )  # fmt: skip
