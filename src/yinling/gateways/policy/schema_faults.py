"""The shape of a YAML file against its JSON Schema, with faults in plain Chinese at the line where they stand."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Document

_SCHEMAS = Path(__file__).parent / "schemas"
_TYPES = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "true 或 false",
    "array": "列表", "object": "键值表", "null": "null",
}  # fmt: skip
_REASONS = {
    "type": "应是{wanted}，现在是“{value}”",
    "enum": "只能是{wanted}，现在是“{value}”",
    "const": "应是“{wanted}”，现在是“{value}”",
    "format": "不是真实的日期：“{value}”",
    "pattern": "格式不对：“{value}”",
    "minimum": "不能小于{wanted}，现在是{value}",
    "maximum": "不能大于{wanted}，现在是{value}",
    "minLength": "不能为空",
    "minItems": "至少要有{wanted}项",
    "minProperties": "至少要有{wanted}项",
}


def _file(schema: str) -> Path:
    return _SCHEMAS / f"{schema}.schema.json"


@cache
def _validator(schema: str) -> Draft202012Validator:
    body = json.loads(_file(schema).read_text(encoding="utf-8"))
    return Draft202012Validator(body, format_checker=FormatChecker())


def schema_faults(document: Document, schema: str) -> list[Finding]:
    """Every place where `document` departs from the schema of that name; none if no such schema is written."""
    if not _file(schema).exists():
        return []
    found = faults_by_place(document.data, schema)
    return sorted({error(document.file, document.line(*keys), message) for keys, message in found})


def faults_by_place(data: Any, schema: str) -> list[tuple[tuple[str | int, ...], str]]:
    """Every fault of data that stand in no file yet, with the keys that lead to it, in the order of places."""
    found = (_deepest(fault) for fault in _validator(schema).iter_errors(_as_json(data)))
    told = {(keys, message) for fault in found for keys, message in _told(fault)}
    return sorted(told, key=lambda one: ([f"{key:09}" if isinstance(key, int) else key for key in one[0]], one[1]))


def _as_json(data: Any) -> Any:
    """The data with dates as ISO text, which is how JSON Schema knows them."""
    if isinstance(data, dict):
        return {str(key): _as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_json(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _deepest(fault: ValidationError) -> ValidationError:
    """The fault that explains an `anyOf`: that of the branch which is not `null`."""
    branches = [inner for inner in fault.context or () if inner.validator_value != "null"]
    return _deepest(branches[0]) if fault.validator == "anyOf" and branches else fault


def _told(fault: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    place = tuple(fault.absolute_path)
    if fault.validator == "required":
        missing = [name for name in fault.validator_value if name not in fault.instance]
        yield from ((place, f"缺少“{name}”") for name in missing)
    elif fault.validator == "additionalProperties":
        surplus = [name for name in fault.instance if name not in fault.schema.get("properties", {})]
        yield from (((*place, name), f"不认识的项“{name}”") for name in surplus)
    else:
        yield place, f"{_name(place)}{_reason(fault)}"


def _name(place: tuple[str | int, ...]) -> str:
    words = [part for part in place if isinstance(part, str)]
    return f"“{words[-1]}”" if words else "文件"


def _reason(fault: ValidationError) -> str:
    wanted: Any = fault.validator_value
    if isinstance(wanted, list):
        wanted = "、".join(_TYPES.get(str(each), str(each)) for each in wanted)
    reason = _REASONS.get(str(fault.validator), "不符合要求")
    return reason.format(value=fault.instance, wanted=_TYPES.get(str(wanted), wanted))
