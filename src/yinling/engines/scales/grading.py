"""From scores to grades, for one sheet or for columns of sheets: arrays `scores[item]` and `counts[circumstance]`.

Every array has one entry per sheet. MISSING marks what was not answered, INVALID what cannot be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yinling.engines.scales.scale import (
    COUNTING,
    MATRIX,
    PER_KIND,
    SET,
    STACKED,
    STACKING,
    Band,
    Circumstance,
    Item,
    Scale,
)

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
MISSING, INVALID = -1, -2


@dataclass(frozen=True)
class Fault:
    """Sheets in `mask` cannot be graded because of `field`."""

    field: str
    reason: str
    mask: Mask


@dataclass(frozen=True)
class Graded:
    """`fired` are the adjustments that apply, by id, whether or not they changed the grade."""

    totals: Ints
    sections: Mapping[str, Ints]
    initial: Ints
    final: Ints
    fired: Mapping[str, Mask]


def item_faults(scale: Scale, scores: Mapping[str, Ints]) -> Iterator[Fault]:
    """Items not answered, or answered with a score that the item does not have."""
    for item in scale.items:
        given = scores[item.id]
        if (missing := given == MISSING).any():
            yield Fault(item.id, f"“{item.name}”没有填写，每一项都要评", missing)
        if (wrong := ~np.isin(given, item.scores) & ~missing).any():
            yield Fault(item.id, f"“{item.name}”只能是 {scores_words(item)} 分", wrong)


def scores_words(item: Item) -> str:
    """`0、5、10`."""
    return "、".join(map(str, item.scores))


def count_faults(scale: Scale, counts: Mapping[str, Ints], choices: Mapping[str, str]) -> Iterator[Fault]:
    """Circumstances not stated, out of bounds, or not told by kind where the reading needs that."""
    for each in scale.circumstances:
        total, parts = counts[each.id], [counts[part] for part in each.parts if part in counts]
        if (missing := total == MISSING).any():
            yield Fault(each.id, f"“{each.name}”没有填写", missing)
        if (wrong := ((total < 0) | (total > each.maximum)) & ~missing).any():
            yield Fault(each.id, f"“{each.name}”{_wanted(each)}", wrong)
        yield from _part_faults(each, total, parts, choices)


def _wanted(each: Circumstance) -> str:
    return "只能填“是”或“否”" if each.maximum == 1 else f"应是 0 到 {each.maximum} 的整数"


def _part_faults(each: Circumstance, total: Ints, parts: list[Ints], choices: Mapping[str, str]) -> Iterator[Fault]:
    known = np.logical_and.reduce([part >= 0 for part in parts]) if parts else np.zeros(len(total), bool)
    if parts and (wrong := known & (total >= 0) & (sum(parts) != total)).any():
        yield Fault(each.id, f"“{each.name}”与分项次数之和不一致", wrong)
    if each.parts and choices.get(COUNTING) == PER_KIND and (unclear := ~known & (total > 1)).any():
        yield Fault(each.id, f"“{each.name}”按种类分别计数，须填写各种类的次数", unclear)


def graded(scale: Scale, scores: Mapping[str, Ints], counts: Mapping[str, Ints], choices: Mapping[str, str]) -> Graded:
    """Grades sheets that have no fault. `choices` names a choice for every reading."""
    sections = {
        section.id: np.add.reduce([scores[item.id] for item in section.items]) for section in scale.sections
    }  # fmt: skip
    totals = np.add.reduce(list(sections.values()))
    initial = _initial(scale, totals, sections)
    fired = {each.id: _fires(scale, each.circumstance, each.at_least, counts, choices) for each in scale.adjustments}
    return Graded(totals, sections, initial, _final(scale, initial, fired, choices), fired)


def _initial(scale: Scale, totals: Ints, sections: Mapping[str, Ints]) -> Ints:
    grading = scale.grading
    if grading.kind != MATRIX:
        return _looked_up(grading.bands, totals)
    levels = {name: _looked_up(bands, sections[name]) for name, bands in grading.levels.items()}
    column = np.maximum.reduce([levels[name] for name in grading.columns])
    return np.array(grading.grades, np.int64)[levels[grading.row], column]


def _looked_up(bands: tuple[Band, ...], sums: Ints) -> Ints:
    table = np.zeros(max(band.maximum for band in bands) + 1, np.int64)
    for band in bands:
        table[band.minimum : band.maximum + 1] = band.grade
    return table[sums]


def _fires(scale: Scale, name: str, at_least: int, counts: Mapping[str, Ints], choices: Mapping[str, str]) -> Mask:
    circumstance = next(each for each in scale.circumstances if each.id == name)
    parts = [counts[part] for part in circumstance.parts if part in counts]
    if parts and choices.get(COUNTING) == PER_KIND:
        most: Ints = np.maximum.reduce(parts)
        return most >= at_least
    if circumstance.parts and choices.get(COUNTING) == PER_KIND:
        return np.zeros(len(counts[name]), bool)  # at most one incident: no kind can reach two
    return counts[name] >= at_least


def _final(scale: Scale, initial: Ints, fired: Mapping[str, Mask], choices: Mapping[str, str]) -> Ints:
    """Set grades are floors, steps go from the first grade; neither ever improves it or passes the worst."""
    steps = [fired[each.id] * each.levels for each in scale.adjustments if each.effect != SET]
    combine = np.add if choices.get(STACKING) == STACKED else np.maximum
    worse = initial + combine.reduce(steps) if steps else initial
    floors = [np.where(fired[each.id], each.grade, 0) for each in scale.adjustments if each.effect == SET]
    final: Ints = np.minimum(np.maximum.reduce([worse, *floors]), scale.worst)
    return final
