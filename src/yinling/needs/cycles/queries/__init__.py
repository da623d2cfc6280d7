"""Questions about monthly cycles."""

from yinling.needs.cycles.queries.pages import CycleLine, CyclePage, cycle_lines, cycle_page, cycles_visible
from yinling.needs.cycles.queries.persons import (
    PersonMonths,
    ProgrammeLine,
    RecoveryLine,
    person_months,
    recovery_line,
    recovery_list,
)
from yinling.needs.cycles.queries.rows import (
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
    "cycles_visible",
    "deliveries",
    "person_months",
    "possibly_one_person",
    "recovery_line",
    "recovery_list",
    "shared_accounts",
]
