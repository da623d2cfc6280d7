"""Same, possible or new: what to do with a row, given whom its keys find."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The three answers."""

    SAME = "same"
    POSSIBLE = "possible"
    NEW = "new"


@dataclass(frozen=True)
class Found:
    """Whom the keys find. `by_number`: the holder of the same number. `by_row`: whom this roster's own row stood for
    before. `alike`: holders of the same similarity key.
    """

    by_number: int | None = None
    by_row: int | None = None
    alike: Sequence[int] = ()


@dataclass(frozen=True)
class Decision:
    """`person` is set for SAME; `candidates` are for a human to compare, for POSSIBLE."""

    kind: Kind
    person: int | None = None
    candidates: tuple[int, ...] = ()


def decide(found: Found) -> Decision:
    """A number settles it; then the roster's own earlier row; likeness alone never merges anyone."""
    if found.by_number is not None:
        return Decision(Kind.SAME, found.by_number)
    if found.by_row is not None:
        return Decision(Kind.SAME, found.by_row)
    if found.alike:
        return Decision(Kind.POSSIBLE, candidates=tuple(sorted(set(found.alike))))
    return Decision(Kind.NEW)
