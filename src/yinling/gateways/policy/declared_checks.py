"""The checks that a pack declares of itself in checks.yaml: sums, ranges, plan against table against targets."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yinling.gateways.policy.contents import Contents
from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Row

Place = tuple[Path, int]
Told = Iterator[tuple[Place, str]]


class _Unavailable(LookupError):
    """A file that the check needs is absent or already found faulty."""


class _NoColumn(LookupError):
    """The table has no such column."""


@dataclass(frozen=True)
class _Sources:
    """A pack's tables and plan, as the checks ask for them."""

    contents: Contents

    def table(self, name: str) -> list[Row]:
        if name not in self.contents.tables:
            raise _Unavailable(name)
        return self.contents.tables[name]

    def plan(self) -> dict[str, Any]:
        if "plan.yaml" not in self.contents.documents:
            raise _Unavailable("plan.yaml")
        return dict(self.contents.documents["plan.yaml"].data)

    def plan_place(self, *keys: str | int) -> Place:
        document = self.contents.documents["plan.yaml"]
        return document.file, document.line(*keys)

    def column_name(self, column: str) -> str:
        document = self.contents.documents.get("decomposition.yaml")
        return document.data["columns"].get(column, column) if document else column

    def targets(self, indicator: str, year: int) -> list[Row]:
        rows = self.table("targets.csv")
        return [row for row in rows if row["indicator"] == indicator and row["year"] == str(year)]


def declared_faults(contents: Contents) -> Iterator[Finding]:
    """What the pack's own checks find."""
    document = contents.documents.get("checks.yaml")
    if not document:
        return
    for n, check in enumerate(document.data["checks"]):
        try:
            told = list(_KINDS[check["kind"]](check, _Sources(contents)))
        except _Unavailable as missing:
            if not (contents.folder / str(missing)).exists():
                yield error(document.file, document.line("checks", n), f"要核对的文件 {missing} 不存在")
            continue
        except _NoColumn as missing:
            yield error(document.file, document.line("checks", n), f"表中没有“{missing}”这一列")
            continue
        for (file, line), message in told:
            yield Finding(file, line, check["level"], _worded(contents, check, message))


def _worded(contents: Contents, check: dict[str, Any], message: str) -> str:
    questions = {entry["id"]: entry["reading"] for entry in contents.entries("pack.yaml", "open_questions")}
    reading = check.get("reading")
    return f"{message}——{check['words']}" + (f"（{reading}：{questions.get(reading, '')}）" if reading else "")


def _figure(row: Row, column: str) -> int:
    if column not in row.cells:
        raise _NoColumn(column)
    return int(row[column] or 0)


def _place(row: Row) -> Place:
    return row.file, row.line


def _column_sums(check: dict[str, Any], sources: _Sources) -> Told:
    rows = sources.table(check["table"])
    totals = [row for row in rows if row["area"] == check["total_area"]]
    if not totals:
        yield (rows[0].file if rows else Path(check["table"]), 1), f"缺少合计行（区划 {check['total_area']}）"
        return
    for column in check["columns"]:
        summed = sum(_figure(row, column) for row in rows if row is not totals[0])
        stated = _figure(totals[0], column)
        if summed != stated:
            yield (
                _place(totals[0]),
                f"“{sources.column_name(column)}”各行相加是{summed}，合计写的是{stated}",
            )


def _within_quotas(check: dict[str, Any], sources: _Sources) -> Told:
    quotas = [quota for quota in sources.plan()["quotas"] if quota["column"] == check["column"]]
    rows = {row["area"]: row for row in sources.table(check["table"])}
    for n, quota in enumerate(quotas):
        for area in quota["areas"]:
            if area not in rows:
                yield sources.plan_place("quotas", n, "areas"), f"表中没有区划 {area}"
            elif not quota["least"] <= (value := _figure(rows[area], check["column"])) <= quota["most"]:
                name = sources.column_name(check["column"])
                yield (
                    _place(rows[area]),
                    f"{rows[area]['printed']}的“{name}”是{value}，正文写“{quota['printed']}”",
                )


def _planned(sources: _Sources, column: str, years: set[int] | None = None) -> Counter[str]:
    """Planned numbers of a column by town; what the plan fixes only for the whole district stands under its code."""
    planned: Counter[str] = Counter()
    for project in sources.plan()["projects"]:
        if project["column"] == column and (years is None or project["year"] in years):
            for site in project["sites"]:
                planned[site["area"][:9]] += site["count"]
    return planned


def _plan_matches_table(check: dict[str, Any], sources: _Sources) -> Told:
    column, name = check["column"], sources.column_name(check["column"])
    planned, rows = _planned(sources, column), sources.table(check["table"])
    towns = [row for row in rows if len(row["area"]) == 9]
    for row in towns:
        value, named = _figure(row, column), planned[row["area"]]
        if named > value or (check["by_area"] and named != value):
            yield _place(row), f"{row['printed']}的“{name}”是{value}，年度计划合计{named}"
    total = sum(_figure(row, column) for row in towns)
    if total != sum(planned.values()):
        yield sources.plan_place("projects"), f"“{name}”年度计划合计{sum(planned.values())}，分解表合计{total}"


def _targets_match_table(check: dict[str, Any], sources: _Sources) -> Told:
    targets = {row["area"]: row for row in sources.targets(check["indicator"], check["year"])}
    for row in sources.table(check["table"]):
        target, cell = targets.get(row["area"]), row[check["column"]]
        if target is None:
            yield _place(row), f"targets.csv 中没有{row['printed']}的目标“{check['indicator']}”"
        elif target["value"] != cell:
            shown = f"目标是{target['value'] or '空白'}，分解表是{cell or '空白'}"
            yield _place(target), f"{row['printed']}“{check['indicator']}”的{shown}"


def _targets_match_plan(check: dict[str, Any], sources: _Sources) -> Told:
    years = {project["year"] for project in sources.plan()["projects"] if project["column"] == check["column"]}
    for year in sorted(years):
        planned = _planned(sources, check["column"], {year})
        for row in sources.targets(check["indicator"], year):
            value = planned[row["area"]] if len(row["area"]) == 9 else sum(planned.values())
            if row["value"] != str(value):
                yield _place(row), f"{year}年目标是{row['value'] or '空白'}，年度计划是{value}"


def _target_is_sum(check: dict[str, Any], sources: _Sources) -> Told:
    totals = [row for row in sources.table(check["table"]) if row["area"] == check["total_area"]]
    for row in sources.targets(check["indicator"], check["year"]):
        figures = [_figure(total, column) for total in totals for column in check["columns"]]
        if row["area"] == check["total_area"] and row["value"] != str(sum(figures)):
            yield _place(row), f"目标是{row['value']}，{' + '.join(map(str, figures))} = {sum(figures)}"


def _stated_counts(check: dict[str, Any], sources: _Sources) -> Told:
    document = sources.contents.documents.get("services.yaml")
    if not document:
        raise _Unavailable("services.yaml")
    categories = document.data["categories"]
    items = [item for category in categories for item in category["items"]]
    found = {"categories": len(categories), "items": len(items)}
    for key, name in (("categories", "大类"), ("items", "项目")):
        if found[key] != document.data["stated"][key]:
            place = document.file, document.line("stated", key)
            yield place, f"写明{document.data['stated'][key]}个{name}，实有{found[key]}个"


def _filled_cells(check: dict[str, Any], sources: _Sources) -> Told:
    rows = sources.table(check["table"])
    filled = sum(bool(row[check["column"]]) for row in rows)
    if (filled, len(rows) - filled) != (check["filled"], check["blank"]):
        stated = f"应有{check['filled']}格有值、{check['blank']}格空白"
        yield (sources.contents.folder / check["table"], 1), f"{stated}，实有{filled}格、{len(rows) - filled}格"


_KINDS: dict[str, Callable[[dict[str, Any], _Sources], Told]] = {
    "column_sums": _column_sums,
    "within_quotas": _within_quotas,
    "plan_matches_table": _plan_matches_table,
    "targets_match_table": _targets_match_table,
    "targets_match_plan": _targets_match_plan,
    "target_is_sum": _target_is_sum,
    "stated_counts": _stated_counts,
    "filled_cells": _filled_cells,
}
