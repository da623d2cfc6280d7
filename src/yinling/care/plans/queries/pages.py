"""Plans as pages show them: lists, one plan with its versions, a version with costs and warnings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from yinling.care.catalogue.queries import ServiceLine, cost_fen, prices_on, services
from yinling.care.plans.domain import states
from yinling.care.plans.domain.costs import CostSplit, Use, split
from yinling.care.plans.domain.frequency import days_due, frequency_words, time_words
from yinling.care.plans.domain.warnings import Facts, Warning, warnings
from yinling.care.plans.models import Plan, PlanItem, PlanStep, Version
from yinling.care.plans.queries.funding import Benefits, benefits_of, month_of
from yinling.care.plans.queries.rests import rest_words
from yinling.kernel.actor import Actor
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import is_represented, person_cards
from yinling.people.workforce.queries import worker_lines

PAGE_ROWS = 30
REVIEW_AHEAD_DAYS = 30
PRIORITY_WORDS = {1: "必须保证", 2: "一般", 3: "可以调整"}
GENDER_WORDS = {"female": "女", "male": "男"}
VERB_WORDS = {
    "open": "建立计划", "start_version": "开始写新版", "write": "修改目标和日期", "put_item": "写入服务项目",
    "remove_item": "去掉服务项目", "propose": "请老人同意", "agree": "老人同意", "decline": "老人要求修改",
    "pause": "暂停", "resume": "恢复", "end": "结束计划", "draft": "按评估结果起草", "add_package": "放入服务包",
}  # fmt: skip


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list, as it stands on a day."""

    id: int
    person_id: int
    name_masked: str
    provider_id: int
    provider: str
    area_name: str
    number: int
    state: str
    state_words: str
    tone: str
    review_due_on: date
    is_review_due: bool
    rest_words: str


@dataclass(frozen=True)
class ItemLine:
    """A planned service in words. `month_fen` None: no price."""

    id: int
    service_code: str
    name: str
    frequency: str
    window: str
    minutes: int
    carers: int
    wishes: str
    priority_words: str
    note: str
    why: str
    times: int
    month_fen: int | None


@dataclass(frozen=True)
class VersionPage:
    """One version. `costs` and `warnings` are those of `month`, worked out now."""

    number: int
    state: str
    state_words: str
    tone: str
    grade_words: str
    goals: str
    why: str
    in_force_from: date
    in_force_until: date | None
    review_due_on: date
    agreed: str
    agreed_at: datetime | None
    made_by: str
    items: tuple[ItemLine, ...]
    month: date
    costs: CostSplit
    warnings: tuple[Warning, ...]


@dataclass(frozen=True)
class PlanPage:
    """One plan: the version that holds, the one being written, the older ones by number, trail."""

    line: PlanLine
    ended_on: date | None
    current: VersionPage | None
    written: VersionPage | None
    older: tuple[tuple[int, str], ...]
    steps: tuple[dict[str, object], ...]
    speaks: bool


def plans_visible(actor: Actor, *, on: date) -> QuerySet[Plan]:
    """Plans that the actor may see."""
    return Plan.objects.visible_to(actor, on=on)


def plan_lines(
    actor: Actor, *, on: date, state: str = "", is_due: bool = False, after_id: int = 0
) -> list[PlanLine]:  # fmt: skip
    """A page of plans, in order; `is_due`: only those whose review is due within the days ahead."""
    rows = plans_visible(actor, on=on).filter(pk__gt=after_id, ended_on=None)
    if state:
        rows = rows.filter(versions__state=state)
    if is_due:
        due = Version.objects.filter(state=states.AGREED, review_due_on__lte=on + timedelta(days=REVIEW_AHEAD_DAYS))
        rows = rows.filter(versions__in=due)
    return lines_of(rows.distinct().order_by("pk")[:PAGE_ROWS], on=on)


def person_plans(person_id: int, *, actor: Actor, on: date) -> list[PlanLine]:
    """The plans of one person, latest first."""
    return lines_of(plans_visible(actor, on=on).filter(person_id=person_id).order_by("-pk")[:PAGE_ROWS], on=on)


def lines_of(rows: QuerySet[Plan], *, on: date) -> list[PlanLine]:
    """Plans in words, in a fixed number of questions; the caller has asked for visible ones."""
    found = list(rows.select_related("person", "provider").prefetch_related("versions"))
    resting = rest_words({plan.person_id for plan in found}, on=on)
    names = {card.id: card.name_masked for card in person_cards({plan.person for plan in found}, on=on)}
    places = full_names(sorted({plan.area for plan in found if plan.area}))
    return [
        _line(plan, names.get(plan.person_id, ""), places.get(plan.area, ""), resting.get(plan.person_id, ""), on=on)
        for plan in found
    ]


def _line(plan: Plan, name: str, place: str, rest: str, *, on: date) -> PlanLine:
    versions = sorted(plan.versions.all(), key=lambda each: each.number)
    shown = next((each for each in versions if each.state == states.AGREED), versions[-1])
    return PlanLine(
        id=plan.pk, person_id=plan.person_id, name_masked=name, provider_id=plan.provider_id,
        provider=plan.provider.name, area_name=place, number=shown.number, state=shown.state,
        state_words=str(shown.get_state_display()), tone=states.TONES[shown.state],
        review_due_on=shown.review_due_on,
        is_review_due=shown.state == states.AGREED and shown.review_due_on <= on + timedelta(days=REVIEW_AHEAD_DAYS),
        rest_words=rest,
    )  # fmt: skip


def plan_page(plan_id: int, *, actor: Actor, on: date) -> PlanPage | None:
    """None where the actor may not see it."""
    rows = plans_visible(actor, on=on).filter(pk=plan_id)
    line = next(iter(lines_of(rows, on=on)), None)
    if line is None:
        return None
    plan = rows.get()
    versions = list(plan.versions.order_by("-number"))
    current = next((each for each in versions if each.state == states.AGREED), None)
    written = next((each for each in versions if each.state in states.OPEN), None)
    older = [each for each in versions if each not in (current, written)]
    return PlanPage(
        line=line, ended_on=plan.ended_on,
        current=version_of(current, on=on) if current else None,
        written=version_of(written, on=on) if written else None,
        older=tuple((each.number, str(each.get_state_display())) for each in older),
        steps=tuple(_step(each) for each in plan.steps.order_by("id")),
        speaks=is_represented(plan.person_id, actor=actor, on=on),
    )  # fmt: skip


def _step(step: PlanStep) -> dict[str, object]:
    what = f"{VERB_WORDS[step.verb]}（第{step.number}版）" if step.number else VERB_WORDS[step.verb]
    return {"what": what, "who": step.by_name, "when": step.at, "why": step.reason}


def version_page(plan_id: int, number: int, *, actor: Actor, on: date) -> VersionPage | None:
    """One version of a plan that the actor may see."""
    version = Version.objects.filter(plan__in=plans_visible(actor, on=on), plan_id=plan_id, number=number).first()
    return version_of(version, on=on) if version else None


def version_of(version: Version, *, on: date) -> VersionPage:
    """A version with the costs of the month of `on`, or of its first month where that is still to come."""
    day = max(on, version.in_force_from)
    known, benefits = services(with_withdrawn=True), benefits_of(version.plan.person_id, on=day)
    rows = list(version.items.order_by("window_from", "id"))
    lines = _items(rows, version, day, known)
    costs = split([_use(row, line) for row, line in zip(rows, lines, strict=True)], benefits.ceilings)
    return VersionPage(
        number=version.number, state=version.state, state_words=str(version.get_state_display()),
        tone=states.TONES[version.state], grade_words=version.grade_words, goals=version.goals, why=version.why,
        in_force_from=version.in_force_from, in_force_until=version.in_force_until,
        review_due_on=version.review_due_on, agreed=_agreed(version), agreed_at=version.agreed_at,
        made_by=version.made_by_name, items=lines, month=month_of(day).from_, costs=costs,
        warnings=tuple(warnings(_facts(version, rows, known, benefits), costs, on=on)),
    )  # fmt: skip


def _agreed(version: Version) -> str:
    if not version.agreed_by:
        return ""
    return f"{version.agreed_by}（{version.get_agreed_as_display()}，{version.get_agreed_how_display()}）"


def _facts(
    version: Version, rows: Iterable[PlanItem], known: dict[str, ServiceLine], benefits: Benefits
) -> Facts:  # fmt: skip
    found = [known[row.service_code] for row in rows if row.service_code in known]
    items = [(each.name, each.grade_min, each.is_offered) for each in found]
    return Facts(benefits.ability_grade, items, version.review_due_on, benefits.eligible_not_enrolled)


def _items(
    rows: Sequence[PlanItem], version: Version, day: date, known: dict[str, ServiceLine]
) -> tuple[ItemLine, ...]:  # fmt: skip
    prices = prices_on({row.service_code for row in rows}, provider_id=version.plan.provider_id, on=day)
    workers = worker_lines([row.wished_worker_id for row in rows if row.wished_worker_id])
    month, found = month_of(day), []
    for row in rows:
        service, price = known.get(row.service_code), prices.get(row.service_code)
        times = _times(row, version, month.from_, month.until)
        each = None if service is None or price is None else cost_fen(service, price_fen=price, minutes=row.minutes)
        worker = workers[row.wished_worker_id].name if row.wished_worker_id in workers else ""
        found.append(_item(row, service, worker, times, None if each is None else each * times))
    return tuple(found)


def _times(row: PlanItem, version: Version, from_: date, until: date) -> int:
    """Days of a whole month on which it is due, also where the version holds for a part of it only."""
    late_weeks = max(0, (version.in_force_from - from_).days // 28 + 1)
    anchor = version.in_force_from - timedelta(weeks=4 * late_weeks)
    weeks = {"weekdays": row.weekdays, "every_weeks": row.every_weeks}
    return sum(1 for _day in days_due(**weeks, anchor=anchor, from_=from_, until=until))


def _item(row: PlanItem, service: ServiceLine | None, worker: str, times: int, month_fen: int | None) -> ItemLine:
    wishes = [
        f"希望{worker}来" if worker else "",
        f"希望{GENDER_WORDS.get(row.wished_gender, '')}护理员" if row.wished_gender else "",
    ]
    return ItemLine(
        id=row.pk, service_code=row.service_code, name=service.name if service else row.service_code,
        frequency=frequency_words(row.weekdays, row.every_weeks),
        window=f"{time_words(row.window_from)}—{time_words(row.window_until)}", minutes=row.minutes,
        carers=row.carers, wishes="，".join(filter(None, wishes)), priority_words=PRIORITY_WORDS[row.priority],
        note=row.note, why=row.why, times=times, month_fen=month_fen,
    )  # fmt: skip


def _use(row: PlanItem, line: ItemLine) -> Use:
    return Use(line.service_code, line.name, line.times, line.times * row.minutes, line.month_fen)


def written_item(plan_id: int, item_id: int) -> PlanItem | None:
    """An item of the version that is being written; for callers that may see the plan."""
    open_now = sorted(states.OPEN)
    return PlanItem.objects.filter(pk=item_id, version__plan_id=plan_id, version__state__in=open_now).first()


def own_pages(actor: Actor, *, on: date) -> list[PlanPage]:
    """The plans that the actor speaks for and that are not over, those that wait for an answer first."""
    plans = plans_visible(actor, on=on).filter(ended_on=None).order_by("pk")[:PAGE_ROWS]
    pages = [found for plan in plans if (found := plan_page(plan.pk, actor=actor, on=on)) and found.speaks]
    return sorted(pages, key=lambda each: not (each.written and each.written.state == states.PROPOSED))
