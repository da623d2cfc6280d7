"""A few questions before anybody applies: who may ask for an assessment, and who likely need not yet. Never a grade."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Ability:
    """Something that one does alone or with help."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Screening:
    """Two classes of abilities; `outcomes[first][second]`, by how many of each class need help, names the situation."""

    title: str
    source: str
    first: tuple[Ability, ...]
    second: tuple[Ability, ...]
    outcomes: tuple[tuple[str, ...], ...]
    may_apply: frozenset[str]

    @property
    def abilities(self) -> tuple[Ability, ...]:
        """Every question in order."""
        return (*self.first, *self.second)

    def allows(self, helped: Collection[str]) -> bool:
        """Whether somebody who needs help with these may apply."""
        row, column = (sum(each.id in helped for each in group) for group in (self.first, self.second))
        return self.outcomes[row][column] in self.may_apply
