"""A version is filled in one step: from the assessment, or with a package of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yinling.care.catalogue.queries import packages, service
from yinling.care.plans.actions.steps import keep, managed, move, written
from yinling.care.plans.actions.writing import open_plan
from yinling.care.plans.domain.proposals import Wish, spread
from yinling.care.plans.domain.refusals import NoAssessment, PlanRefused
from yinling.care.plans.models import Plan, PlanItem, Version
from yinling.care.plans.queries.proposals import level_for_plan, proposal_for
from yinling.foundation.audit.actions import record_read
from yinling.gateways.policy.plan_proposals import load_plan_proposals
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

WHY_LENGTH_MAX = 400


@dataclass(frozen=True)
class Drafted:
    """Names of services: written now, and those that were in the version already and stay as they are."""

    added: tuple[str, ...]
    kept: tuple[str, ...]


@transaction.atomic
def open_from_assessment(*, person_id: int, provider_id: int, by: Actor, at: datetime) -> Plan:
    """A plan that begins with what the assessment asks for; empty where no grade holds. Raises as `open_plan`."""
    plan = open_plan(person_id=person_id, provider_id=provider_id, by=by, at=at)
    if level_for_plan(person_id, on=day_of(at)) is not None:
        draft_from_assessment(plan_id=plan.pk, by=by, at=at)
    return plan


@transaction.atomic
def draft_from_assessment(*, plan_id: int, by: Actor, at: datetime) -> Drafted:
    """Writes the goals and services that grade and findings ask for into the open version; what is there stays.

    Raises NotPermitted, WrongState, NoAssessment.
    """
    plan = managed(plan_id, by=by, at=at)
    version, on = written(plan), day_of(at)
    level = level_for_plan(plan.person_id, on=on)
    if level is None:
        raise NoAssessment
    record_read(
        by=by, at=at, subject=f"person:{plan.person_id}", fields=["assessment"], area=plan.area,
        reason="按评估结果起草照护计划",
    )  # fmt: skip
    proposal = proposal_for(level, on=on)
    version.result_id, version.grade_words = level.result_id, level.words
    told = version.goals.splitlines()
    version.goals = "\n".join([*told, *(goal for goal in proposal.goals if goal not in told)])
    return _fill(plan, version, proposal.wishes, "draft", by=by, at=at)


@transaction.atomic
def add_package(*, plan_id: int, package: str, by: Actor, at: datetime) -> Drafted:
    """Puts the services of a package into the open version, spread over the weeks; what is there stays.

    Raises NotPermitted, WrongState, PlanRefused for an unknown package.
    """
    plan = managed(plan_id, by=by, at=at)
    known = packages().get(package)
    if known is None:
        raise PlanRefused("没有这个服务包，请重新选择。")
    why = (f"服务包：{known.name}",)
    wishes = [Wish(code, *spread(times), why) for code, times in known.items.items()]
    return _fill(plan, written(plan), wishes, "add_package", by=by, at=at, reason=known.name)


def _fill(
    plan: Plan, version: Version, wishes: Sequence[Wish], verb: str, *, by: Actor, at: datetime, reason: str = ""
) -> Drafted:
    there = set(version.items.values_list("service_code", flat=True))
    new = [wish for wish in wishes if wish.service_code not in there]
    if not new and verb == "add_package":
        return Drafted((), _names(wishes))
    move(version, "write")
    version.save()
    PlanItem.objects.bulk_create(_item(version, wish, plan) for wish in new)
    drafted = Drafted(_names(new), _names([wish for wish in wishes if wish.service_code in there]))
    keep(plan, verb, number=version.number, reason=reason or "、".join(drafted.added), by=by, at=at)
    return drafted


def _names(wishes: Sequence[Wish]) -> tuple[str, ...]:
    return tuple(service(wish.service_code).name for wish in wishes)


def _item(version: Version, wish: Wish, plan: Plan) -> PlanItem:
    """At the usual time of day; by somebody of the same sex where the catalogue asks for it."""
    line = service(wish.service_code)
    first, last = load_plan_proposals().time_of(wish.service_code)
    return PlanItem(
        version=version, service_code=line.code, weekdays=list(wish.weekdays), every_weeks=wish.every_weeks,
        window_from=first, window_until=max(last, first + line.minutes), minutes=line.minutes, carers=line.carers,
        wished_gender=plan.person.sex if line.same_sex else "", why="；".join(wish.reasons)[:WHY_LENGTH_MAX],
    )  # fmt: skip
