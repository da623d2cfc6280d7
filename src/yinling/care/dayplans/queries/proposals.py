"""Plans as pages show them: measures side by side, who is disturbed, what could not be applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from yinling.care.dayplans.models import DayPlan, PlanLine
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.queries.visits import visits_visible
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import person_cards
from yinling.people.workforce.queries import worker_lines

SHOWN = 10
TONES = {
    "running": "info", "proposed": "wait", "applying": "info", "applied": "good", "dropped": "off", "failed": "bad",
}  # fmt: skip
MEASURES = (
    ("served", "已安排（项）"), ("travel_hours", "路程（小时）"), ("new_carer_visits", "换成生面孔（项）"),
    ("not_preferred_visits", "不是老人希望的人（项）"), ("late_visits", "迟到（项）"),
    ("overtime_minutes", "加班（分钟）"),
    ("work_range_minutes", "各人工作量最多相差（分钟）"), ("shifts_used", "出门的班次"),
)  # fmt: skip
STAYS = "排不进，采用时保持原样"
VERBS = {
    "ask": "开始计算", "stop": "提前结束", "propose": "算出方案", "fail": "没有算成", "drop": "不采用", "apply": "采用",
    "change": "手工改动", "finish": "采用完毕",
}  # fmt: skip


@dataclass(frozen=True)
class PlanLineWords:
    """One visit that changes for somebody, or could not be applied."""

    visit_id: int
    person: str
    area: str
    before: str
    after: str
    words: str


@dataclass(frozen=True)
class PlanHead:
    """A plan in a list."""

    id: int
    provider: str
    on: date
    is_replan: bool
    state: str
    state_words: str
    tone: str
    asked_at: datetime
    asked_by: str


def plans_visible(actor: Actor) -> QuerySet[DayPlan]:
    """Plans that the actor may see."""
    return DayPlan.objects.visible_to(actor).select_related("provider")


def plan_heads(provider_id: int, *, on: date, actor: Actor) -> list[PlanHead]:
    """The latest plans of a day."""
    rows = plans_visible(actor).filter(provider=provider_id, on=on).prefetch_related("records").order_by("-pk")[:SHOWN]
    return [head_of(row) for row in rows]


def head_of(row: DayPlan) -> PlanHead:
    """A plan in words."""
    first = next(iter(row.records.all()), None)
    return PlanHead(
        row.pk, row.provider.name, row.on, row.is_replan, row.state, str(row.get_state_display()), TONES[row.state],
        row.asked_at, first.by_name if first else "",
    )  # fmt: skip


def measure_rows(plan: DayPlan) -> list[tuple[str, str, str]]:
    """(what, before, after) of every measure."""
    if not plan.measures:
        return []
    before, after = _with_hours(plan.measures_before), _with_hours(plan.measures)
    return [(words, _number(before.get(name)), _number(after.get(name))) for name, words in MEASURES]


def _with_hours(measures: Mapping[str, Any]) -> dict[str, Any]:
    return {**measures, "travel_hours": round(measures.get("travel_minutes", 0) / 60, 1)}


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def disturbed_lines(plan: DayPlan, *, actor: Actor) -> list[PlanLineWords]:
    """Those who get another carer or another time than they knew."""
    return _words(plan, plan.lines.filter(is_disturbed=True), actor)


def refused_lines(plan: DayPlan, *, actor: Actor) -> list[PlanLineWords]:
    """What could not be applied, and why."""
    return _words(plan, plan.lines.exclude(refusal=""), actor)


def _words(plan: DayPlan, rows: QuerySet[PlanLine], actor: Actor) -> list[PlanLineWords]:
    visible = visits_visible(actor, on=plan.on).values("pk")
    lines = list(rows.filter(visit__in=visible).select_related("visit__person"))
    people = {card.id: card for card in person_cards({line.visit.person for line in lines}, on=plan.on)}
    workers = worker_lines({one for line in lines for one in [*line.workers, *line.workers_before]})
    names = {number: line.name for number, line in workers.items()}
    return [
        PlanLineWords(
            line.visit_id, people[line.visit.person_id].name_masked, people[line.visit.person_id].area_name,
            _goes(names, line.workers_before, line.starts_before),
            _goes(names, line.workers, line.starts) if line.workers else STAYS,
            line.refusal or "；".join(line.reasons),
        )
        for line in lines
    ]  # fmt: skip


def _goes(names: Mapping[int, str], workers: list[int], starts: int | None) -> str:
    if not workers or starts is None:
        return "没有人"
    return f"{clock(starts)} {'、'.join(names.get(one, '—') for one in workers)}"


def steps_of(plan: DayPlan) -> list[tuple[str, str, datetime, str]]:
    """(verb, who, when, note) of every step."""
    return [(VERBS[row.verb], row.by_name, row.at, row.note) for row in plan.records.all()]
