"""The person agrees or wants it otherwise; care ends."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from yinling.care.plans.actions.steps import answered, keep, managed, move, speaks, written
from yinling.care.plans.domain import states
from yinling.care.plans.domain.refusals import DatesWrong, NotPermitted, PlanRefused
from yinling.care.plans.events import PlanAgreed, PlanEnded
from yinling.care.plans.models import AgreedAs, AgreedHow, Plan, Version
from yinling.foundation.outbox.actions import announce, notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


@dataclass(frozen=True)
class Agreement:
    """Who agreed, as whom and how, where somebody else writes it down."""

    agreed_by: str
    agreed_as: str
    agreed_how: str


@transaction.atomic
def agree(*, plan_id: int, by: Actor, at: datetime, agreement: Agreement | None = None) -> Version:
    """The proposed version holds from its day, at the earliest from today; the one before ends there.

    The person and their agents agree for themselves; for others `agreement` says who did.
    Raises NotPermitted, WrongState.
    """
    plan = answered(plan_id, by=by, at=at)
    version = written(plan)
    move(version, "agree")
    said = _own(plan, by, at) or agreement
    if said is None:
        raise NotPermitted("请写明是谁同意的。")
    version.agreed_by, version.agreed_as = said.agreed_by, AgreedAs(said.agreed_as)
    version.agreed_how, version.agreed_at = AgreedHow(said.agreed_how), at
    version.in_force_from = max(version.in_force_from, day_of(at))
    for before in plan.versions.filter(state=states.AGREED):
        move(before, "replace")
        before.in_force_until = max(version.in_force_from, before.in_force_from)
        before.save()
    version.save()
    keep(plan, "agree", number=version.number, reason=said.agreed_by, by=by, at=at)
    announce(PlanAgreed(plan.pk, plan.person_id, plan.provider_id, version.number, version.in_force_from), by=by, at=at)
    notify(
        text=f"照护计划第{version.number}版已得到同意，{version.in_force_from:%m月%d日}起执行。", at=at,
        role="care_provider", organisation_id=plan.provider_id, link=reverse("plans:plan", args=[plan.pk]),
    )  # fmt: skip
    return version


def _own(plan: Plan, by: Actor, at: datetime) -> Agreement | None:
    if not speaks(plan, by, at=at):
        return None
    who = AgreedAs.ELDER if by.person_id == plan.person_id else AgreedAs.AGENT
    return Agreement(by.name, who, AgreedHow.PAGE)


@transaction.atomic
def decline(*, plan_id: int, reason: str, by: Actor, at: datetime) -> Version:
    """The person wants the proposed version otherwise. Raises NotPermitted, WrongState, PlanRefused without reason."""
    plan = answered(plan_id, by=by, at=at)
    version = written(plan)
    if not reason.strip():
        raise PlanRefused("请写一写想怎样改。")
    move(version, "decline")
    version.save()
    keep(plan, "decline", number=version.number, reason=reason.strip(), by=by, at=at)
    notify(
        text=f"老人想修改照护计划：{reason.strip()[:80]}", at=at, role="care_provider",
        organisation_id=plan.provider_id, link=reverse("plans:plan", args=[plan.pk]),
    )  # fmt: skip
    return version


@transaction.atomic
def end(*, plan_id: int, on: date, reason: str, by: Actor, at: datetime) -> Plan:
    """No more care by this plan from a day on. Raises NotPermitted, WrongState, PlanRefused, DatesWrong."""
    plan = managed(plan_id, by=by, at=at)
    if not reason.strip():
        raise PlanRefused("请写明结束的原因。")
    if on < day_of(at):
        raise DatesWrong("结束的日子不能早于今天。")
    for version in plan.versions.exclude(state__in=[states.REPLACED, states.ENDED]):
        move(version, "end")
        version.in_force_until = max(on, version.in_force_from)
        version.save()
    plan.ended_on = on
    plan.save()
    keep(plan, "end", reason=reason.strip(), by=by, at=at)
    announce(PlanEnded(plan.pk, plan.person_id, plan.provider_id, on), by=by, at=at)
    return plan
