"""The dictionary of facts that rules may name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

_EXPLANATION = re.compile("（[^（）]*）$")
FactType = Literal["text", "boolean", "integer", "money", "date", "area"]


@dataclass(frozen=True)
class Fact:
    """A fact: its name in rules, its label for people, its type; money is held in fen.

    `words` are other ways to write a value; `minimum` and `maximum` are inclusive.
    """

    name: str
    label: str
    type: FactType
    about: str
    unit: str = ""
    supplied_by: str = ""
    minimum: int | None = None
    maximum: int | None = None
    direction: str = ""
    words: Mapping[str, int] = field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        """What a table may call it: its name, its label, its label without the explanation in brackets at the end."""
        return self.name, self.label, _EXPLANATION.sub("", self.label)
