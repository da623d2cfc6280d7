"""What the register announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleChanged:
    """Where people belong, whether they live or live at home, or who stands for them, is known anew; some hundreds at
    once. Whoever answers asks the register how it is now."""

    person_ids: tuple[int, ...]
