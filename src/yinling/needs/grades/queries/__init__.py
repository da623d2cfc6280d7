"""Questions about grades: what holds on a day, what ends soon, how many hold one."""

from yinling.needs.grades.queries.coverage import Coverage, coverage
from yinling.needs.grades.queries.levels import LevelLine, detail_of, level_lines, level_of, levels_of, words_for
from yinling.needs.grades.queries.results import (
    assessments_of,
    due_results,
    grades_given,
    living,
    result_of,
    results_made,
    results_visible,
)
from yinling.needs.grades.queries.scales import ScaleLine, default_scale, is_confirmed, load_scale, scale_lines

__all__ = [
    "Coverage", "LevelLine", "ScaleLine", "assessments_of", "coverage", "default_scale", "detail_of", "due_results",
    "grades_given", "is_confirmed", "level_lines", "level_of", "levels_of", "living", "load_scale", "result_of",
    "results_made", "results_visible", "scale_lines", "words_for",
]  # fmt: skip
