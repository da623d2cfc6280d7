"""What is wrong with a day as given, in Chinese and by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

FAULTS_MAX = 20
TYPES = {"string": "文字", "integer": "整数", "number": "数", "array": "列表", "object": "一组字段"}


class BadDay(Exception):
    """A day that cannot be planned; `faults` are sentences in Chinese that name the fields."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


def demand_shape(schema: Mapping[str, Any], day: object) -> None:
    """Raises BadDay if the day has not the shape of the schema."""
    found = sorted(Draft202012Validator(schema).iter_errors(day), key=lambda each: [str(part) for part in each.path])
    if found:
        raise BadDay([_sentence(error) for error in found[:FAULTS_MAX]])


def _sentence(error: ValidationError) -> str:
    return f"{_field(error)}：{_what(error)}"


def _field(error: ValidationError) -> str:
    text = ""
    for part in error.absolute_path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "整个文件"


def _what(error: ValidationError) -> str:
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            return f"缺少字段 {'、'.join(missing)}"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            return f"不认识的字段 {'、'.join(name for name in error.instance if name not in known)}"
        case "type":
            return f"应为{TYPES.get(str(wanted), str(wanted))}"
        case "enum":
            return f"应为 {'、'.join(map(str, wanted))} 之一"
        case "minimum" | "exclusiveMinimum":
            return f"不得小于 {wanted}"
        case "maximum":
            return f"不得大于 {wanted}"
        case "pattern":
            return f"“{error.instance}”的格式不对{_hint(error)}"
        case _:
            return f"不符合要求（{error.validator}）"


def _hint(error: ValidationError) -> str:
    hint = error.schema.get("description", "")
    return f"（{hint}）" if hint else ""


def duplicates(day: Mapping[str, Any]) -> Iterator[str]:
    """Ids used twice, and references to what is not there."""
    for kind in ("visits", "carers"):
        seen: set[str] = set()
        for place, each in enumerate(day[kind]):
            if each["id"] in seen:
                yield f"{kind}[{place}].id：“{each['id']}”重复"
            seen.add(each["id"])
    visits, carers = ({each["id"] for each in day[kind]} for kind in ("visits", "carers"))
    for place, link in enumerate(day.get("links", [])):
        for end in ("first", "second"):
            if link[end] not in visits:
                yield f"links[{place}].{end}：没有编号为“{link[end]}”的服务"
        if link.get("gap_minutes_min", 0) > link.get("gap_minutes_max", 1440):
            yield f"links[{place}].gap_minutes_min：不得大于 gap_minutes_max"
    for place, visit in enumerate(day["visits"]):
        yield from _visit(place, visit, carers)


def _visit(place: int, visit: Mapping[str, Any], carers: set[str]) -> Iterator[str]:
    if visit["from"] > visit["until"]:
        yield f"visits[{place}].until：早于 from"
    fixed = visit.get("fixed")
    if fixed and len(fixed["carers"]) != visit.get("carers", 1):
        yield f"visits[{place}].fixed.carers：应有 {visit.get('carers', 1)} 名护理员"
    for name in fixed["carers"] if fixed else []:
        if name not in carers:
            yield f"visits[{place}].fixed.carers：没有编号为“{name}”的护理员"


def spots(day: Mapping[str, Any]) -> Iterator[str]:
    """Visits and carers without a place, shifts that end before they start, matrices that do not fit."""
    matrix = day.get("travel", {}).get("matrix")
    known = set(matrix["places"]) if matrix else set()
    for kind in ("visits", "carers"):
        for place, each in enumerate(day[kind]):
            if matrix and each.get("place") not in known:
                yield f"{kind}[{place}].place：方阵里没有这个地点"
            elif not matrix and not {"longitude", "latitude"} <= set(each):
                yield f"{kind}[{place}]：缺少字段 longitude、latitude"
    for place, carer in enumerate(day["carers"]):
        for number, shift in enumerate(carer["shifts"]):
            if shift["from"] >= shift["until"]:
                yield f"carers[{place}].shifts[{number}].until：不晚于 from"
        if matrix and carer["mode"] not in matrix["minutes"]:
            yield f"carers[{place}].mode：方阵里没有这种出行方式"
        ordered = sorted(carer["shifts"], key=lambda shift: str(shift["from"]))
        if any(two["from"] < one["until"] for one, two in zip(ordered, ordered[1:], strict=False)):
            yield f"carers[{place}].shifts：班次互相重叠"
    for mode, rows in (matrix["minutes"] if matrix else {}).items():
        if len(rows) != len(known) or any(len(row) != len(known) for row in rows):
            yield f"travel.matrix.minutes.{mode}：应为 {len(known)} 行 {len(known)} 列"
