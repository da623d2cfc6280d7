"""Verbs of the register."""

from yinling.people.registry.actions.matters import (
    NotAChoice,
    NothingOpen,
    grant_mandate,
    merge,
    part,
    revoke_mandate,
    settle_conflict,
)
from yinling.people.registry.actions.persons import (
    AlreadyRegistered,
    DetailsRefused,
    NotAllowed,
    PersonDetails,
    ReasonMissing,
    establish_fact,
    register_person,
    reveal,
    state_fact,
)
from yinling.people.rosters.actions.sources import UnknownSource, open_known_sources, source_named

__all__ = [
    "AlreadyRegistered",
    "DetailsRefused",
    "NotAChoice",
    "NotAllowed",
    "NothingOpen",
    "PersonDetails",
    "ReasonMissing",
    "UnknownSource",
    "establish_fact",
    "grant_mandate",
    "merge",
    "open_known_sources",
    "part",
    "register_person",
    "reveal",
    "revoke_mandate",
    "settle_conflict",
    "source_named",
    "state_fact",
]
