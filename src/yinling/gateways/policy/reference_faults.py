"""What a pack refers to must exist: clauses, areas, open questions, indicators; and nothing may stand twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from yinling.gateways.policy.contents import Contents
from yinling.gateways.policy.findings import Finding, error, warning
from yinling.gateways.policy.lines import Document, Keys
from yinling.kernel import area

_CLAUSE_KEYS, _AREA_KEYS = ("clause", "clauses"), ("area", "areas", "total_area")
_READING_KEYS, _IDENTITY = ("reading", "readings", "question"), ("id", "code", "number")


def reference_faults(contents: Contents, names: dict[str, str]) -> Iterator[Finding]:
    """Faults of reference and identity; `names` are the area names by code."""
    for document in contents.documents.values():
        for keys, value in _walk(document.data, ()):
            yield from _reference_faults(contents, names, document, keys, value)
            yield from _twice(document, keys, value)
    yield from _indicator_faults(contents)
    yield from _table_faults(contents, names)
    yield from _named_faults(contents, names)
    if "pack.yaml" in contents.documents:
        yield from _date_faults(contents.documents["pack.yaml"], contents)


def _walk(value: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    yield keys, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _walk(part, (*keys, key))


def _listed(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _reference_faults(
    contents: Contents, names: dict[str, str], document: Document, keys: Keys, value: Any
) -> Iterator[Finding]:
    key, place = (keys[-1], document.line(*keys)) if keys else ("", 1)
    if key in _CLAUSE_KEYS and not (key == "clauses" and document.file.name == "clauses.yaml"):
        missing = [item for item in _listed(value) if not _has_clause(contents, item)]
        yield from (error(document.file, place, f"clauses.yaml 中没有条文“{item}”") for item in missing)
    elif key in _AREA_KEYS and value != "":  # a pack of no one place has an empty area
        faults = (_area_fault(contents, names, item) for item in _listed(value))
        yield from (error(document.file, place, fault) for fault in faults if fault)
    elif key in _READING_KEYS and document.file.name != "pack.yaml":
        rules = _requirements(contents) if document.file.name == "overlaps.yaml" else set()
        missing = [item for item in _listed(value) if item not in rules and not _has_question(contents, item)]
        yield from (error(document.file, place, f"pack.yaml 中没有待定问题“{item}”") for item in missing)


def _has_clause(contents: Contents, clause: str) -> bool:
    known = {entry["id"] for entry in contents.entries("clauses.yaml", "clauses")}
    return clause in known or not contents.is_whole("clauses.yaml")


def _has_question(contents: Contents, question: str) -> bool:
    known = {entry["id"] for entry in contents.entries("pack.yaml", "open_questions")}
    return question in known or not contents.is_whole("pack.yaml")


def _requirements(contents: Contents) -> set[str]:
    return {each for entry in contents.entries("pack.yaml", "coverage") for each in entry.get("requirements", [])}


def _area_fault(contents: Contents, names: dict[str, str], code: str) -> str:
    if code not in names:
        return f"区划表中没有代码“{code}”"
    pack = contents.documents.get("pack.yaml")
    if pack and not area.contains(pack.data["area"], code):
        return f"{names[code]}（{code}）不在本包的区划 {pack.data['area']} 之内"
    return ""


def _twice(document: Document, keys: Keys, value: Any) -> Iterator[Finding]:
    """Entries of one list that share an id, a code or a number."""
    if not (isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value)):
        return
    for name in _IDENTITY:
        seen: set[str] = set()
        for n, entry in enumerate(value):
            if str(entry.get(name)) in seen:
                yield error(document.file, document.line(*keys, n), f"{name} “{entry[name]}”重复")
            seen |= {str(entry[name])} if name in entry else set()


def _indicator_faults(contents: Contents) -> Iterator[Finding]:
    found = list(contents.indicators())
    counts = Counter(entry["id"] for _, _, entry in found)
    files: dict[str, Any] = {}
    for document, n, entry in found:
        first = files.setdefault(entry["id"], document.file)
        if counts[entry["id"]] > 1 and first != document.file:
            yield error(document.file, document.line("indicators", n), f"指标“{entry['id']}”已在 {first.name} 中定义")


def _table_faults(contents: Contents, names: dict[str, str]) -> Iterator[Finding]:
    units = {entry["id"]: entry["unit"] for _, _, entry in contents.indicators()}
    for table, identity in (("targets.csv", ("indicator", "area", "year")), ("decomposition.csv", ("area",))):
        seen: dict[tuple[str, ...], int] = {}
        for row in contents.tables.get(table, ()):
            key = tuple(row[column] for column in identity)
            if key in seen:
                yield error(row.file, row.line, f"与第 {seen[key]} 行重复：{'，'.join(key)}")
            seen.setdefault(key, row.line)
            if fault := _area_fault(contents, names, row["area"]):
                yield error(row.file, row.line, fault)
    for row in contents.tables.get("targets.csv", ()):
        for message in _unknown_in(row.cells, units, contents):
            yield error(row.file, row.line, message)
        for message in _misprints(row.cells):
            yield error(row.file, row.line, message)


def _unknown_in(cells: dict[str, str], units: dict[str, str], contents: Contents) -> Iterator[str]:
    indicator = cells["indicator"]
    if indicator not in units and contents.is_whole("indicators/"):
        yield f"没有定义指标“{indicator}”"
    elif cells["unit"] != units.get(indicator, cells["unit"]):
        yield f"单位“{cells['unit']}”与指标定义的“{units[indicator]}”不一致"
    if not _has_clause(contents, cells["clause"]):
        yield f"clauses.yaml 中没有条文“{cells['clause']}”"


def _misprints(cells: dict[str, str]) -> Iterator[str]:
    """Where a target's value does not fit the words of the document beside it."""
    value, printed = cells["value"], cells["printed"]
    if not value and printed:
        yield f"原文是“{printed}”，目标值却是空白"
    if value and not printed:
        yield f"原文是空白，目标值却是{value}"
    bare = printed.removesuffix(cells["unit"])
    if bare.isascii() and bare.isdigit() and value and bare != value:
        yield f"原文是“{printed}”，目标值却是{value}"
    if cells["unit"] == "%" and value and float(value) > 100:
        yield f"百分比不能超过100，现在是{value}"


def _named_faults(contents: Contents, names: dict[str, str]) -> Iterator[Finding]:
    """A printed place name that does not fit the area code beside it."""
    for row in contents.tables.get("decomposition.csv", ()):
        name = names.get(row["area"], "")
        if len(row["area"]) == 9 and not name.startswith(row["printed"]):
            yield error(row.file, row.line, f"“{row['printed']}”与区划代码 {row['area']}（{name}）不符")
    document = contents.documents.get("plan.yaml")
    for p, project in enumerate(contents.entries("plan.yaml", "projects")):
        for s, site in enumerate(project["sites"]):
            town = names.get(site["area"][:9], "")
            if document and len(site["area"]) >= 9 and town not in site["printed"]:
                line = document.line("projects", p, "sites", s)
                yield error(document.file, line, f"“{site['printed']}”与区划代码 {site['area']}（{town}）不符")


def _date_faults(pack: Document, contents: Contents) -> Iterator[Finding]:
    data = pack.data
    issued, starts, ends = (_day(data[key]) for key in ("issued_on", "in_force_from", "in_force_until"))
    if data["id"] != contents.folder.name:
        yield error(pack.file, pack.line("id"), f"id “{data['id']}”与文件夹名“{contents.folder.name}”不同")
    if ends and starts and ends <= starts:
        yield error(pack.file, pack.line("in_force_until"), f"失效日{ends}不晚于施行日{starts}")
    if issued and starts and starts < issued:
        yield warning(pack.file, pack.line("in_force_from"), f"施行日{starts}早于印发日{issued}，请确认是否追溯")
    first, last = data["horizon"]["from"], data["horizon"]["until"]
    if first > last:
        yield error(pack.file, pack.line("horizon"), f"规划期始于{first}年，却止于{last}年")
    for row in contents.tables.get("targets.csv", ()):
        if not first <= int(row["year"]) <= last:
            yield error(row.file, row.line, f"{row['year']}年不在规划期{first}—{last}年之内")
    yield from _plan_date_faults(contents, first, last)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(value)


def _plan_date_faults(contents: Contents, first: int, last: int) -> Iterator[Finding]:
    plan = contents.documents.get("plan.yaml")
    if not plan:
        return
    for n, project in enumerate(plan.data["projects"]):
        if not first <= project["year"] <= last:
            yield error(plan.file, plan.line("projects", n, "year"), f"{project['year']}年不在规划期之内")
        total = sum(site["count"] for site in project["sites"])
        if total != project["count"]:
            line = plan.line("projects", n, "count")
            yield error(plan.file, line, f"写明{project['count']}{project['unit']}，各处相加是{total}")
    for n, quota in enumerate(plan.data["quotas"]):
        if quota["least"] > quota["most"] or quota["from_year"] > quota["until_year"]:
            yield error(plan.file, plan.line("quotas", n), "范围的下限大于上限")
    for n, stage in enumerate(plan.data["stages"]):
        if stage["from_month"] > stage["until_month"]:
            yield error(plan.file, plan.line("stages", n), f"“{stage['name']}”的开始晚于结束")
