"""The form beside a scale: what may stand in its fields, and what stands there in words.

Every value is text: choices one on a line, rows of a table one on a line with a tab between cells, empty for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yinling.engines.scales.scale import FormField, FormPart

TEXT_LENGTH_MAX = 2_000
ROWS_MAX = 50
NUMBER_MAX = 1_000
FROM_CIRCUMSTANCE = "circumstance."


@dataclass(frozen=True)
class FilledField:
    """A field with what stands in it: one line of words, or several; none for nothing."""

    id: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FilledPart:
    """A heading with its fields."""

    id: str
    name: str
    fields: tuple[FilledField, ...]


def asked_fields(part: FormPart) -> tuple[FormField, ...]:
    """The fields that a form asks; those that follow from a circumstance of the scale are asked there."""
    return tuple(each for each in part.fields if not each.given_by.startswith(FROM_CIRCUMSTANCE))


def form_faults(parts: Iterable[FormPart], given: Mapping[str, object]) -> list[tuple[str, str]]:
    """What cannot stand in the form, with the field and why; what is missing yet is no fault."""
    known = {each.id: each for part in parts for each in asked_fields(part)}
    faults = [(name, f"表中没有“{name}”这一栏") for name in given if name not in known]
    for name, field in known.items():
        value = given.get(name, "")
        why = _fault(field, value) if isinstance(value, str) else "填写的内容不对"
        if why:
            faults.append((name, f"{field.name}：{why}"))
    return faults


def _fault(field: FormField, value: str) -> str:
    if not value:
        return ""
    if len(value) > TEXT_LENGTH_MAX:
        return f"超过 {TEXT_LENGTH_MAX} 字"
    if field.type == "number":
        return "" if _is_number(value) else "应填数字"
    if field.type == "date":
        return "" if _is_date(value) else "应填日期"
    if field.type in ("choice", "choices"):
        chosen = value.split("\n")
        is_right = set(chosen) <= set(field.choices) and (field.type == "choices" or len(chosen) == 1)
        return "" if is_right else "没有这个选项"
    if field.type == "table":
        rows = value.split("\n")
        is_right = len(rows) <= ROWS_MAX and all(len(row.split("\t")) == len(field.choices) for row in rows)
        return "" if is_right else f"每行应有 {len(field.choices)} 格，最多 {ROWS_MAX} 行"
    return ""


def _is_number(text: str) -> bool:
    whole, _, part = text.partition(".")
    digits = whole + part
    return digits.isascii() and digits.isdecimal() and bool(whole) and 0 < float(text) < NUMBER_MAX


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def filled_form(
    parts: Iterable[FormPart], values: Mapping[str, str], circumstances: Mapping[str, object]
) -> tuple[FilledPart, ...]:
    """The whole form in words, fields that follow from circumstances included."""
    return tuple(
        FilledPart(part.id, part.name, tuple(_filled(field, values, circumstances) for field in part.fields))
        for part in parts
    )


def _filled(field: FormField, values: Mapping[str, str], circumstances: Mapping[str, object]) -> FilledField:
    if field.given_by.startswith(FROM_CIRCUMSTANCE):
        told = circumstances.get(field.given_by.removeprefix(FROM_CIRCUMSTANCE))
        lines: Iterable[str] = _of_count(field, told)
    elif field.type == "table":
        lines = _of_rows(field, values.get(field.id, ""))
    else:
        lines = (line for line in values.get(field.id, "").split("\n") if line)
    return FilledField(field.id, field.name, tuple(lines))


def _of_count(field: FormField, told: object) -> tuple[str, ...]:
    """A yes, a no or a number as one of the field's choices; from the last choice on it is `or more`."""
    if not isinstance(told, int) or told < 0:
        return ()
    return (field.choices[min(int(told), len(field.choices) - 1)],)


def _of_rows(field: FormField, text: str) -> Iterator[str]:
    for row in filter(None, text.split("\n")):
        cells = zip(field.choices, row.split("\t"), strict=False)
        yield "，".join(f"{name} {cell}" for name, cell in cells if cell)
