"""What a scale's JSON Schema cannot see: sums without a band, names that lead nowhere, results that improve wrongly."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Document


def reference_faults(document: Document) -> Iterator[Finding]:
    """Findings in a scale whose shape is right."""
    data = document.data
    yield from _item_faults(document)
    yield from _screening_faults(document)
    if data["grading"]["kind"] == "external":
        return
    if not data.get("sections"):
        yield error(document.file, 1, "缺少“sections”")
        return
    if any(_options(data, item) is None for section in data["sections"] for item in section["items"]):
        return
    yield from _section_faults(document)
    yield from _grading_faults(document)
    yield from _adjustment_faults(document)


def _options(data: dict[str, Any], item: dict[str, Any]) -> list[dict[str, Any]] | None:
    options: list[dict[str, Any]] | None = item.get("options") or data.get("option_sets", {}).get(item.get("uses"))
    return options


def _item_faults(document: Document) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, section in enumerate(document.data.get("sections", ())):
        for number, item in enumerate(section["items"]):
            line = document.line("sections", place, "items", number, "id")
            options = _options(document.data, item)
            if item["id"] in seen:
                yield error(document.file, line, f"“{item['id']}”写了两次")
            seen.add(item["id"])
            if options is None:
                yield error(document.file, line, f"“{item['id']}”没有选项")
            elif len({option["score"] for option in options}) < len(options):
                yield error(document.file, line, f"“{item['id']}”有两个选项的分数相同")


def _sums(data: dict[str, Any], items: Iterable[dict[str, Any]]) -> set[int]:
    """Every sum that answers to these items can have."""
    sums = {0}
    for item in items:
        sums = {before + option["score"] for before in sums for option in _options(data, item) or ()}
    return sums


def _section_faults(document: Document) -> Iterator[Finding]:
    for place, section in enumerate(document.data["sections"]):
        best = max(_sums(document.data, section["items"]))
        if section["max"] != best:
            line = document.line("sections", place, "max")
            yield error(document.file, line, f"“{section['name']}”满分写的是 {section['max']}，各项合计是 {best}")


def _grading_faults(document: Document) -> Iterator[Finding]:
    data, grading = document.data, document.data["grading"]
    line, sections = document.line("grading"), {section["id"]: section["items"] for section in data["sections"]}
    wanted = ("bands",) if grading["kind"] == "total" else ("row", "columns", "levels", "grades")
    if missing := [name for name in wanted if name not in grading]:
        yield error(document.file, line, f"缺少“{missing[0]}”")
        return
    known = {grade["grade"] for grade in data["grades"]}
    if grading["kind"] == "total":
        every = _sums(data, (item for items in sections.values() for item in items))
        yield from _band_faults(document, ("grading", "bands"), grading["bands"], every)
        if strange := {band["grade"] for band in grading["bands"]} - known:
            yield error(document.file, line, f"没有等级 {min(strange)}")
        return
    if strange := {grading["row"], *grading["columns"]} - (sections.keys() & grading["levels"].keys()):
        yield error(document.file, line, f"没有“{min(strange)}”的分级")
        return
    for name, bands in grading["levels"].items():
        if name in sections:
            yield from _band_faults(document, ("grading", "levels", name), bands, _sums(data, sections[name]))
    yield from _matrix_faults(document, known)


def _band_faults(
    document: Document, keys: tuple[str, ...], bands: Sequence[dict[str, int]], sums: set[int]
) -> Iterator[Finding]:
    """Every possible sum in one band, and better sums never in a worse one."""
    holding = {each: [band for band in bands if band["min"] <= each <= band["max"]] for each in sums}
    if wrong := sorted(each for each, found in holding.items() if len(found) != 1):
        many = "有几个分数段" if holding[wrong[0]] else "没有分数段"
        yield error(document.file, document.line(*keys), f"{wrong[0]} 分{many}")
    ordered = sorted(bands, key=lambda band: band["min"])
    is_better = document.data.get("higher_is", "better") == "better"
    if any((low["grade"] <= high["grade"]) == is_better for low, high in pairwise(ordered)):
        wanted = "分数越高，等级数应越小" if is_better else "分数越高，等级数应越大"
        yield error(document.file, document.line(*keys), wanted)


def _matrix_faults(document: Document, known: set[int]) -> Iterator[Finding]:
    grading, line = document.data["grading"], document.line("grading", "grades")
    rows = grading["grades"]
    columns = {len(grading["levels"][name]) for name in grading["columns"]}
    if len(rows) != len(grading["levels"][grading["row"]]) or {len(row) for row in rows} != {max(columns)}:
        yield error(document.file, line, "组合表的行数、列数应与分级数相同")
        return
    if strange := {grade for row in rows for grade in row} - known:
        yield error(document.file, line, f"没有等级 {min(strange)}")
    if any(a > b for line_ in [*rows, *zip(*rows, strict=True)] for a, b in pairwise(line_)):
        yield error(document.file, line, "组合表中，级别更差的，结果不能更好")


def _adjustment_faults(document: Document) -> Iterator[Finding]:
    data = document.data
    named = {each["id"] for each in data.get("circumstances", ())}
    known = {grade["grade"] for grade in data["grades"]}
    for place, each in enumerate(data.get("adjustments", ())):
        line = document.line("adjustments", place, "id")
        if each["circumstance"] not in named:
            yield error(document.file, line, f"没有情形“{each['circumstance']}”")
        if each["effect"] == "set" and each.get("grade") not in known:
            yield error(document.file, line, "set 要写明定为哪一级（grade）")
        if each["effect"] == "worse" and not each.get("levels"):
            yield error(document.file, line, "worse 要写明加重几级（levels）")
    for place, each in enumerate(data.get("readings", ())):
        if each["default"] not in each["choices"]:
            yield error(document.file, document.line("readings", place, "default"), "默认的读法不在可选之列")


def _screening_faults(document: Document) -> Iterator[Finding]:
    """A situation for every count of either class, and help with more never a way out of applying."""
    if "screening" not in document.data:
        return
    data, line = document.data["screening"], document.line("screening", "outcomes")
    rows, columns = (len(group["items"]) + 1 for group in data["groups"])
    if len(data["outcomes"]) != rows or {len(row) for row in data["outcomes"]} != {columns}:
        yield error(document.file, line, f"应有 {rows} 行、每行 {columns} 种情形")
        return
    open_ = [[name in data["may_apply"] for name in row] for row in data["outcomes"]]
    if any(a and not b for each in [*open_, *zip(*open_, strict=True)] for a, b in pairwise(each)):
        yield error(document.file, line, "要人帮的更多，反而不能申请")
    if strange := set(data["may_apply"]) - {name for row in data["outcomes"] for name in row}:
        yield error(document.file, document.line("screening", "may_apply"), f"没有情形“{min(strange)}”")


def word_faults(document: Document, grades: Mapping[str, Collection[int]]) -> Iterator[Finding]:
    """Local words that point to scales or grades which do not exist; `grades` by scale."""
    for place, entry in enumerate(document.data["words"]):
        line = document.line("words", place, "grades")
        for name, meant in entry["grades"].items():
            if name not in grades:
                yield error(document.file, line, f"没有量表“{name}”")
            elif strange := set(meant) - set(grades[name]):
                yield error(document.file, line, f"{name} 没有等级 {min(strange)}")
