"""The national scales hold what the standards hold, and a new scale is a file and nothing else."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.scales.scoring import score
from yinling.gateways.policy.lines import PolicyFault, read_yaml
from yinling.gateways.policy.mappings import load_mappings
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.scales import UnknownScale, load_scale, scale_findings, scale_ids, word_findings

CALM = {"coma": False, "dementia_or_mental": False, "incidents_30d": 0}
MAXIMA = "4,4,4,4,4,4,4,4|4,4,4,3|4,4,4,4,4,4,1,1,2|2,2,4,3,4"
FULL = "gbt42195-2022"
LTCI = "ltci-2021"


def answers(scale, points_lost):
    """Answers that miss the best total by so many points, the last items first."""
    found = {}
    for item in reversed(scale.items):
        taken = min(points_lost, item.scores[-1])
        found[item.id], points_lost = item.scores[-1] - taken, points_lost - taken
    return found


def test_find_no_fault_in_the_national_scales():
    assert list(scale_findings(policy_root())) == []
    assert {FULL, LTCI} < set(scale_ids())


def test_hold_the_whole_national_form():
    scale = load_scale(FULL)
    assert [section.maximum for section in scale.sections] == [32, 15, 28, 15]
    assert "|".join(",".join(str(item.scores[-1]) for item in section.items) for section in scale.sections) == MAXIMA
    assert all(item.scores == tuple(range(item.scores[-1] + 1)) for item in scale.items)
    assert [item.id for item in scale.items][:2] == ["B.1.1", "B.1.2"]
    assert scale.items[-1].id == "B.4.5"
    assert [len(part.fields) for part in scale.basics] == [3, 18, 3, 3, 13]


@pytest.mark.parametrize(
    ("total", "grade"), [(90, 0), (89, 1), (66, 1), (65, 2), (46, 2), (45, 3), (30, 3), (29, 4), (0, 4)]
)
def test_grade_at_every_edge(total, grade):
    scale = load_scale(FULL)
    found = score(scale, answers(scale, 90 - total), CALM)
    assert (found.total, found.initial_grade, found.final_grade) == (total, grade, grade)


@pytest.mark.parametrize(
    ("told", "choices", "grade"),
    [
        ({"coma": True}, {}, 4),
        ({"dementia_or_mental": True}, {}, 1),
        ({"incidents_30d": 1}, {}, 0),
        ({"incidents_30d": 2}, {}, 1),
        ({"dementia_or_mental": True, "incidents_30d": 5}, {}, 1),
        ({"dementia_or_mental": True, "incidents_30d": 5}, {"stacking": "stacked"}, 2),
    ],
)
def test_adjust_by_the_boxes_of_the_report(told, choices, grade):
    scale = load_scale(FULL)
    assert score(scale, answers(scale, 0), {**CALM, **told}, choices).final_grade == grade


def test_carry_the_insurance_tables_as_unverified():
    scale = load_scale(LTCI)
    assert (len(scale.items), [s.maximum for s in scale.sections], scale.verified) == (17, [100, 16, 12], False)
    assert score(scale, answers(scale, 0), {}).final_grade == 0
    assert score(scale, {item.id: 0 for item in scale.items}, {}).final_grade == 5


SHEETS = {
    name: st.fixed_dictionaries({item.id: st.sampled_from(item.scores) for item in load_scale(name).items})
    for name in (FULL, LTCI)
}


@pytest.mark.parametrize("name", [FULL, LTCI])
@given(data=st.data())
def test_never_better_a_national_grade_by_a_worse_answer(name, data):
    scale, sheet = load_scale(name), data.draw(SHEETS[name])
    told = CALM if scale.circumstances else {}
    item = data.draw(st.sampled_from(scale.items))
    lower = data.draw(st.sampled_from([each for each in item.scores if each <= sheet[item.id]]))
    before, after = score(scale, sheet, told), score(scale, {**sheet, item.id: lower}, told)
    assert after.initial_grade >= before.initial_grade


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """A policy root with a folder for scales."""
    (tmp_path / "national" / "scales").mkdir(parents=True)
    monkeypatch.setenv("YINLING_POLICY", str(tmp_path))
    return tmp_path


TERMS = {name: {"value": 6, "verified": False, "source": "试"} for name in ("valid_months", "due_ahead_days",
                                                                          "objection_days")}  # fmt: skip


def write(policy: Path, name: str, **changes):
    options = [{"score": each, "words": f"{each}"} for each in (0, 1, 2)]
    body = {
        "id": name, "title": "新量表", "number": "N", "fact": "ability_grade", "source": "能力评估", "verified": True,
        "terms": TERMS, "grades": [{"grade": 0, "name": "好"}, {"grade": 1, "name": "差"}],
        "sections": [{"id": "A", "name": "甲", "max": 4, "items": [
            {"id": "A1", "name": "走", "options": options}, {"id": "A2", "name": "看", "options": options}]}],
        "grading": {"kind": "total", "bands": [{"grade": 0, "min": 3, "max": 4}, {"grade": 1, "min": 0, "max": 2}]},
        **changes,
    }  # fmt: skip
    (policy / "national" / "scales" / f"{name}.yaml").write_text(json.dumps(body, ensure_ascii=False), "utf-8")


MATRIX = {
    "kind": "matrix", "row": "A", "columns": ["A"],
    "levels": {"A": [{"grade": 0, "min": 3, "max": 4}, {"grade": 1, "min": 0, "max": 2}]}, "grades": [[0, 1], [1, 1]],
}  # fmt: skip


def test_add_a_scale_by_writing_a_file(policy):
    write(policy, "town-2030")
    write(policy, "town-2031", grading=MATRIX)
    assert scale_ids() == ["town-2030", "town-2031"]
    assert list(scale_findings(policy)) == []
    assert [score(load_scale("town-2030"), {"A1": 1, "A2": each}, {}).final_grade for each in (1, 2)] == [1, 0]
    assert score(load_scale("town-2031"), {"A1": 0, "A2": 2}, {}).final_grade == 1


def test_take_a_scale_whose_higher_score_is_worse(policy):
    bands = [{"grade": 0, "min": 0, "max": 1}, {"grade": 1, "min": 2, "max": 4}]
    write(policy, "town-2032", higher_is="worse", grading={"kind": "total", "bands": bands})
    scale = load_scale("town-2032")
    assert score(scale, {"A1": 2, "A2": 1}, {}).final_grade == 1
    assert [option.score for option in scale.items[0].options] == [0, 1, 2]


SCREENING = {
    "title": "自评", "source": "试", "outcomes": [["不可", "可"], ["可", "可"]], "may_apply": ["可"],
    "groups": [{"id": each, "items": [{"id": each, "name": each}]} for each in "ab"],
}  # fmt: skip
BAD = [
    ({"grading": {"kind": "total", "bands": [{"grade": 0, "min": 3, "max": 4}]}}, "0 分没有分数段"),
    (
        {"grading": {"kind": "total", "bands": [{"grade": 0, "min": 2, "max": 4}, {"grade": 1, "min": 0, "max": 2}]}},
        "2 分有几个分数段",
    ),
    (
        {"grading": {"kind": "total", "bands": [{"grade": 1, "min": 3, "max": 4}, {"grade": 0, "min": 0, "max": 2}]}},
        "分数越高，等级数应越小",
    ),
    ({"grading": {**MATRIX, "grades": [[1, 0], [1, 1]]}}, "级别更差的，结果不能更好"),
    ({"grading": {**MATRIX, "grades": [[0, 1]]}}, "行数、列数"),
    ({"grading": {**MATRIX, "row": "Z"}}, "没有“Z”的分级"),
    ({"grades": [{"grade": 0, "name": "好"}, {"grade": 2, "name": "差"}]}, "没有等级 1"),
    ({"adjustments": [{"id": "x", "words": "某", "circumstance": "y", "effect": "worse", "levels": 1}]}, "没有情形“y”"),
    ({"title": ""}, "不能为空"),
    ({"sections": []}, "至少要有1项"),
    ({"screening": {**SCREENING, "outcomes": [["不可", "可"]]}}, "应有 2 行"),
    ({"screening": {**SCREENING, "outcomes": [["不可", "可"], ["可", "不可"]]}}, "反而不能申请"),
    ({"screening": {**SCREENING, "may_apply": ["可", "或许"]}}, "没有情形“或许”"),
    (
        {
            "basics": [
                {"id": "A", "name": "表", "fields": [{"id": "A.1", "name": "名", "type": "text", "given_by": "x"}]}
            ]
        },
        "x",
    ),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_name_the_fault_of_a_scale(policy, changes, words):
    write(policy, "town-2033", **changes)
    assert words in " ".join(finding.message for finding in scale_findings(policy))
    with pytest.raises(PolicyFault):
        load_scale("town-2033")


def test_name_the_scales_there_are(policy):
    write(policy, "town-2030")
    with pytest.raises(UnknownScale, match="现有：town-2030"):
        load_scale("town-9")


def test_say_what_a_district_calls_a_grade(policy):
    pack = policy / "town"
    pack.mkdir()
    words = [
        {"word": "半失能", "clauses": ["X-56"], "grades": {FULL: [1, 2]}, "verified": False, "source": "试"},
        {"word": "失能", "clauses": ["X-56"], "grades": {FULL: [3, 4], LTCI: [3, 4, 5]}, "verified": True,
         "source": "试"},
    ]  # fmt: skip
    (pack / "mappings.yaml").write_text(json.dumps({"words": words}, ensure_ascii=False), "utf-8")
    found = load_mappings("town")
    assert [each.word for each in found if each.holds(FULL, 2)] == ["半失能"]
    assert [each.word for each in found if each.holds(LTCI, 4)] == ["失能"]
    assert load_mappings("village") == ()


def test_tell_two_texts_of_a_scale_apart(policy, monkeypatch):
    write(policy, "town-2030")
    before = load_scale("town-2030").digest
    other = policy.with_name("other")
    shutil.copytree(policy, other)
    write(other, "town-2030", title="改过的量表")
    monkeypatch.setenv("YINLING_POLICY", str(other))
    assert load_scale("town-2030").digest != before


def test_name_a_word_that_points_nowhere(policy):
    write(policy, "town-2030")
    pack = policy / "town"
    pack.mkdir()
    word = {"word": "失能", "clauses": ["X"], "verified": False, "source": "试"}
    body = {"words": [{**word, "grades": {"town-2030": [0, 7]}}, {**word, "grades": {"town-9": [1]}}]}
    (pack / "mappings.yaml").write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    found = [finding.message for finding in word_findings(read_yaml(pack / "mappings.yaml"))]
    assert found == ["town-2030 没有等级 7", "没有量表“town-9”"]
