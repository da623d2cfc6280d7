"""A scale as plain values: items with scored options, how sums become grades, what adjusts a grade.

A higher grade is the worse result. Whether a higher score is the better answer is for the scale to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yinling.engines.scales.screening import Screening

BOOLEAN, COUNT = "boolean", "count"
SET, WORSE = "set", "worse"
TOTAL, MATRIX, EXTERNAL = "total", "matrix", "external"
STACKING, COUNTING = "stacking", "counting"  # the two readings that a scale may leave open
SINGLE, STACKED = "single", "stacked"
SUMMED, PER_KIND = "summed", "per_kind"


@dataclass(frozen=True)
class Option:
    """One answer to an item, with its score."""

    score: int
    words: str


@dataclass(frozen=True)
class Item:
    """One question. `headings` are further names of its column in a table."""

    id: str
    name: str
    options: tuple[Option, ...]
    note: str = ""
    headings: tuple[str, ...] = ()

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores that may be given, ascending."""
        return tuple(sorted(option.score for option in self.options))

    def words_of(self, score: int) -> str:
        """The option of this score in words."""
        return next(option.words for option in self.options if option.score == score)


@dataclass(frozen=True)
class Section:
    """A primary indicator: items whose scores are summed."""

    id: str
    name: str
    items: tuple[Item, ...]

    @property
    def maximum(self) -> int:
        """The best sum."""
        return sum(item.scores[-1] for item in self.items)


@dataclass(frozen=True)
class Band:
    """Sums from `minimum` to `maximum`, both included, mean this grade or level."""

    grade: int
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Grade:
    """A result in words."""

    grade: int
    name: str


@dataclass(frozen=True)
class Grading:
    """How sums become a grade.

    `total`: `bands` over the sum of all. `matrix`: each section has a level by `levels`; `grades[row][column]`, where
    the row is the level of section `row` and the column the worst level of sections `columns`. `external`: never here.
    """

    kind: str
    bands: tuple[Band, ...] = ()
    levels: Mapping[str, tuple[Band, ...]] = field(default_factory=dict)
    row: str = ""
    columns: tuple[str, ...] = ()
    grades: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Circumstance:
    """Something beside the items that may change the grade: a yes or no, or a count with optional `parts` by kind."""

    id: str
    name: str
    type: str
    maximum: int = 1
    parts: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True)
class Adjustment:
    """`set`: the grade is at least `grade`. `worse`: `levels` grades worse than the first one."""

    id: str
    words: str
    circumstance: str
    effect: str
    at_least: int = 1
    grade: int = 0
    levels: int = 0
    form: str = ""


@dataclass(frozen=True)
class Reading:
    """A point that the standard leaves open: the choices, and the one that holds unless another is set."""

    id: str
    label: str
    default: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Term:
    """A number of the process around the scale, and whether an authority stands behind it."""

    value: int
    verified: bool
    source: str = ""


@dataclass(frozen=True)
class FormField:
    """One field of a form beside the scale. `type`: text, date, number, choice, choices, table.

    `given_by` names who knows it already: it is offered and confirmed, or not asked at all.
    """

    id: str
    name: str
    type: str
    choices: tuple[str, ...] = ()
    note: str = ""
    given_by: str = ""


@dataclass(frozen=True)
class FormPart:
    """Fields under one heading."""

    id: str
    name: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Scale:
    """One version of a scale, whole. `digest` tells this text from any other; `fact` is what its grade states."""

    id: str
    title: str
    number: str
    fact: str
    source: str
    verified: bool
    note: str
    grades: tuple[Grade, ...]
    grading: Grading
    digest: str
    is_higher_better: bool = True
    sections: tuple[Section, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    readings: tuple[Reading, ...] = ()
    terms: Mapping[str, Term] = field(default_factory=dict)
    basics: tuple[FormPart, ...] = ()
    report: tuple[FormPart, ...] = ()
    screening: Screening | None = None

    @property
    def is_computed(self) -> bool:
        """Whether a grade follows from answers; else it comes from outside with its report."""
        return self.grading.kind != EXTERNAL

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def maximum(self) -> int:
        """The best total."""
        return sum(section.maximum for section in self.sections)

    @property
    def worst(self) -> int:
        """The highest grade."""
        return max(grade.grade for grade in self.grades)

    def grade_words(self, grade: int) -> str:
        """The grade's name. Raises LookupError for a grade that the scale does not have."""
        for each in self.grades:
            if each.grade == grade:
                return each.name
        raise LookupError(grade)

    def settled(self, choices: Mapping[str, str]) -> dict[str, str]:
        """Every reading with the choice that holds. Raises UnknownReading."""
        known = {reading.id: reading for reading in self.readings}
        for name, choice in choices.items():
            if name not in known or choice not in known[name].choices:
                raise UnknownReading(f"{name}={choice}", self.readings)
        return {name: choices.get(name, reading.default) for name, reading in known.items()}


class UnknownReading(LookupError):
    """No such reading or choice; the message lists those that exist."""

    def __init__(self, asked: str, readings: Sequence[Reading]) -> None:
        super().__init__("\n".join([f"没有这种读法：{asked}。可选：", *self._listed(readings)]))

    @staticmethod
    def _listed(readings: Sequence[Reading]) -> Iterator[str]:
        for reading in readings:
            for choice, words in reading.choices.items():
                yield f"  {reading.id}={choice}  {words}" + ("（默认）" if choice == reading.default else "")
