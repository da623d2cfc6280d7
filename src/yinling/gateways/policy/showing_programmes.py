"""Prints a pack's programmes for a person: who is decided, what is given and when, conditions, tiers, numbers."""

from collections.abc import Iterator

from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Cycle, Row, Rule
from yinling.gateways.policy.columns import paragraph, table
from yinling.gateways.policy.programmes import load_overlaps, load_parameters, load_programme, programme_ids
from yinling.kernel.money import format_yuan

HIT_POLICY = {"first": "取第一个符合的", "max": "取最高的一档", "sum": "各档相加"}
SUBJECTS = {"request": "每次申请", "person": "人", "household": "户", "provider": "机构", "staff": "从业人员"}
KINDS = {
    "money": "钱",
    "voucher": "消费券额度",
    "goods": "实物",
    "service": "服务",
    "card": "证卡",
    "right": "权利",
    "list": "列入名单",
}
ENTRIES = {"application": "凭申请", "automatic": "免申即享", "on_demand": "需要时享受，不必登记"}
PERIODS = {"month": "每月", "quarter": "每季", "year": "每年", "once": "一次"}
COUNTED = {"month_start": "按月初的情况计整月", "month_end": "按月末的情况计整月", "each_day": "按天计"}
PAUSES = {
    "hospital": "住院", "away": "外出", "institution": "入住养老机构", "life_check_overdue": "生存认证逾期",
}  # fmt: skip
OVERLAP_RULES = {"first": "前面的给了，后面的不再给", "best": "只给最高的一项", "reduce": "后面的减去前面已给的"}
INDENT = "    "


def programmes(pack: str, columns: int) -> list[str]:
    """Every programme of a pack."""
    parameters = load_parameters(pack)
    ids = programme_ids(pack)
    return [line for each in ids for line in _programme(load_programme(pack, each), parameters, columns)]


def _programme(rule: Rule, parameters: dict[str, Parameter], columns: int) -> list[str]:
    until = f"至 {rule.until}" if rule.until else "，失效日未写明"
    title = f"{rule.name}（{rule.id}，{rule.clause}，自 {rule.from_} 起{until}）"
    lines = [*paragraph(title, columns), *paragraph(_given(rule), columns, "  "), "  条件"]
    lines += table(
        [("编号", "条文", "内容"), *((each.id, each.clause, each.words) for each in rule.conditions)], columns
    )
    lines += ["", f"  档次（{HIT_POLICY[rule.hit_policy]}）"]
    lines += table(
        [("档次", "条文", "内容"), *((each.id, each.clause, each.words + _values(each)) for each in rule.rows)], columns
    )
    lines += [*_numbers(rule, parameters, columns), *_options(rule, columns)]
    return [*lines, ""]


def _given(rule: Rule) -> str:
    what = KINDS[rule.gives.kind] + (f"（{rule.gives.words}）" if rule.gives.words else "")
    parts = [f"对象：{SUBJECTS[rule.subject]}", f"给：{what}", f"办法：{ENTRIES[rule.entry]}"]
    return "；".join([*parts, *_period(rule.cycle)])


def _period(cycle: Cycle | None) -> Iterator[str]:
    if cycle is None:
        return
    yield f"周期：{PERIODS[cycle.every]}，{COUNTED[cycle.counted_on]}"
    if cycle.pauses:
        yield f"暂停：{'、'.join(PAUSES.get(each, each) for each in cycle.pauses)}"
    if cycle.life_check_months:
        yield f"每{cycle.life_check_months}个月做一次生存认证"


def _values(row: Row) -> str:
    """The parameters from which a row takes its values; its numbers stand in its words."""
    return f"（{'、'.join(f'{name}＝{parameter}' for name, parameter in row.named.items())}）" if row.named else ""


def _numbers(rule: Rule, parameters: dict[str, Parameter], columns: int) -> list[str]:
    used = [parameters[name] for name in sorted(rule.parameters) if name in parameters]
    return ["", "  用到的数", *table([("编号", "现值", "含义"), *map(_parameter, used)], columns)] if used else []


def _parameter(parameter: Parameter) -> tuple[str, str, str]:
    note = f"（{parameter.note}）" if parameter.note else ""
    if not parameter.values:
        return parameter.id, "待公布", parameter.label + note
    last = parameter.values[-1]
    value = format_yuan(last.value) if parameter.type == "money" else str(last.value)
    return parameter.id, f"{value}{parameter.unit}", parameter.label + note


def _options(rule: Rule, columns: int) -> list[str]:
    lines = ["", "  文件没有说清的读法"] if rule.options else []
    for option in rule.options:
        lines += paragraph(f"{option.question}  {option.words}", columns, INDENT)
        for choice, words in option.choices.items():
            default = "（默认）" if choice == option.default else ""
            lines += paragraph(f"{option.id}={choice}{default}：{words}", columns, INDENT * 2)
    return lines


def overlaps(pack: str, columns: int) -> list[str]:
    """What a pack's programmes exclude or reduce of each other."""
    names = {each: load_programme(pack, each).name for each in programme_ids(pack)}
    return [line for each in load_overlaps(pack) for line in _overlap(each, names, columns)]


def _overlap(overlap: Overlap, names: dict[str, str], columns: int) -> list[str]:
    order = " → ".join(names.get(each, each) for each in overlap.programmes)
    reading = f"；{overlap.reading}" if overlap.reading else ""
    lines = paragraph(f"{overlap.need}（{overlap.id}，{overlap.clause}{reading}）：{overlap.words}", columns)
    return lines + paragraph(f"{OVERLAP_RULES[overlap.rule]}：{order}", columns, INDENT)
