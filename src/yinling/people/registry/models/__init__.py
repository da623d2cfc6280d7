"""Stored facts of the register."""

from yinling.people.registry.models.matters import Conflict, Mandate, PossibleDuplicate
from yinling.people.registry.models.persons import (
    GroupMembership,
    Household,
    HouseholdMembership,
    Identifier,
    Person,
)
from yinling.people.registry.models.statements import Statement

__all__ = [
    "Conflict",
    "GroupMembership",
    "Household",
    "HouseholdMembership",
    "Identifier",
    "Mandate",
    "Person",
    "PossibleDuplicate",
    "Statement",
]
