"""Scales and signed sheets as FHIR R5: the shape that the standard asks for, every score and answer in it."""

import json
import re
from datetime import UTC, datetime

import pytest

from yinling.gateways.fhir import SignedSheet, questionnaire, questionnaire_response
from yinling.gateways.policy.scales import load_scale, scale_ids

FULL = "gbt42195-2022"
TYPES = {"group", "coding", "text", "string", "date", "decimal", "integer", "boolean"}
VALUES = {
    "coding": "valueCoding", "text": "valueString", "string": "valueString", "date": "valueDate",
    "decimal": "valueDecimal", "integer": "valueInteger", "boolean": "valueBoolean",
}  # fmt: skip


def every(items):
    for item in items:
        yield item
        yield from every(item.get("item", ()))


def sheet(**changed):
    scale = load_scale(FULL)
    values = {
        "number": "PG00000001", "person_id": 7, "digest": scale.digest,
        "signed_at": datetime(2026, 3, 1, 9, tzinfo=UTC), "assessors": ("孙评估", "周评估"),
        "answers": {item.id: item.scores[0] for item in scale.items},
        "circumstances": {"coma": 0, "dementia_or_mental": 1, "incidents_fall": 2},
        "basics": {
            "A.2.2": "女", "A.2.3": "1940-02-29", "A.2.4": "158.5", "A.2.10": "与配偶居住\n与子女居住",
            "A.3.2": "金某", "A.4.2": "氨氯地平\t口服\t\t每天一次\n二甲双胍\t\t\t", "A.2.6": "",
        },
        "total": 0, "initial_grade": 4, "final_grade": 4, "adjustments": ("dementia_or_mental", "incidents_30d"),
        **changed,
    }  # fmt: skip
    return SignedSheet(**values)


@pytest.mark.parametrize("name", scale_ids())
def test_shape_every_scale_as_the_standard_asks(name):
    made = questionnaire(load_scale(name))
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]+", made["name"])
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", made["id"])
    links = [item["linkId"] for item in every(made["item"])]
    assert len(links) == len(set(links))
    for item in every(made["item"]):
        assert item["type"] in TYPES
        assert ("item" in item) == (item["type"] == "group"), "only groups hold items, and none is empty"
        assert ("answerOption" in item) == (item["type"] == "coding")
        assert item.get("item", True)
        assert item.get("answerOption", True)
    json.dumps(made)


def test_weigh_every_option_by_its_score():
    scale = load_scale(FULL)
    found = {item["linkId"]: item for item in every(questionnaire(scale)["item"])}
    for item in scale.items:
        codings = [option["valueCoding"] for option in found[item.id]["answerOption"]]
        assert [coding["extension"][0]["valueDecimal"] for coding in codings] == [o.score for o in item.options]
        assert [coding["display"] for coding in codings] == [option.words for option in item.options]


def test_answer_only_what_the_questionnaire_asks():
    scale = load_scale(FULL)
    asked = {item["linkId"]: item for item in every(questionnaire(scale)["item"])}
    made = questionnaire_response(scale, sheet())
    assert made["questionnaire"] == f"urn:yinling:questionnaire:{FULL}|{scale.digest}"
    for item in every(made["item"]):
        question = asked[item["linkId"]]
        for answer in item.get("answer", ()):
            [key] = answer
            assert key == VALUES[question["type"]]
            if key == "valueCoding":
                offered = [
                    {k: v for k, v in o["valueCoding"].items() if k != "extension"} for o in question["answerOption"]
                ]
                assert answer[key] in offered
        assert len(item.get("answer", ())) <= 1 or question["repeats"]


def test_hold_every_answer_and_the_grade():
    found = {}
    for item in every(questionnaire_response(load_scale(FULL), sheet())["item"]):
        found.setdefault(item["linkId"], []).append(item)
    assert sum(link.startswith("B.") and "answer" in items[0] for link, items in found.items()) == 26
    assert found["A.2.4"][0]["answer"] == [{"valueDecimal": 158.5}]
    assert [a["valueCoding"]["display"] for a in found["A.2.10"][0]["answer"]] == ["与配偶居住", "与子女居住"]
    assert len(found["A.4.2"]) == 2
    assert [cell["linkId"] for cell in found["A.4.2"][0]["item"]] == ["A.4.2.1", "A.4.2.2", "A.4.2.4"]
    assert "A.2.6" not in found
    assert found["coma"][0]["answer"] == [{"valueBoolean": False}]
    assert found["incidents_fall"][0]["answer"] == [{"valueInteger": 2}]
    assert found["result.final_grade"][0]["answer"][0]["valueCoding"]["display"] == "完全失能"
    assert len(found["result.adjustments"][0]["answer"]) == 2


def test_leave_out_an_option_that_the_scale_has_no_more():
    made = questionnaire_response(load_scale(FULL), sheet(answers={"B.1.1": 9, "B.1.2": 4}))
    assert [item["linkId"] for item in every(made["item"]) if item["linkId"].startswith("B.1.")] == ["B.1.2"]
