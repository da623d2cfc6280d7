"""What a pack holds, as frozen values: clauses, services, facilities, indicators, targets, plans, steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class OpenQuestion:
    """A point that the document leaves open, and how the platform reads it until the authority decides."""

    id: str
    clauses: tuple[str, ...]
    question: str
    reading: str


@dataclass(frozen=True)
class Coverage:
    """One rule and how far the platform carries it: `modelled`, `partial` or `not_software`.

    `requirements` are the rules of the catalogue it answers for, `programmes` those that carry it.
    """

    subject: str
    clauses: tuple[str, ...]
    status: str
    note: str
    requirements: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """One document of one place. `number`, `issued_on` None = not stated; `in_force_until` None = open."""

    id: str
    title: str
    short_title: str
    number: str | None
    issuer: str
    issued_on: date | None
    in_force_from: date
    in_force_until: date | None
    legal_status: str
    area: str
    horizon_from: int
    horizon_until: int
    bases: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    open_questions: tuple[OpenQuestion, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class Clause:
    """A passage: where it stands, its words, who answers for it, which capabilities serve it."""

    id: str
    place: str
    heading: str
    quote: str
    responsible: tuple[str, ...]
    capabilities: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """One item of the service catalogue, in its category; `number` is its place in the document's count."""

    code: str
    number: int
    name: str
    category: str
    category_name: str


@dataclass(frozen=True)
class Standard:
    """A demand on a facility kind: `hedge` keeps words as 一般, 左右; `tolerance` None = not stated."""

    id: str
    clause: str
    measure: str
    operator: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    hedge: str
    tolerance: str | None
    applies_to: str
    quote: str


@dataclass(frozen=True)
class FacilityKind:
    """A kind of facility with its terms in the document, the clauses that name it, and its standards."""

    code: str
    name: str
    terms: tuple[str, ...]
    clauses: tuple[str, ...]
    standards: tuple[Standard, ...]


@dataclass(frozen=True)
class FacilityCatalogue:
    """The kinds of facility of a pack and the words for a facility's status."""

    kinds: tuple[FacilityKind, ...]
    statuses: Mapping[str, str]


@dataclass(frozen=True)
class Indicator:
    """A measured figure.

    `kind`: rate (percent of numerator in denominator), count, cumulative (since `counted_from`), milestone (1 = done).
    `period`: stock (as it stands at the end), month, year. `target_level`: the level of area that a target binds:
    `any` = each area by itself, else county and so on. `hold_after`: the last target holds on in years without one.
    `due_year`: a milestone's year; done stays done. `roll_up`: sum, or all (a milestone above is done when all below
    are). `source`: the register it is counted from; empty = entered by hand.
    """

    id: str
    name: str
    clauses: tuple[str, ...]
    kind: str
    unit: str
    operator: str
    numerator: str
    denominator: str
    parts_stated: bool
    period: str
    target_level: str
    roll_up: str
    hold_after: bool
    due_year: int | None
    counted_from: date | None
    source: Mapping[str, Any]
    readings: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Target:
    """A target cell. `value` None = blank in the document; rates in percent; milestones 1."""

    indicator: str
    area: str
    year: int
    operator: str
    value: Decimal | None
    unit: str
    clause: str
    printed: str
    note: str
    line: int


@dataclass(frozen=True)
class Site:
    """A planned place: the smallest area the document fixes, how many; not `sited` = 待选址, 待定."""

    area: str
    printed: str
    count: int
    facility: str
    sited: bool
    note: str


@dataclass(frozen=True)
class Project:
    """What one year's plan says of one kind of facility or work."""

    id: str
    year: int
    subject: str
    name: str
    clause: str
    column: str
    count: int
    unit: str
    sites: tuple[Site, ...]


@dataclass(frozen=True)
class Quota:
    """A range of a planned figure for each of some areas over `from_year`–`until_year`, both included."""

    id: str
    clause: str
    column: str
    areas: tuple[str, ...]
    least: int
    most: int
    from_year: int
    until_year: int
    printed: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """A stage of the work, in months as `2020-11`, both included."""

    name: str
    from_month: str
    until_month: str
    clause: str


@dataclass(frozen=True)
class Plan:
    """The yearly plan of a pack."""

    projects: tuple[Project, ...]
    quotas: tuple[Quota, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class DecompositionRow:
    """One area of the decomposition table: figures by column, None = blank; notes by column."""

    area: str
    printed: str
    figures: Mapping[str, int | None]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class Decomposition:
    """The document's table by area; `columns` gives the printed heading of each figure; `total` as stated."""

    title: str
    clause: str
    columns: Mapping[str, str]
    rows: tuple[DecompositionRow, ...]
    total: DecompositionRow


@dataclass(frozen=True)
class Step:
    """One step with its limit; `count` is working_days or calendar_days; `days` None = no limit."""

    id: str
    name: str
    actor: str
    days: int | None
    count: str
    starts: str
    clauses: tuple[str, ...]
    verified: bool
    source: str
    note: str


@dataclass(frozen=True)
class Channel:
    """A way in which an application comes: by the person or by somebody for them."""

    code: str
    name: str
    clause: str
    by_agent: bool


@dataclass(frozen=True)
class Paper:
    """A paper asked of the applicant; `when` names the case in which it is needed."""

    code: str
    name: str
    when: str
    verified: bool
    source: str


@dataclass(frozen=True)
class Procedure:
    """How an application runs: the programme applied for (empty where none), steps in order, channels, papers."""

    id: str
    name: str
    programme: str
    clauses: tuple[str, ...]
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    papers: tuple[Paper, ...]

    def step(self, step_id: str) -> Step:
        """The step named `step_id`. Raises KeyError."""
        return {step.id: step for step in self.steps}[step_id]


@dataclass(frozen=True)
class Package:
    """A product package of home adaptation; `price_fen` None = open."""

    code: str
    name: str
    clause: str
    price_fen: int | None
    price_status: str
    note: str


@dataclass(frozen=True)
class RiskItem:
    """One question of the home survey, by room, with the measure that usually answers it."""

    code: str
    room: str
    name: str
    measure: str
    verified: bool
    source: str
