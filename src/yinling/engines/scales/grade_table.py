"""Grades as a table: one row per person, adjustments as the ids of the boxes that apply."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yinling.engines.scales.grading import Graded
from yinling.engines.scales.intake import Reject
from yinling.engines.scales.scale import Scale

REJECT_COLUMNS = ("file", "row", "field", "reason")
SEPARATOR = ";"


def grade_table(scale: Scale, person_ids: pa.Array, found: Graded) -> dict[str, pa.Array]:
    """Columns of the grades file, in its order."""
    return {
        "person_id": person_ids,
        "total": pa.array(found.totals),
        "initial_grade": pa.array(found.initial),
        "final_grade": pa.array(found.final),
        "adjustments": _adjustments(scale, found),
    }


def _adjustments(scale: Scale, found: Graded) -> pa.Array:
    """Each set of boxes is written once; a set is a number with one bit per box."""
    names = [each.id for each in scale.adjustments]
    sets: npt.NDArray[np.int64] = np.zeros(len(found.totals), np.int64)
    for bit, name in enumerate(names):
        sets |= found.fired[name].astype(np.int64) << bit
    distinct, codes = np.unique(sets, return_inverse=True)
    words = [SEPARATOR.join(name for bit, name in enumerate(names) if value >> bit & 1) for value in distinct.tolist()]
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def reject_table(rejects: list[Reject]) -> dict[str, pa.Array]:
    """Columns of the rejects file."""
    return {name: pa.array([str(getattr(each, name)) for each in rejects], pa.string()) for name in REJECT_COLUMNS}


def count_grades(scale: Scale, found: Graded) -> Mapping[str, int]:
    """How many of each grade, by its words."""
    counts = np.bincount(found.final, minlength=scale.worst + 1)
    return {f"{each.grade} 级 {each.name}": int(counts[each.grade]) for each in scale.grades}
