"""Questions about entitlements: `programmes` (rules with the values in force), `determinations`, `parameters`."""

from yinling.needs.entitlements.queries.determinations import (
    DeterminationView,
    ReasonLine,
    determination_of,
    determinations_of,
)
from yinling.needs.entitlements.queries.programmes import ProgrammePage, programme_page

__all__ = [
    "DeterminationView",
    "ProgrammePage",
    "ReasonLine",
    "determination_of",
    "determinations_of",
    "programme_page",
]
