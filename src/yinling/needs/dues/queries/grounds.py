"""What a due comes to on paper: sums as text, segments, reasons, a problem if there is one. Made once for all alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.facts import Fact
from yinling.needs.dues.domain.fact_table import FactTable
from yinling.needs.dues.domain.lines import MISSING_FACTS, NOT_ENTITLED, PAID_ELSEWHERE, UNPAYABLE, as_text
from yinling.needs.dues.domain.months import Due, Stretch
from yinling.needs.dues.domain.persons import Person
from yinling.needs.dues.domain.shared_reasons import Reasons
from yinling.needs.dues.queries.deciding import Decided
from yinling.needs.dues.queries.rulebook import Entry

NOT_KEPT = frozenset({"person_id", "household_id", "on", "alive"})
WORDS_MAX, KEPT_MAX = 300, 150_000


class Ground(NamedTuple):
    """`is_row`: money or a gift is due. `problem`: kind and words, where somebody must look into it."""

    due: Due
    is_row: bool
    by_fund: str
    segments: str
    rule_version: str
    reason_id: str | None
    fact_names: tuple[str, ...]
    problem: tuple[str, str] | None


@dataclass
class Grounds:
    """Grounds by programme, month and due; `facts` and `places` are those of the part of the people at hand."""

    reasons: Reasons
    known: Mapping[str, Fact]
    facts: FactTable = field(default_factory=lambda: FactTable({}, ()))
    places: Mapping[int, int] = field(default_factory=dict)
    made: dict[tuple[str, date, int], Ground] = field(default_factory=dict)

    def for_part(self, decided: Decided) -> "Grounds":
        """Itself, turned to other people."""
        self.facts, self.places = decided.facts, decided.places
        if len(self.made) > KEPT_MAX:
            self.made.clear()
        return self

    def of(self, name: str, month: date, entry: Entry, due: Due) -> Ground:
        """The ground of a due; it keeps the due, whose number therefore stays its own."""
        key = name, month, id(due)
        return self.made.get(key) or self.made.setdefault(key, self._make(entry, due))

    def _make(self, entry: Entry, due: Due) -> Ground:
        telling = due.telling
        is_in_kind = entry.bound.rule.gives.kind != "money"
        is_row = due.open_outcome is None and bool(due.fen or (due.is_given and is_in_kind))
        whole = len(due.segments) == 1 and due.segments[0].period == entry.giving.period
        segments: list[object] = [] if whole else [_segment_words(segment) for segment in due.segments]
        names = tuple(sorted(entry.bound.rule.facts - NOT_KEPT)) if telling else ()
        reason = self.reasons.digest_of(entry.bound, telling) if telling else None
        problem = None if is_row else self._problem(entry, due)
        return Ground(due, is_row, as_text(dict(due.by_payer)), as_text(segments) if telling else "[]", entry.version,
                      reason, names, problem)  # fmt: skip

    def _problem(self, entry: Entry, due: Due) -> tuple[str, str] | None:
        if due.open_outcome is not None:
            is_missing = due.open_outcome is Outcome.MISSING_FACTS
            kind = MISSING_FACTS if is_missing else UNPAYABLE
        elif due.stretches and not any(stretch.because for stretch in due.stretches):
            kind = NOT_ENTITLED
        elif paid := next((each.because for each in due.stretches if each.because and each.because.is_across), None):
            return PAID_ELSEWHERE, f"{entry.bound.rule.name}：{paid.words}"[:WORDS_MAX]
        else:
            return None
        return kind, problem_words(entry, due, self.known)[:WORDS_MAX]

    def facts_text(self, person: Person, entry: Entry, ground: Ground) -> str:
        """The facts that explain a month, as JSON text."""
        telling = ground.due.telling
        if telling is None:
            return "{}"
        if entry.whole is not None and telling.day == entry.whole.day:
            place = self.places[person.id]
            return f"{{{', '.join([self.facts.texts(name, telling.day)[place] for name in ground.fact_names])}}}"
        return as_text(self.facts_on(person, ground))

    @staticmethod
    def facts_on(person: Person, ground: Ground, stretch: Stretch | None = None) -> dict[str, Any]:
        """The facts that explain a month, by name: of the stretch that tells most, or of another."""
        telling = stretch or ground.due.telling
        if telling is None:
            return {}
        return {name: _plain(person.history.value(name, telling.day)) for name in ground.fact_names}


def _segment_words(segment: Any) -> dict[str, Any]:
    period = segment.period
    return {"from": period.from_.isoformat(), "until": period.until.isoformat(), "fen": segment.fen}


def problem_words(entry: Entry, due: Due, known: Mapping[str, Fact]) -> str:
    """What is missing, or which conditions are not met."""
    telling = due.telling
    name = entry.bound.rule.name
    if telling is None:
        return name
    resolution = telling.decision.resolution
    if resolution.missing_facts:
        return f"{name}：缺少{'、'.join(known[fact].label for fact in resolution.missing_facts if fact in known)}"
    if resolution.missing_parameters:
        labels = [entry.bound.parameters[each].label for each in resolution.missing_parameters]
        return f"{name}：{'、'.join(labels)}尚未公布或录入"
    if telling.decision.outcome is Outcome.GRANTED:
        return f"{name}：符合条件，但算出的金额是零"
    unmet = [
        condition.words
        for condition, truth in zip(entry.bound.rule.conditions, resolution.truths, strict=True)
        if truth is False and condition.id in entry.bound.rule.eligibility.names
    ]
    return f"{name}：不符合“{'、'.join(unmet)}”" if unmet else f"{name}：不符合任何一档"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
