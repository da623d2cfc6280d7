"""A rule as written: conditions, a decision table, amounts, one shared limit, and the readings it leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yinling.engines.rules.expressions import Expression

HitPolicy = Literal["first", "max", "sum"]


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
    """One line of the table: `when` over condition ids, and what follows (`values`, such as percent)."""

    id: str
    when: Expression
    words: str
    clause: str
    values: Mapping[str, int]


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
class Rule:
    """One programme's rule. `dated_by` names the fact on whose day parameters are read."""

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

    @property
    def limit(self) -> Limit | None:
        """The shared limit, if an amount has one."""
        return next((amount.limit for amount in self.amounts if amount.limit), None)
