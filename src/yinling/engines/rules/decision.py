"""Decisions: what the table says for given truth values, and the sums that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a case ends; a missing fact or parameter is an answer with a name, never a zero."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    MISSING_FACTS = "missing_facts"
    UNPAYABLE = "unpayable"

    @property
    def is_decided(self) -> bool:
        """Whether sums are known."""
        return self in (Outcome.GRANTED, Outcome.NOT_GRANTED)


class LimitUse(StrEnum):
    """What the shared limit did to a case."""

    FREE = "free"
    REACHED = "reached"
    REDUCED = "reduced"
    USED_UP = "used_up"


@dataclass(frozen=True)
class Resolution:
    """The table's answer for one signature: `truths` by condition in order, `rows` hit, what is missing.

    `deciding` are the positions of the conditions that still could change an undecided answer.
    """

    outcome: Outcome
    truths: tuple[bool | None, ...]
    rows: tuple[int, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)
    missing_facts: tuple[str, ...] = ()
    missing_parameters: tuple[str, ...] = ()
    deciding: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Decision:
    """One case decided: the table's answer, its sums in fen (`None` where undecided), the rows they follow from."""

    resolution: Resolution
    amounts: Mapping[str, int | None]
    rows: tuple[int, ...] = ()
    limit_use: LimitUse = LimitUse.FREE
    is_earlier_undecided: bool = False
    limit_left: int | None = None

    @property
    def outcome(self) -> Outcome:
        """The table's outcome."""
        return self.resolution.outcome
