"""Questions about cases. Every list is bounded by what the actor may see."""

from yinling.needs.casework.queries.cases import (
    CaseLine,
    CaseUnknown,
    case_line,
    cases_of_person,
    visible_case,
)
from yinling.needs.casework.queries.determinations import determination_of_case
from yinling.needs.casework.queries.lists import Counts, Filters, counts, late_cases, work_list
from yinling.needs.casework.queries.notices import public_notices
from yinling.needs.casework.queries.pages import CasePage, case_page

__all__ = [
    "CaseLine", "CasePage", "CaseUnknown", "Counts", "Filters", "case_line", "case_page",
    "cases_of_person", "counts", "determination_of_case", "late_cases", "public_notices",
    "visible_case", "work_list",
]  # fmt: skip
