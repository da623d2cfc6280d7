"""How many of the very old hold a valid grade (SQ-14, SQ-A12)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from yinling.kernel.actor import Actor, machine
from yinling.kernel.area import LEVELS, code_range
from yinling.kernel.dates import age_on
from yinling.needs.grades.models import Result
from yinling.people.registry.queries import PersonCard, people_visible, person_cards
from yinling.people.registry.queries.histories import fact_histories, reported_dead

AT_ONCE = 5_000
SHOWN_MAX = 500
DIGITS_OF_LEVEL = {level: digits for digits, level in LEVELS.items()}


@dataclass(frozen=True)
class Coverage:
    """In an area: living people of the age, and those of them who hold a grade that has not run out."""

    area: str
    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """None where nobody is of the age."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def coverage(area: str, *, on: date, age: int = 80, level: str = "town", scale: str = "") -> list[Coverage]:
    """By area of a level within `area`, in order; people whose place is coarser than the level count where they are.

    `scale` empty: a valid grade of any scale counts.
    """
    digits = DIGITS_OF_LEVEL[level]
    people = _living_aged(area, age, on)
    assessed = _assessed(on, scale)
    every = Counter(code[:digits] for code in people.values())
    having = Counter(code[:digits] for person, code in people.items() if person in assessed)
    return [Coverage(code, having[code], count) for code, count in sorted(every.items())]


def people_of_age(area: str, *, actor: Actor, on: date, age: int = 80) -> list[tuple[PersonCard, bool]]:
    """Those behind the figures whom the actor may see, and whether each holds a valid grade; without one first."""
    assessed = _assessed(on, "")
    first = sorted(_living_aged(area, age, on), key=lambda person: (person in assessed, person))[:SHOWN_MAX]
    people = people_visible(actor, on=on).filter(id__in=first)
    found = [(card, card.id in assessed) for card in person_cards(people, on=on)]
    return sorted(found, key=lambda each: (each[1], each[0].id))


def _living_aged(area: str, age: int, on: date) -> dict[int, str]:
    first, last = code_range(area)
    rows = people_visible(machine("coverage"), on=on).filter(
        area__gte=first, area__lt=last, birth_date__lte=date(on.year - age, 12, 31)
    )
    aged = {
        person: code
        for person, born, code in rows.values_list("id", "birth_date", "area")
        if born is not None and age_on(born, on) >= age
    }
    dead = _dead(sorted(aged.keys() & reported_dead()), on)
    return {person: aged[person] for person in sorted(aged) if person not in dead}


def _dead(people: list[int], on: date) -> set[int]:
    """Those of whom a death was told and holds on the day."""
    found: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        histories = fact_histories(people[start : start + AT_ONCE])
        found |= {person for person, history in histories.items() if not history.alive(on)}
    return found


def _assessed(on: date, scale: str) -> set[int]:
    rows = Result.objects.standing(on=on)
    if scale:
        rows = rows.filter(scale=scale)
    return {keeper or person for person, keeper in rows.values_list("person_id", "person__merged_into")}
