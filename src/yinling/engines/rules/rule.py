"""A rule as written: conditions, a decision table, amounts, one shared limit, and the readings it leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yinling.engines.rules.expressions import Expression

HitPolicy = Literal["first", "max", "sum"]
Subject = Literal["request", "person", "household", "provider", "staff"]
GiftKind = Literal["money", "voucher", "goods", "service", "card", "right", "list"]
Entry = Literal["application", "automatic", "on_demand"]


@dataclass(frozen=True)
class Option:
    """A question the text leaves open, its answers in words, and the one taken unless told otherwise."""

    id: str
    question: str
    words: str
    default: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """One thing that is true, false or unknown of a case."""

    id: str
    when: Expression
    words: str
    clause: str


@dataclass(frozen=True)
class Row:
    """One line of the table: `when` over condition ids, and what follows (`values`, such as percent).

    `named` values are those that an authority sets: the value's name, and the parameter that holds it.
    """

    id: str
    when: Expression
    words: str
    clause: str
    values: Mapping[str, int]
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """A sum that all cases of one group (`per`) share, used up in `order`."""

    id: str
    parameter: str
    per: str
    order: tuple[str, ...]
    words: str
    clause: str


@dataclass(frozen=True)
class Amount:
    """A sum worked out from facts, row values and earlier amounts, in fen; `payer` is empty for steps between."""

    id: str
    is_: Expression
    words: str
    payer: str = ""
    public: bool = False
    limit: Limit | None = None


@dataclass(frozen=True)
class Sharing:
    """Where `when` holds (over options), all granted cases of a group (`per` a fact) take its best row."""

    per: str
    when: Expression


@dataclass(frozen=True)
class Gives:
    """What a programme gives: its kind, and in words what it is (empty for money)."""

    kind: GiftKind = "money"
    words: str = ""


@dataclass(frozen=True)
class Cycle:
    """How a programme is given period by period.

    `counted_on` month_start or month_end: the facts of that day decide the whole period; each_day: day by day.
    `pauses` are reasons for which nothing is due; `life_check_months` how often the recipient is seen alive.
    """

    every: Literal["month", "quarter", "year", "once"]
    counted_on: Literal["month_start", "month_end", "each_day"]
    pauses: tuple[str, ...] = ()
    life_check_months: int | None = None


@dataclass(frozen=True)
class Rule:
    """One programme's rule. `dated_by` names the fact on whose day parameters are read.

    `subject` is who or what is decided; `entry` how one comes to have it: by application, automatic, or on demand;
    without a `cycle` it is given case by case, or is a standing right.
    """

    id: str
    name: str
    clause: str
    requirement: str
    from_: date
    until: date | None
    dated_by: str
    options: tuple[Option, ...]
    conditions: tuple[Condition, ...]
    eligibility: Expression
    hit_policy: HitPolicy
    ranked_by: str
    rows: tuple[Row, ...]
    sharing: Sharing | None
    amounts: tuple[Amount, ...]
    facts: frozenset[str] = field(default_factory=frozenset)
    parameters: frozenset[str] = field(default_factory=frozenset)
    version: str = ""
    subject: Subject = "request"
    gives: Gives = Gives()
    entry: Entry = "application"
    cycle: Cycle | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the document is in force on a day; on the day `until` it no longer is."""
        return self.from_ <= day and (self.until is None or day < self.until)

    @property
    def limit(self) -> Limit | None:
        """The shared limit, if an amount has one."""
        return next((amount.limit for amount in self.amounts if amount.limit), None)
