"""Who is on the list, why, and at which risk: conditions in the language of the rules over the facts of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from yinling.engines.rules.expressions import parse
from yinling.engines.rules.scalar import Evaluate, compile_one

Values = Mapping[str, object]


class Condition(Protocol):
    """As a pack writes it."""

    @property
    def id(self) -> str:
        """Its code."""

    @property
    def when(self) -> str:
        """The expression; empty: always."""

    @property
    def words(self) -> str:
        """What a person reads."""


class Clause(Condition, Protocol):
    """A condition with the clause that it comes from."""

    @property
    def clause(self) -> str:
        """Where it is written."""


@dataclass(frozen=True)
class Reason:
    """One group that put a person on the list."""

    id: str
    words: str
    clause: str


@dataclass(frozen=True)
class Found:
    """What the rules say of one person. `unmet` says why they are not on the list; `unknown` what nobody knows."""

    reasons: tuple[Reason, ...]
    risk: str
    unmet: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Whether the person is to be visited."""
        return bool(self.reasons) and not self.unmet


def look(values: Values, *, required: Sequence[Clause], groups: Sequence[Clause], risks: Sequence[Condition]) -> Found:
    """Listed: of one group for certain, and no requirement certainly unmet; the unknown keeps nobody off the list."""
    truths = [(one, truth(one.when, values)) for one in required]
    unmet = next((f"不再符合：{one.words}" for one, met in truths if met is False), "")
    unknown = tuple(one.words for one, met in truths if met is None)
    reasons = tuple(Reason(one.id, one.words, one.clause) for one in groups if truth(one.when, values) is True)
    if not reasons:
        unmet = unmet or "不再属于任何一类探访对象"
    return Found(reasons, risk_of(values, risks), unmet, unknown)


def risk_of(values: Values, risks: Sequence[Condition]) -> str:
    """The first class whose condition holds for certain; the last one has none, and takes the rest."""
    return next((one.id for one in risks if not one.when or truth(one.when, values) is True), risks[-1].id)


def truth(when: str, values: Values) -> bool | None:
    """True, False, or None where a fact is missing that would decide."""
    found: bool | None = _compiled(when)(_Known(values))
    return found


@cache
def _compiled(when: str) -> Evaluate:
    return compile_one(parse(when).node)


class _Known(dict[str, object]):
    """Facts that nobody told are unknown."""

    def __missing__(self, name: str) -> None:
        return None
