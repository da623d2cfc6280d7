"""Questions about assessments, results, assessors. Every list is bounded by what the actor may see."""

from yinling.needs.assessment.queries.assessments import (
    AssessmentLine,
    AssessmentUnknown,
    assessments_of_person,
    visible_assessment,
)
from yinling.needs.assessment.queries.assessors import AssessorLine, assessors_visible, qualified_assessors
from yinling.needs.assessment.queries.coverage import Agreement, Coverage, coverage, recheck_agreement
from yinling.needs.assessment.queries.levels import LevelLine, level_lines, levels_of, words_for
from yinling.needs.assessment.queries.lists import Counts, DueLine, WorkLine, WorkPage, counts, due, worklist
from yinling.needs.assessment.queries.pages import (
    AssessmentPage,
    assessment_page,
    field_form,
    result_page,
    visit_contact,
)
from yinling.needs.assessment.queries.scales import (
    ScaleLine,
    default_scale,
    is_confirmed,
    load_scale,
    scale_lines,
)

__all__ = [
    "Agreement", "AssessmentLine", "AssessmentPage", "AssessmentUnknown", "AssessorLine", "Counts", "Coverage",
    "DueLine", "LevelLine", "ScaleLine", "WorkLine", "WorkPage", "assessment_page", "assessments_of_person",
    "assessors_visible", "counts", "coverage", "default_scale", "due", "field_form", "is_confirmed", "level_lines",
    "levels_of", "load_scale", "qualified_assessors", "recheck_agreement", "result_page", "scale_lines",
    "visible_assessment", "visit_contact", "words_for", "worklist",
]  # fmt: skip
