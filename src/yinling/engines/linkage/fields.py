"""Fields of a roster: how each is read, kept and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = str | int | bool


@dataclass(frozen=True)
class Field:
    """One field: how it is read, kept, compared.

    `kind`: a fact type, or identity, sex, phone, account. `is_private`: sealed. `is_compared`: sources that differ
    are in conflict. `is_timeless`: holds on every day, whenever it was reported. `group`: membership is kept by date.
    """

    name: str
    label: str
    kind: str
    headings: tuple[str, ...] = ()
    is_private: bool = False
    is_compared: bool = True
    is_timeless: bool = False
    words: Mapping[str, int] = field(default_factory=dict)
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether a true value makes the person one of a group."""
        return self.kind == "boolean"


def typed_value(value: Value | None, field: Field) -> object:
    """A stored value as rules take it: dates as dates, money in fen, the rest as it is."""
    if value is not None and field.kind == "date":
        return date.fromisoformat(str(value))
    return value
