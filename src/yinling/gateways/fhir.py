"""Scales and signed sheets as HL7 FHIR R5 resources, plain values for JSON; nothing is looked up or sent here.

There is no Chinese profile of these forms, so the canonical addresses are our own (`urn:yinling:…`). The score of an
option is its `itemWeight`, as R5 has it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yinling.engines.scales.forms import asked_fields
from yinling.engines.scales.scale import BOOLEAN, Circumstance, FormField, FormPart, Item, Scale

Json = dict[str, Any]

WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
READ_ONLY_TYPES = {"total": "integer", "initial_grade": "coding", "adjustments": "coding", "final_grade": "coding"}
RESULT_WORDS = {"total": "总分", "initial_grade": "初步等级", "adjustments": "等级变更依据", "final_grade": "最终等级"}
FIELD_TYPES = {
    "text": "text", "date": "date", "number": "decimal", "choice": "coding", "choices": "coding", "table": "group",
}  # fmt: skip


@dataclass(frozen=True)
class SignedSheet:
    """What a response is made of. `digest` names the text of the scale by which it was graded; no name of a person."""

    number: str
    person_id: int
    digest: str
    signed_at: datetime
    assessors: tuple[str, ...]
    answers: Mapping[str, int]
    circumstances: Mapping[str, int]
    basics: Mapping[str, str]
    total: int | None
    initial_grade: int | None
    final_grade: int
    adjustments: tuple[str, ...]


def canonical(scale: Scale) -> str:
    """The address of a scale's questionnaire, without version."""
    return f"urn:yinling:questionnaire:{scale.id}"


def questionnaire(scale: Scale) -> Json:
    """A scale as a Questionnaire: form beside it, circumstances, items with weights, and the result to read."""
    return {
        "resourceType": "Questionnaire",
        "id": scale.id,
        "url": canonical(scale),
        "version": scale.digest,
        "name": re.sub(r"\W", "_", scale.id).capitalize(),
        "title": f"{scale.title}（{scale.number}）",
        "status": "active" if scale.verified else "draft",
        "subjectType": ["Patient"],
        "description": scale.note or f"{scale.title}，依据 {scale.number}",
        "item": [
            *(_part(scale, part) for part in scale.basics),
            *_circumstances(scale),
            *(_group(s.id, s.name, (_scored(scale, item) for item in s.items)) for s in scale.sections),
            _group("result", "评估结果", _results(scale)),
        ],
    }


def _group(link: str, text: str, items: Iterable[Json]) -> Json:
    return {"linkId": link, "text": text, "type": "group", "item": list(items)}


def _scored(scale: Scale, item: Item) -> Json:
    weighed = [
        _coding(scale, item.id, option.score, option.words)
        | {"extension": [{"url": WEIGHT, "valueDecimal": option.score}]}
        for option in item.options
    ]
    return _coded(item.id, item.name, weighed) | {"required": True}


def _coded(link: str, text: str, codings: Iterable[Json]) -> Json:
    options = [{"valueCoding": coding} for coding in codings]
    return {
        "linkId": link, "text": text, "type": "coding", "answerConstraint": "optionsOnly", "answerOption": options,
    }  # fmt: skip


def _coding(scale: Scale, name: str, code: object, words: str) -> Json:
    return {"system": f"urn:yinling:scale:{scale.id}:{name}", "code": str(code), "display": words}


def _part(scale: Scale, part: FormPart) -> Json:
    return _group(part.id, part.name, (_field(scale, field) for field in asked_fields(part)))


def _field(scale: Scale, field: FormField) -> Json:
    if field.type == "table":
        cells = ({"linkId": f"{field.id}.{n}", "text": name, "type": "string"} for n, name in _counted(field.choices))
        return _group(field.id, field.name, cells) | {"repeats": True}
    if field.choices:
        return _coded(field.id, field.name, _choices(scale, field)) | {"repeats": field.type == "choices"}
    return {"linkId": field.id, "text": field.name, "type": FIELD_TYPES[field.type]}


def _counted(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    return enumerate(names, start=1)


def _choices(scale: Scale, field: FormField) -> list[Json]:
    return [_coding(scale, field.id, number, words) for number, words in _counted(field.choices)]


def _circumstances(scale: Scale) -> Iterator[Json]:
    asked = [item for each in scale.circumstances for item in _circumstance(each)]
    if asked:
        yield _group("circumstances", "影响等级的情况", asked)


def _circumstance(each: Circumstance) -> Iterator[Json]:
    for link, name in (each.parts or {each.id: ""}).items():
        kind = "boolean" if each.type == BOOLEAN else "integer"
        yield {"linkId": link, "text": f"{each.name}：{name}" if name else each.name, "type": kind}


def _results(scale: Scale) -> Iterator[Json]:
    for name, kind in READ_ONLY_TYPES.items():
        link, text = f"result.{name}", RESULT_WORDS[name]
        if kind == "coding":
            made = _coded(link, text, _result_codings(scale, name)) | {"repeats": name == "adjustments"}
            if made["answerOption"]:
                yield made | {"readOnly": True}
        elif scale.is_computed:
            yield {"linkId": link, "text": text, "type": kind, "readOnly": True}


def _result_codings(scale: Scale, name: str) -> list[Json]:
    if name == "adjustments":
        return [_coding(scale, "adjustments", each.id, each.words) for each in scale.adjustments]
    return [_coding(scale, "grade", each.grade, each.name) for each in scale.grades]


def questionnaire_response(scale: Scale, sheet: SignedSheet) -> Json:
    """A signed sheet as a QuestionnaireResponse; groups without an answer are left out."""
    items = [
        *(_group_of(part.id, _fields_answered(scale, part, sheet.basics)) for part in scale.basics),
        _group_of("circumstances", _told(scale, sheet.circumstances)),
        *(_group_of(s.id, _scores(scale, s.items, sheet.answers)) for s in scale.sections),
        _group_of("result", _graded(scale, sheet)),
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": sheet.number,
        "identifier": [{"system": "urn:yinling:assessment", "value": sheet.number}],
        "questionnaire": f"{canonical(scale)}|{sheet.digest}",
        "status": "completed",
        "subject": {"type": "Patient", "identifier": {"system": "urn:yinling:person", "value": str(sheet.person_id)}},
        "authored": sheet.signed_at.isoformat(timespec="seconds"),
        "author": {"type": "Practitioner", "display": "、".join(sheet.assessors)},
        "item": [item for item in items if item["item"]],
    }


def _group_of(link: str, items: Iterable[Json]) -> Json:
    return {"linkId": link, "item": list(items)}


def _answered(link: str, *answers: Json) -> Json:
    return {"linkId": link, "answer": list(answers)}


def _scores(scale: Scale, items: Iterable[Item], answers: Mapping[str, int]) -> Iterator[Json]:
    for item in items:
        words = {option.score: option.words for option in item.options}
        if answers.get(item.id) in words:  # another text of the scale may have had other options
            given = answers[item.id]
            yield _answered(item.id, {"valueCoding": _coding(scale, item.id, given, words[given])})


def _told(scale: Scale, circumstances: Mapping[str, int]) -> Iterator[Json]:
    for each in scale.circumstances:
        for link in each.parts or (each.id,):
            if link in circumstances:
                told = circumstances[link]
                value = {"valueBoolean": bool(told)} if each.type == BOOLEAN else {"valueInteger": int(told)}
                yield _answered(link, value)


def _fields_answered(scale: Scale, part: FormPart, basics: Mapping[str, str]) -> Iterator[Json]:
    for field in asked_fields(part):
        lines = [line for line in basics.get(field.id, "").split("\n") if line]
        if field.type == "table":
            yield from (_group_of(field.id, _cells(field, line)) for line in lines)
        elif lines:
            yield _answered(field.id, *_values(scale, field, lines))


def _cells(field: FormField, line: str) -> Iterator[Json]:
    for number, cell in _counted(line.split("\t")):
        if cell:
            yield _answered(f"{field.id}.{number}", {"valueString": cell})


def _values(scale: Scale, field: FormField, lines: list[str]) -> Iterator[Json]:
    if field.choices:
        codings = {coding["display"]: coding for coding in _choices(scale, field)}
        yield from ({"valueCoding": codings.get(line, {"display": line})} for line in lines)
    elif field.type == "number":
        yield {"valueDecimal": float(lines[0])}
    else:
        yield {"valueDate" if field.type == "date" else "valueString": "\n".join(lines)}


def _graded(scale: Scale, sheet: SignedSheet) -> Iterator[Json]:
    if sheet.total is not None:
        yield _answered("result.total", {"valueInteger": sheet.total})
    names = {each.id: each.words for each in scale.adjustments}
    fired = [_coding(scale, "adjustments", each, names.get(each, each)) for each in sheet.adjustments]
    for name, grade in (("initial_grade", sheet.initial_grade), ("final_grade", sheet.final_grade)):
        if grade is not None:
            yield _answered(f"result.{name}", {"valueCoding": _coding(scale, "grade", grade, scale.grade_words(grade))})
    if fired:
        yield _answered("result.adjustments", *({"valueCoding": each} for each in fired))
