"""Questions about assessments and assessors, and those about grades that pages of assessment ask too."""

from yinling.needs.assessment.queries.assessments import (
    AssessmentLine,
    AssessmentUnknown,
    assessments_of_person,
    visible_assessment,
)
from yinling.needs.assessment.queries.assessors import AssessorLine, assessors_visible, qualified_assessors
from yinling.needs.assessment.queries.lists import Counts, DueLine, WorkLine, WorkPage, counts, due, worklist
from yinling.needs.assessment.queries.pages import (
    AssessmentPage,
    assessment_page,
    field_form,
    result_page,
    visit_contact,
)
from yinling.needs.assessment.queries.rechecks import Agreement, DrawLine, draw_lines, recheck_agreement
from yinling.needs.assessment.queries.records import Record, signed_record
from yinling.needs.grades.queries import (
    Coverage,
    LevelLine,
    ScaleLine,
    coverage,
    default_scale,
    is_confirmed,
    level_lines,
    levels_of,
    load_scale,
    scale_lines,
    words_for,
)

__all__ = [
    "Agreement", "AssessmentLine", "AssessmentPage", "AssessmentUnknown", "AssessorLine", "Counts", "Coverage",
    "DrawLine", "DueLine", "LevelLine", "Record", "ScaleLine", "WorkLine", "WorkPage", "assessment_page",
    "assessments_of_person", "assessors_visible", "counts", "coverage", "default_scale", "draw_lines", "due",
    "field_form", "is_confirmed", "level_lines", "levels_of", "load_scale", "qualified_assessors",
    "recheck_agreement", "result_page", "scale_lines", "signed_record", "visible_assessment", "visit_contact",
    "words_for", "worklist",
]  # fmt: skip
