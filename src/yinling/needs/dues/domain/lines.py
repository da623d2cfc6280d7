"""What a draft writes down, as plain lines in the columns of their tables: no model is made for any of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

MISSING_FACTS, UNPAYABLE = "missing_facts", "unpayable"
NOT_ENTITLED, PAID_ELSEWHERE = "not_entitled", "paid_elsewhere"


class RowLine(NamedTuple):
    """A sum for one programme and month; `by_fund`, `facts` and `segments` are JSON text."""

    cycle_id: int
    person_id: int
    area: str
    programme: str
    for_month: str
    kind: str
    amount_fen: int
    by_fund: str
    reason_id: str | None = None
    facts: str = "{}"
    segments: str = "[]"
    rule_version: str = ""
    cause: str = ""
    recovery_id: int | None = None
    repeats_id: int | None = None


class ProblemLine(NamedTuple):
    """What somebody must look into."""

    cycle_id: int
    person_id: int
    area: str
    programme: str
    for_month: str
    kind: str
    words: str
    reason_id: str | None = None


class PaymentLine(NamedTuple):
    """One person's money; the account is put in when it is known."""

    cycle_id: int
    person_id: int
    area: str
    amount_fen: int
    by_fund: str
    account_masked: str = ""
    account_index: str = ""


class FigureLine(NamedTuple):
    """A sum of many."""

    cycle_id: int
    area: str
    programme: str
    what: str
    fund: str
    count: int  # type: ignore[assignment]  # the column has this name; nobody counts in a line
    amount_fen: int


@dataclass
class Written:
    """Lines of a part of the people, to be stored together."""

    rows: list[RowLine] = field(default_factory=list)
    problems: list[ProblemLine] = field(default_factory=list)
    payments: list[PaymentLine] = field(default_factory=list)


def as_text(value: Mapping[str, object] | list[object]) -> str:
    """A value as the JSON text of a column."""
    return json.dumps(value)
