"""One sheet graded, with its reasons line by line; the arithmetic is that of the columns, on columns of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from yinling.engines.scales.grading import INVALID, MISSING, Graded, Ints, count_faults, graded, item_faults
from yinling.engines.scales.scale import BOOLEAN, MATRIX, SET, STACKED, STACKING, Band, Scale


class BadAnswer(ValueError):
    """Answers that cannot be graded: the first item concerned and why; `faults` lists all of them."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.item, self.reason = faults[0]
        super().__init__(f"{self.item}：{self.reason}")
        self.faults = faults


@dataclass(frozen=True)
class Reason:
    """One line of the way to the grade. `kind`: item, section, total, grade, adjustment, final."""

    id: str
    kind: str
    words: str
    score: int | None = None


@dataclass(frozen=True)
class Scored:
    """What the answers give. `adjustments` are the boxes that apply, in the order of the scale."""

    total: int
    section_scores: Mapping[str, int]
    initial_grade: int
    adjustments: tuple[str, ...]
    final_grade: int
    reasons: tuple[Reason, ...]
    choices: Mapping[str, str]


def score(
    scale: Scale,
    answers: Mapping[str, object],
    circumstances: Mapping[str, object],
    choices: Mapping[str, str] | None = None,
) -> Scored:
    """Grades one sheet. Raises BadAnswer for any item skipped or impossible, UnknownReading."""
    if not scale.is_computed:
        raise BadAnswer([("", f"{scale.title}的等级由外部机构评定，平台不计算")])
    settled = scale.settled(choices or {})
    scores = {item.id: _one(answers.get(item.id)) for item in scale.items}
    counts = _counts(scale, circumstances)
    found_faults = chain(item_faults(scale, scores), count_faults(scale, counts, settled))
    faults = _strange(answers, scores) + [(fault.field, fault.reason) for fault in found_faults]
    if faults:
        raise BadAnswer(faults)
    found = graded(scale, scores, counts, settled)
    return Scored(
        total=int(found.totals[0]),
        section_scores={name: int(sums[0]) for name, sums in found.sections.items()},
        initial_grade=int(found.initial[0]),
        adjustments=tuple(name for name, fires in found.fired.items() if fires[0]),
        final_grade=int(found.final[0]),
        reasons=tuple(_reasons(scale, scores, found, settled)),
        choices=settled,
    )


def partial_faults(
    scale: Scale, answers: Mapping[str, object], circumstances: Mapping[str, object]
) -> list[tuple[str, str]]:
    """What is impossible in a sheet that is still being filled in; what is missing yet is no fault."""
    scores = {item.id: _one(answers.get(item.id)) for item in scale.items}
    counts = _counts(scale, circumstances)
    found = chain(item_faults(scale, scores), count_faults(scale, counts, {}))
    given = scores | counts
    return _strange(answers, scores) + [
        (fault.field, fault.reason) for fault in found if given[fault.field][0] != MISSING
    ]


def _strange(answers: Mapping[str, object], scores: Mapping[str, Ints]) -> list[tuple[str, str]]:
    return [(name, f"量表没有“{name}”这一项") for name in answers if name not in scores]


def _one(value: object) -> Ints:
    if value is None or value == "":
        return np.array([MISSING])
    return np.array([value if type(value) is int and value >= 0 else INVALID])


def _counts(scale: Scale, given: Mapping[str, object]) -> dict[str, Ints]:
    """Circumstances as numbers: yes is one; a count that is told by kind only is their sum."""
    found: dict[str, Ints] = {}
    for each in scale.circumstances:
        value = given.get(each.id)
        as_yes = each.type == BOOLEAN and isinstance(value, bool)
        parts = {part: _one(given[part]) for part in each.parts if given.get(part) is not None}
        found[each.id] = np.array([int(bool(value))]) if as_yes else _one(value)
        if each.parts and parts.keys() == each.parts.keys():
            found |= parts
            if value is None and all(part[0] >= 0 for part in parts.values()):
                found[each.id] = np.add.reduce(list(parts.values()))
    return found


def _reasons(scale: Scale, scores: Mapping[str, Ints], found: Graded, choices: Mapping[str, str]) -> Iterator[Reason]:
    for section in scale.sections:
        for item in section.items:
            given = int(scores[item.id][0])
            yield Reason(item.id, "item", f"{item.name}：{item.words_of(given)}", given)
        summed = int(found.sections[section.id][0])
        yield Reason(section.id, "section", f"{section.name}：{summed} 分（满分 {section.maximum} 分）", summed)
    yield from _first_grade(scale, found)
    yield from _adjusted(scale, found, choices)
    final = int(found.final[0])
    yield Reason("", "final", f"最终等级：{final} 级，{scale.grade_words(final)}", final)


def _first_grade(scale: Scale, found: Graded) -> Iterator[Reason]:
    total, first = int(found.totals[0]), int(found.initial[0])
    name = scale.grade_words(first)
    if scale.grading.kind == MATRIX:
        for section in scale.sections:
            summed = int(found.sections[section.id][0])
            band = _band(scale.grading.levels[section.id], summed)
            words = f"{section.name} {summed} 分{_range(band)}，为 {band.grade} 级"
            yield Reason(section.id, "level", words, band.grade)
        yield Reason("", "grade", f"各方面的级别合起来查表：初步等级 {first} 级，{name}", first)
        return
    band = _band(scale.grading.bands, total)
    yield Reason("", "total", f"总分 {total} 分（满分 {scale.maximum} 分）", total)
    yield Reason("", "grade", f"总分 {total} 分{_range(band)}：初步等级 {first} 级，{name}", first)


def _band(bands: tuple[Band, ...], summed: int) -> Band:
    return next(band for band in bands if band.minimum <= summed <= band.maximum)


def _range(band: Band) -> str:
    return "" if band.minimum == band.maximum else f"，在 {band.minimum}—{band.maximum} 分之间"


def _adjusted(scale: Scale, found: Graded, choices: Mapping[str, str]) -> Iterator[Reason]:
    fired = [each for each in scale.adjustments if found.fired[each.id][0]]
    for each in fired:
        effect = f"直接定为 {each.grade} 级" if each.effect == SET else f"在初步等级上加重 {each.levels} 级"
        yield Reason(each.id, "adjustment", f"{each.words}，{effect}")
    steps = [each for each in fired if each.effect != SET]
    if len(steps) > 1 and choices.get(STACKING) != STACKED:
        yield Reason("", "adjustment", "同时有几种加重的情形，只加重一次")
