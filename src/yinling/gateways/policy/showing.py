"""Prints a pack for a person: status, clauses, programmes in words, standards, plan, targets, open questions."""

from collections.abc import Callable
from decimal import Decimal

from yinling.gateways.policy import reading, shapes
from yinling.gateways.policy.columns import pad, paragraph, table, width
from yinling.gateways.policy.divisions import divisions
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.showing_programmes import overlaps, programmes
from yinling.kernel.money import format_yuan

LEGAL_STATUS = {"issued": "已印发", "draft": "征求意见稿", "practice": "参考做法，由各地决定是否采用"}
COVERAGE = {"modelled": "已做成", "partial": "部分做成", "not_software": "不属软件"}
COUNTS = {"working_days": "个工作日", "calendar_days": "个自然日"}
KINDS = {"rate": "比例", "count": "数量", "cumulative": "累计数", "milestone": "里程碑"}
PERIODS = {"stock": "年末", "year": "全年", "month": "每月"}
OPERATORS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝", "≈": "约", "between": ""}
BLANK = "（空白）"
INDENT = "    "


def show(pack: str, columns: int = 100) -> str:
    """The whole pack as text of at most `columns` (at least 60). Raises UnknownPack, PolicyFault."""
    columns = max(60, columns)
    sections: list[tuple[str, Callable[[str, int], list[str]]]] = [
        ("条文", _clauses),
        ("补贴与待遇", programmes),
        ("重叠与排除", overlaps),
        ("办事流程", _procedures),
        ("产品服务包与入户评估", _adaptation),
        ("服务目录", _services),
        ("设施标准", _facilities),
        ("目标", _targets),
        ("任务分解", _decomposition),
        ("年度计划", _plan),
        ("做到哪一步", _coverage),
        ("待定问题", _open_questions),
    ]
    lines = _heading(pack, columns)
    shown = [(title, body) for title, section in sections if (body := section(pack, columns))]
    for number, (title, body) in enumerate(shown, 1):
        lines += ["", f"{number}. {title}", "─" * (width(f"{number}. {title}")), *body]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(pack: str, columns: int) -> list[str]:
    about = reading.load_pack(pack)
    names = divisions(policy_root())
    notes = about.notes
    rows = [
        ("政策包", about.id),
        ("题名", about.title),
        ("文号", about.number or f"无（{notes.get('number', '文件没有写明')}）"),
        ("印发", f"{about.issuer}，{about.issued_on or '日期不详'}" + _noted(notes.get("issued_on"))),
        ("施行", f"自 {about.in_force_from} 起" + _noted(notes.get("in_force_from"))),
        ("失效", str(about.in_force_until or "未写明") + _noted(notes.get("in_force_until"))),
        ("效力", LEGAL_STATUS[about.legal_status]),
        ("区划", f"{names.get(about.area, '')}（{about.area}）" if about.area else "不限地区"),
        ("规划期", f"{about.horizon_from}—{about.horizon_until}年"),
        *(("依据" if not n else "", basis) for n, basis in enumerate(about.bases)),
    ]
    lines = ["═" * min(columns, width(about.short_title)), about.short_title]
    lines += ["═" * min(columns, width(about.short_title)), ""]
    for name, text in rows:
        head, *tail = paragraph(text, columns - 8)
        lines += [pad(name, 8) + head, *(" " * 8 + line for line in tail)]
    return lines


def _noted(note: str | None) -> str:
    return f"（{note}）" if note else ""


def _clauses(pack: str, columns: int) -> list[str]:
    lines = []
    for clause in reading.load_clauses(pack).values():
        lines += paragraph(f"{pad(clause.id, 6)}  {clause.heading}  〔{clause.place}〕", columns)
        lines += paragraph(f"“{clause.quote}”", columns, " " * 8)
        lines += paragraph(f"责任单位：{'、'.join(clause.responsible)}", columns, " " * 8)
        if clause.numbers:
            lines += paragraph(f"硬数字：{'；'.join(clause.numbers)}", columns, " " * 8)
    return lines


def _procedures(pack: str, columns: int) -> list[str]:
    names = sorted(file.stem for file in (reading.folder(pack) / "procedures").glob("*.yaml"))
    return [line for name in names for line in _procedure(reading.load_procedure(pack, name), columns)]


def _procedure(procedure: shapes.Procedure, columns: int) -> list[str]:
    lines = [f"{procedure.name}（{'、'.join(procedure.clauses)}）"]
    steps = [(step.name, step.actor, _limit(step), step.starts, _verified(step)) for step in procedure.steps]
    lines += table([("步骤", "由谁", "期限", "起算", "出处"), *steps], columns)
    lines += paragraph(f"渠道：{'；'.join(channel.name for channel in procedure.channels)}", columns)
    return lines + paragraph(f"材料：{'；'.join(paper.name for paper in procedure.papers)}", columns)


def _limit(step: shapes.Step) -> str:
    return f"{step.days}{COUNTS[step.count]}" if step.days else "不设期限"


def _verified(step: shapes.Step) -> str:
    return step.source if step.verified else f"未核实：{step.source}"


def _adaptation(pack: str, columns: int) -> list[str]:
    lines = [line for package in reading.load_packages(pack) for line in _package(package, columns)]
    rooms: dict[str, list[str]] = {}
    for item in reading.load_risk_items(pack):
        rooms.setdefault(item.room, []).append(item.name + ("" if item.verified else "*"))
    for room, names in rooms.items():
        lines += paragraph(f"{room}：{'、'.join(names)}", columns)
    return [*lines, "（* 平台默认值，未核实）"] if rooms else lines


def _package(package: shapes.Package, columns: int) -> list[str]:
    price = "" if package.price_fen is None else f"{format_yuan(package.price_fen)}元  "
    return paragraph(f"{package.name}（{package.clause}）  {price}{package.note}", columns)


def _services(pack: str, columns: int) -> list[str]:
    groups: dict[str, list[shapes.Service]] = {}
    for service in reading.load_services(pack):
        groups.setdefault(service.category_name, []).append(service)
    if not groups:
        return []
    rows = [
        (name, str(len(items)), "、".join(f"{item.number} {item.name}" for item in items))
        for name, items in groups.items()
    ]
    total = sum(map(len, groups.values()))
    return [f"{len(groups)}大类{total}个项目", *table([("大类", "项", "项目"), *rows], columns)]


def _facilities(pack: str, columns: int) -> list[str]:
    kinds = reading.load_facilities(pack).kinds
    lines = [line for kind in kinds if kind.standards for line in _kind(kind, columns)]
    plain = [kind.name for kind in kinds if not kind.standards]
    return lines + (paragraph(f"没有写明标准的：{'、'.join(plain)}", columns) if plain else [])


def _kind(kind: shapes.FacilityKind, columns: int) -> list[str]:
    lines = [kind.name]
    for item in kind.standards:
        text = f"{item.clause}  {_standard(item)}  {item.applies_to}。原文“{item.quote}”"
        lines += paragraph(text, columns, INDENT)
    return lines


def _standard(item: shapes.Standard) -> str:
    upper = f"—{item.value_max}" if item.value_max is not None else ""
    hedge = f"（{item.hedge}；允许相差多少未写明）" if item.hedge and not item.tolerance else ""
    return f"{OPERATORS[item.operator]}{item.value}{upper}{item.unit}{hedge}"


def _targets(pack: str, columns: int) -> list[str]:
    indicators, targets = reading.load_indicators(pack), reading.load_targets(pack)
    area = reading.load_pack(pack).area
    years = sorted({target.year for target in targets})
    cells = {(target.indicator, target.year): target for target in targets if target.area == area}
    rows = [
        (
            each.id,
            PERIODS[each.period] + KINDS[each.kind],
            *(_target(cells.get((each.id, year))) for year in years),
            each.name,
        )
        for each in indicators.values()
    ]
    if not rows:
        return []
    filled = sum(target.value is not None for target in targets)
    counted = f"共{len(targets)}格：{filled}格有目标，{len(targets) - filled}格空白；下表是全区（市）一级"
    heading = ("指标", "种类", *(f"{year}年" for year in years), "名称")
    numeric = frozenset(range(2, 2 + len(years)))
    return [counted, *table([heading, *rows], columns, numeric=numeric)]


def _target(target: shapes.Target | None) -> str:
    if target is None:
        return "—"
    if target.value is None:
        return BLANK
    if target.unit == "项":
        return target.printed
    return f"{OPERATORS[target.operator]}{_plain(target.value)}{target.unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _decomposition(pack: str, columns: int) -> list[str]:
    found = reading.load_decomposition(pack)
    if found is None:
        return []
    letters = [chr(ord("A") + n) for n in range(len(found.columns))]
    lines = [f"{found.title}（{found.clause}）"]
    lines += [f"  {letter}  {title}" for letter, title in zip(letters, found.columns.values(), strict=True)]
    rows = [_decomposition_line(row, list(found.columns)) for row in (*found.rows, found.total)]
    numeric = frozenset(range(1, 1 + len(letters)))
    return [*lines, *table([("单位", *letters), *rows], columns, numeric=numeric)]


def _decomposition_line(row: shapes.DecompositionRow, names: list[str]) -> tuple[str, ...]:
    cells = ("" if row.figures[name] is None else str(row.figures[name]) for name in names)
    notes = (row.notes.get(name) for name in names)
    return row.printed, *(cell + _noted(note) for cell, note in zip(cells, notes, strict=True))


def _plan(pack: str, columns: int) -> list[str]:
    plan = reading.load_plan(pack)
    lines = []
    for project in plan.projects:
        lines.append(f"{project.year}年  {project.name}  {project.count}{project.unit}（{project.clause}）")
        lines += paragraph(_sites(project), columns, INDENT)
    lines += [line for quota in plan.quotas for line in _quota(quota, columns)]
    stages = "；".join(f"{stage.name} {stage.from_month}至{stage.until_month}" for stage in plan.stages)
    return lines + (paragraph(f"阶段：{stages}", columns) if stages else [])


def _sites(project: shapes.Project) -> str:
    named = "、".join(site.printed for site in project.sites)
    return named + ("（具体地点未写明）" if not any(site.sited for site in project.sites) else "")


def _quota(quota: shapes.Quota, columns: int) -> list[str]:
    names = divisions(policy_root())
    towns = "、".join(names.get(area, area) for area in quota.areas)
    years = f"{quota.from_year}—{quota.until_year}年"
    text = f"范围：{towns}各{quota.least}—{quota.most}，{years}合计。原文“{quota.printed}”"
    return paragraph(text + _noted("、".join(quota.readings)), columns)


def _coverage(pack: str, columns: int) -> list[str]:
    rows = [
        (COVERAGE[each.status], _span(each.clauses), f"{each.subject}：{each.note}{_carried(each)}")
        for each in reading.load_pack(pack).coverage
    ]
    return table([("程度", "条文", "内容"), *rows], columns)


def _carried(entry: shapes.Coverage) -> str:
    """The rules of the catalogue an entry answers for, and the programmes that carry them."""
    rules, programmes = "、".join(entry.requirements), "、".join(entry.programmes)
    return _noted(f"{rules}" + (f" → {programmes}" if programmes else "")) if rules else ""


def _span(clauses: tuple[str, ...]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{clauses[0]} 等{len(clauses)}条"


def _open_questions(pack: str, columns: int) -> list[str]:
    lines = []
    for each in reading.load_pack(pack).open_questions:
        lines += paragraph(f"{each.id}（{'、'.join(each.clauses)}）{each.question}", columns)
        lines += paragraph(f"→ {each.reading}", columns, INDENT)
    return lines
