"""Questions about cases. Every list is bounded by what the actor may see."""

from yinling.needs.casework.queries.cases import (
    CaseLine,
    CaseUnknown,
    case_line,
    cases_of_person,
    visible_case,
)

__all__ = ["CaseLine", "CaseUnknown", "case_line", "cases_of_person", "visible_case"]
