"""A plan is opened from an assessment, written, and shown to the person."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from yinling.care.catalogue.queries import service
from yinling.care.plans.actions.steps import keep, managed, move, written
from yinling.care.plans.domain import states
from yinling.care.plans.domain.refusals import (
    AlreadyPlanned,
    DatesWrong,
    NothingPlanned,
    NotPermitted,
    PastDay,
    ProviderUnfit,
    WrongState,
)
from yinling.care.plans.models import Plan, PlanItem, Version
from yinling.care.plans.queries.proposals import level_for_plan
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.providers.queries import provider_line
from yinling.people.registry.queries.persons import visible_person

REVIEW_DAYS = 180  # the day proposed on a new version; whoever writes may choose another


@dataclass(frozen=True)
class Content:
    """What a version says beside its items."""

    goals: str
    in_force_from: date
    review_due_on: date
    why: str = ""


@dataclass(frozen=True)
class ItemDetails:
    """One planned service. Windows in minutes from midnight; `weekdays` 0 = Monday; priority 1 comes first."""

    service_code: str
    weekdays: tuple[int, ...]
    window_from: int
    window_until: int
    minutes: int
    every_weeks: int = 1
    carers: int = 1
    wished_worker_id: int | None = None
    wished_gender: str = ""
    priority: int = 2
    note: str = ""
    why: str = ""


@transaction.atomic
def open_plan(*, person_id: int, provider_id: int, by: Actor, at: datetime) -> Plan:
    """A person is to be cared for by a provider: a first version is there to be written.

    Raises NotPermitted, AlreadyPlanned, ProviderUnfit, NotVisible.
    """
    if not by.may("plans.manage") or by.organisation_id not in (None, provider_id):
        raise NotPermitted
    person = visible_person(person_id, actor=by, on=day_of(at))
    if provider_line(provider_id).status != "active":
        raise ProviderUnfit
    try:
        with transaction.atomic():
            plan = Plan.objects.create(person=person, provider_id=provider_id, area=person.area, opened_at=at)
    except IntegrityError as twice:
        raise AlreadyPlanned from twice
    _version(plan, 1, by, at)
    keep(plan, "open", number=1, by=by, at=at)
    return plan


def _version(plan: Plan, number: int, by: Actor, at: datetime, *, why: str = "", goals: str = "") -> Version:
    on = day_of(at)
    level = level_for_plan(plan.person_id, on=on)
    return Version.objects.create(
        plan=plan, number=number, result_id=level.result_id if level else None,
        grade_words=level.words if level else "", goals=goals, why=why, in_force_from=on,
        review_due_on=min(on + timedelta(days=REVIEW_DAYS), level.valid_until if level else date.max),
        made_by_name=by.name, made_at=at,
    )  # fmt: skip


@transaction.atomic
def start_version(*, plan_id: int, why: str, by: Actor, at: datetime) -> Version:
    """A new version to be written, beginning as the last one was; that one holds until the new one is agreed.

    Raises NotPermitted, WrongState where one is being written already.
    """
    plan = managed(plan_id, by=by, at=at)
    last = plan.versions.order_by("-number").first()
    if last is None or last.state in states.OPEN:
        raise WrongState
    version = _version(plan, last.number + 1, by, at, why=why[:200], goals=last.goals)
    columns = list(ItemDetails.__dataclass_fields__)
    for values in last.items.order_by("id").values(*columns):
        PlanItem.objects.create(version=version, **values)
    keep(plan, "start_version", number=version.number, reason=why, by=by, at=at)
    return version


@transaction.atomic
def write(content: Content, *, plan_id: int, by: Actor, at: datetime) -> Version:
    """Goals and days of the version that is being written. Raises NotPermitted, WrongState, PastDay, DatesWrong."""
    plan = managed(plan_id, by=by, at=at)
    version = written(plan)
    if content.in_force_from < day_of(at):
        raise PastDay
    if content.review_due_on <= content.in_force_from:
        raise DatesWrong("复核日应当晚于生效日。")
    move(version, "write")
    for name, value in asdict(content).items():
        setattr(version, name, value)
    version.save()
    keep(plan, "write", number=version.number, by=by, at=at)
    return version


@transaction.atomic
def put_item(
    details: ItemDetails, *, plan_id: int, by: Actor, at: datetime, item_id: int | None = None
) -> PlanItem:  # fmt: skip
    """Adds an item, or writes one anew. Raises NotPermitted, WrongState, UnknownService, DatesWrong."""
    plan = managed(plan_id, by=by, at=at)
    version = written(plan)
    named = service(details.service_code).name
    if not details.weekdays:
        raise DatesWrong("请选择星期几上门。")
    if details.window_from + details.minutes > details.window_until:
        raise DatesWrong("最早开始到最晚结束之间放不下这次服务的时长。")
    move(version, "write")
    version.save()
    item = PlanItem(version=version) if item_id is None else version.items.filter(pk=item_id).first()
    if item is None:
        raise WrongState
    told = {**asdict(details), "weekdays": sorted(set(details.weekdays)), "why": details.why or item.why}
    for name, value in told.items():
        setattr(item, name, value)
    item.save()
    keep(plan, "put_item", number=version.number, reason=named, by=by, at=at)
    return item


@transaction.atomic
def remove_item(*, plan_id: int, item_id: int, by: Actor, at: datetime) -> None:
    """Takes an item out of the version that is being written. Raises NotPermitted, WrongState."""
    plan = managed(plan_id, by=by, at=at)
    version = written(plan)
    item = version.items.filter(pk=item_id).first()
    if item is None:
        raise WrongState
    move(version, "write")
    version.save()
    item.delete()
    keep(plan, "remove_item", number=version.number, reason=service(item.service_code).name, by=by, at=at)


@transaction.atomic
def propose(*, plan_id: int, by: Actor, at: datetime) -> Version:
    """Shows the written version to the person and waits for an answer.

    Raises NotPermitted, WrongState, NothingPlanned.
    """
    plan = managed(plan_id, by=by, at=at)
    version = written(plan)
    if not version.items.exists():
        raise NothingPlanned
    move(version, "propose")
    version.save()
    keep(plan, "propose", number=version.number, by=by, at=at)
    words = f"{provider_line(plan.provider_id).name}给您订了照护计划，请您看看同不同意。"
    notify(text=words, at=at, person_id=plan.person_id, link=reverse("elder:care_plans"))
    return version
