"""Sheets graded by invented scales of every kind: totals, matrices, adjustments, readings, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.scales.grading import graded
from yinling.engines.scales.scale import (
    Adjustment,
    Band,
    Circumstance,
    Grade,
    Grading,
    Item,
    Option,
    Reading,
    Scale,
    Section,
    UnknownReading,
)
from yinling.engines.scales.scoring import BadAnswer, partial_faults, score


def item(name, *scores):
    return Item(name, f"项目{name}", tuple(Option(each, f"{each} 分的样子") for each in scores))


READINGS = (
    Reading("stacking", "叠加", "single", {"single": "一次", "stacked": "叠加"}),
    Reading("counting", "计数", "summed", {"summed": "合计", "per_kind": "分种类"}),
)
SECTIONS = (Section("A", "甲", (item("A1", 0, 5, 10), item("A2", 0, 1))), Section("B", "乙", (item("B1", 0, 1, 2),)))
GRADES = tuple(Grade(each, f"{each}等") for each in range(4))
NOTES = (
    Circumstance("sleeping", "昏睡", "boolean"),
    Circumstance("ill", "患病", "boolean"),
    Circumstance("falls", "事件", "count", 99, {"falls_a": "甲种", "falls_b": "乙种"}),
)
ADJUSTMENTS = (
    Adjustment("sleeping", "昏睡", "sleeping", "set", grade=3),
    Adjustment("ill", "患病", "ill", "worse", levels=1),
    Adjustment("falls", "两次以上", "falls", "worse", at_least=2, levels=1),
)


def scale(grading, **changes):
    given = {"sections": SECTIONS, "circumstances": NOTES, "adjustments": ADJUSTMENTS, "readings": READINGS, **changes}
    return Scale("s", "量表", "S", "fact", "来源", True, "", GRADES, grading, "d", **given)


BY_TOTAL = scale(Grading("total", bands=(Band(0, 12, 13), Band(1, 7, 11), Band(2, 3, 6), Band(3, 0, 2))))
BY_MATRIX = scale(
    Grading(
        "matrix",
        levels={"A": (Band(0, 11, 11), Band(1, 0, 10)), "B": (Band(0, 2, 2), Band(1, 0, 1))},
        row="A",
        columns=("B",),
        grades=((0, 1), (2, 3)),
    )
)
CALM = {"sleeping": False, "ill": False, "falls": 0}
BEST = {"A1": 10, "A2": 1, "B1": 2}


def test_add_up_and_find_the_band():
    found = score(BY_TOTAL, {"A1": 5, "A2": 1, "B1": 1}, CALM)
    assert (found.total, found.section_scores, found.initial_grade, found.final_grade) == (7, {"A": 6, "B": 1}, 1, 1)
    assert found.adjustments == ()
    assert [reason.words for reason in found.reasons] == [
        "项目A1：5 分的样子", "项目A2：1 分的样子", "甲：6 分（满分 11 分）",
        "项目B1：1 分的样子", "乙：1 分（满分 2 分）",
        "总分 7 分（满分 13 分）", "总分 7 分，在 7—11 分之间：初步等级 1 级，1等", "最终等级：1 级，1等",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "grade"),
    [((10, 1, 2), 0), ((10, 1, 1), 1), ((10, 0, 2), 2), ((0, 0, 0), 3)],
)
def test_look_the_grade_up_in_a_matrix(answers, grade):
    assert score(BY_MATRIX, dict(zip(BEST, answers, strict=True)), CALM).initial_grade == grade


@pytest.mark.parametrize(
    ("circumstances", "choices", "grade", "boxes"),
    [
        ({"ill": True}, {}, 1, ("ill",)),
        ({"ill": True, "falls": 2}, {}, 1, ("ill", "falls")),
        ({"ill": True, "falls": 2}, {"stacking": "stacked"}, 2, ("ill", "falls")),
        ({"falls": 1}, {}, 0, ()),
        ({"sleeping": True}, {}, 3, ("sleeping",)),
        ({"sleeping": True, "ill": True, "falls": 9}, {"stacking": "stacked"}, 3, ("sleeping", "ill", "falls")),
        ({"falls": None, "falls_a": 1, "falls_b": 1}, {}, 1, ("falls",)),
        ({"falls": None, "falls_a": 1, "falls_b": 1}, {"counting": "per_kind"}, 0, ()),
        ({"falls": None, "falls_a": 2, "falls_b": 0}, {"counting": "per_kind"}, 1, ("falls",)),
        ({"falls": 1}, {"counting": "per_kind"}, 0, ()),
    ],
)
def test_adjust_the_first_grade(circumstances, choices, grade, boxes):
    found = score(BY_TOTAL, BEST, {**CALM, **circumstances}, choices)
    assert (found.final_grade, found.adjustments) == (grade, boxes)


def test_never_pass_the_worst_grade():
    found = score(BY_TOTAL, dict.fromkeys(BEST, 0), {**CALM, "ill": True, "falls": 5}, {"stacking": "stacked"})
    assert (found.initial_grade, found.final_grade) == (3, 3)


@pytest.mark.parametrize(
    ("answers", "circumstances", "item", "words"),
    [
        ({"A1": 7}, {}, "A1", "只能是 0、5、10 分"),
        ({"A1": None}, {}, "A1", "没有填写"),
        ({"A1": True}, {}, "A1", "只能是"),
        ({"A1": "5"}, {}, "A1", "只能是"),
        ({"A1": -5}, {}, "A1", "只能是"),
        ({"A9": 1}, {}, "A9", "没有“A9”"),
        ({}, {"ill": None}, "ill", "没有填写"),
        ({}, {"ill": 2}, "ill", "“是”或“否”"),
        ({}, {"falls": -1}, "falls", "0 到 99"),
        ({}, {"falls": 100}, "falls", "0 到 99"),
        ({}, {"falls": 3, "falls_a": 1, "falls_b": 1}, "falls", "不一致"),
    ],
)
def test_refuse_what_cannot_be_graded(answers, circumstances, item, words):
    with pytest.raises(BadAnswer, match=words) as refused:
        score(BY_TOTAL, {**BEST, **answers}, {**CALM, **circumstances})
    assert refused.value.item == item


def test_ask_for_the_kinds_where_the_reading_needs_them():
    with pytest.raises(BadAnswer, match="须填写各种类的次数"):
        score(BY_TOTAL, BEST, {**CALM, "falls": 2}, {"counting": "per_kind"})


def test_name_the_readings_there_are():
    with pytest.raises(UnknownReading, match="stacking=stacked"):
        score(BY_TOTAL, BEST, CALM, {"stacking": "often"})


def test_compute_nothing_that_comes_from_outside():
    with pytest.raises(BadAnswer, match="外部机构评定"):
        score(scale(Grading("external")), BEST, CALM)


def test_forgive_what_is_not_filled_in_yet_but_not_what_is_impossible():
    assert partial_faults(BY_TOTAL, {"A1": 5}, {}) == []
    assert [name for name, _ in partial_faults(BY_TOTAL, {"A1": 4, "X": 1}, {"falls": -1})] == ["X", "A1", "falls"]


ANSWERS = st.fixed_dictionaries({each.id: st.sampled_from(each.scores) for each in BY_TOTAL.items})
SITUATIONS = st.fixed_dictionaries(
    {"sleeping": st.booleans(), "ill": st.booleans(), "falls": st.integers(min_value=0, max_value=4)}
)
CHOICES = st.fixed_dictionaries({"stacking": st.sampled_from(["single", "stacked"])})
KINDS = st.sampled_from([BY_TOTAL, BY_MATRIX])


@given(scale=KINDS, answers=ANSWERS, situation=SITUATIONS, choices=CHOICES)
def test_stay_in_range_and_never_improve(scale, answers, situation, choices):
    found = score(scale, answers, situation, choices)
    assert 0 <= found.total <= scale.maximum
    assert found.initial_grade <= found.final_grade <= scale.worst


@given(scale=KINDS, answers=ANSWERS, situation=SITUATIONS, choices=CHOICES, data=st.data())
def test_never_better_a_grade_by_a_worse_answer(scale, answers, situation, choices, data):
    before = score(scale, answers, situation, choices)
    changed = data.draw(st.sampled_from(scale.items))
    lower = data.draw(st.sampled_from([each for each in changed.scores if each <= answers[changed.id]]))
    after = score(scale, {**answers, changed.id: lower}, situation, choices)
    assert (after.initial_grade, after.final_grade) >= (before.initial_grade, before.final_grade)


@given(rows=st.lists(st.tuples(ANSWERS, SITUATIONS), min_size=1, max_size=20), scale=KINDS, choices=CHOICES)
def test_grade_columns_as_single_sheets(rows, scale, choices):
    settled = scale.settled(choices)
    scores = {each.id: np.array([answers[each.id] for answers, _ in rows]) for each in scale.items}
    counts = {each.id: np.array([int(told[each.id]) for _, told in rows]) for each in scale.circumstances}
    found = graded(scale, scores, counts, settled)
    for place, (answers, told) in enumerate(rows):
        one = score(scale, answers, told, choices)
        assert (one.total, one.initial_grade, one.final_grade) == (
            found.totals[place], found.initial[place], found.final[place],
        )  # fmt: skip
        assert one.adjustments == tuple(name for name, fires in found.fired.items() if fires[place])
