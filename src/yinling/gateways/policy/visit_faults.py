"""Limits of home visits that do not fit together, though each has the right shape."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Document

DAY_MINUTES = 1_440
WORK_MINUTES_SANE = (60, 720)  # less is no day's work, more is no day that anybody may be asked to work


def visit_faults(document: Document) -> Iterator[Finding]:
    """Faults of a file of the right shape, each with its line and the fields that do not fit."""
    data = document.data
    if data["late_minutes"] >= data["missed_minutes"]:
        words = (
            f"late_minutes（{data['late_minutes']}）应小于 missed_minutes（{data['missed_minutes']}）：先提醒，后算漏访"
        )
        yield error(document.file, document.line("late_minutes"), words)
    days = Counter(str(row["from"]) for row in data.get("work", []))
    for place, row in enumerate(data.get("work", [])):
        for field, words in _work_faults(row):
            yield error(document.file, document.line("work", place, field), f"work[{place}].{field}：{words}")
        if days[str(row["from"])] > 1:
            words = f"work[{place}].from：{row['from']} 写了不止一次"
            yield error(document.file, document.line("work", place, "from"), words)


def _work_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    said = {name: one["value"] for name, one in row.items() if name != "from"}
    day, rest, (least, most) = said["day_minutes_max"], said["rest_minutes_min"], WORK_MINUTES_SANE
    if not least <= day <= most:
        yield "day_minutes_max", f"一天最多工作 {day} 分钟，应在 {least} 到 {most} 分钟之间"
    elif day + rest > DAY_MINUTES:
        yield "rest_minutes_min", f"与 day_minutes_max（{day}）合起来是 {day + rest} 分钟，超过一天"
    elif said["meal_minutes"] >= day:
        yield "meal_minutes", f"吃饭 {said['meal_minutes']} 分钟，应少于 day_minutes_max（{day}）"
    if said["meal_from"] >= said["meal_until"]:
        yield "meal_until", f"最晚开始吃饭的时间（{said['meal_until']}）应晚于 meal_from（{said['meal_from']}）"
