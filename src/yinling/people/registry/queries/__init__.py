"""Questions to the register."""

from yinling.engines.linkage.histories import FactHistory
from yinling.people.registry.models.persons import mandate_in_force
from yinling.people.registry.queries.catalogue import column_fields, fields
from yinling.people.registry.queries.facts import (
    Contact,
    FactLine,
    SaidLine,
    contact_of,
    fact_lines,
    facts_of,
    said_lines,
)
from yinling.people.registry.queries.histories import fact_histories, open_values
from yinling.people.registry.queries.persons import (
    PersonCard,
    agents_of,
    household_of,
    is_represented,
    mandates_of,
    people_visible,
    person_card,
    person_cards,
    represented_by,
    visible_person,
)
from yinling.people.rosters.queries import source_names

__all__ = [
    "Contact",
    "FactHistory",
    "FactLine",
    "PersonCard",
    "SaidLine",
    "agents_of",
    "column_fields",
    "contact_of",
    "fact_lines",
    "fact_histories",
    "facts_of",
    "fields",
    "household_of",
    "is_represented",
    "mandate_in_force",
    "mandates_of",
    "open_values",
    "people_visible",
    "person_card",
    "person_cards",
    "represented_by",
    "said_lines",
    "source_names",
    "visible_person",
]
