"""Questions about enrolments."""

from yinling.needs.enrolments.queries.choosing import (
    ProgrammeChoice,
    ProgrammeCounts,
    counts_by_programme,
    programme_choices,
    resting_now,
)
from yinling.needs.enrolments.queries.courses import Course, courses_of, days_due
from yinling.needs.enrolments.queries.lists import (
    EnrolmentFilter,
    EnrolmentLine,
    LifeCheckLine,
    RefusalLine,
    StepLine,
    enrolment_line,
    enrolment_lines,
    enrolment_totals,
    enrolments_of,
    enrolments_visible,
    life_checks_due,
    life_checks_of,
    refusals_of,
    steps_of,
)

__all__ = [
    "Course",
    "EnrolmentFilter",
    "EnrolmentLine",
    "LifeCheckLine",
    "ProgrammeChoice",
    "ProgrammeCounts",
    "RefusalLine",
    "StepLine",
    "counts_by_programme",
    "courses_of",
    "days_due",
    "enrolment_line",
    "enrolment_lines",
    "enrolment_totals",
    "enrolments_of",
    "enrolments_visible",
    "life_checks_due",
    "life_checks_of",
    "programme_choices",
    "refusals_of",
    "resting_now",
    "steps_of",
]
