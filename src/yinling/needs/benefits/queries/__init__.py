"""Questions about benefits: a month with all its rows, a person with all their months."""

from yinling.needs.benefits.queries.pages import CycleLine, CyclePage, cycle_lines, cycle_page
from yinling.needs.benefits.queries.persons import (
    PersonMonths,
    ProgrammeLine,
    RecoveryLine,
    person_months,
    recovery_line,
    recovery_list,
)
from yinling.needs.benefits.queries.rows import (
    Delivery,
    PaymentLine,
    ProblemLine,
    RowFilter,
    RowLine,
    Shared,
    cycle_payments,
    cycle_problems,
    cycle_rows,
    deliveries,
    possibly_one_person,
    shared_accounts,
)

__all__ = [
    "CycleLine",
    "CyclePage",
    "Delivery",
    "PaymentLine",
    "PersonMonths",
    "ProblemLine",
    "ProgrammeLine",
    "RecoveryLine",
    "RowFilter",
    "RowLine",
    "Shared",
    "cycle_lines",
    "cycle_page",
    "cycle_payments",
    "cycle_problems",
    "cycle_rows",
    "deliveries",
    "person_months",
    "possibly_one_person",
    "recovery_line",
    "recovery_list",
    "shared_accounts",
]
