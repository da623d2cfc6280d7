"""Dues of many people: questions gathered by rule, answered many at once, put together by person and month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.fact_columns import History, fact_columns
from yinling.needs.dues.domain.months import Due, Question, Stretch, due_of, overlapped, questions, rate_of
from yinling.needs.dues.queries.rulebook import Rulebook
from yinling.needs.entitlements.domain.deciding import decide_batch

Dues = dict[str, Due]
Slot = tuple[int, date, str, Question]


@dataclass
class Asked:
    """Everything asked of one bound rule."""

    bound: BoundRule
    slots: list[Slot] = field(default_factory=list)
    rows: list[tuple[History, date]] = field(default_factory=list)


class Enrolled(Protocol):
    """An enrolment, as far as dues ask."""

    @property
    def programme(self) -> str:
        """The programme's id."""

    @property
    def is_ended(self) -> bool:
        """Whether it is over for good."""

    def due_periods(self, pauses: Sequence[str]) -> list[Period]:
        """Periods in which it neither ended nor rests for one of the pauses."""


@dataclass(frozen=True)
class Person:
    """Who is worked out, and in which months."""

    id: int
    area: str
    history: History
    courses: Sequence[Enrolled]
    months: Sequence[date]

    def enrolled(self, programme: str, pauses: Sequence[str]) -> list[Period]:
        """The periods in which the programme, through any of its enrolments, neither ended nor rests."""
        own = [course for course in self.courses if course.programme == programme]
        return [period for course in own for period in course.due_periods(pauses)]

    @property
    def is_ended(self) -> bool:
        """Whether every enrolment is over."""
        return all(course.is_ended for course in self.courses)

    @property
    def programmes(self) -> list[str]:
        """Programmes of the person's enrolments, each once."""
        return list(dict.fromkeys(course.programme for course in self.courses))


def decide_all(people: Iterable[Person], book: Rulebook) -> dict[tuple[int, date], Dues]:
    """What is due to each person in each of their months, by programme; shared programmes are left out."""
    asked: dict[int, Asked] = {}
    wanted: dict[tuple[int, date], dict[str, list[Stretch]]] = {}
    for each_person in people:
        _ask(each_person, book, asked, wanted)
    for each in asked.values():
        _answer(each, book, wanted)
    found: dict[tuple[int, date], Dues] = {}
    for (person, month), stretches in wanted.items():
        settled = overlapped(stretches, book.overlaps) if len(stretches) > 1 else stretches
        found[person, month] = {
            name: due_of(parts, book.entries[name, month].giving.period) for name, parts in settled.items()
        }
    return found


def _ask(
    person: Person,
    book: Rulebook,
    asked: dict[int, Asked],
    wanted: dict[tuple[int, date], dict[str, list[Stretch]]],
) -> None:
    periods: dict[str, list[Period]] = {}
    for month in person.months:
        own = wanted.setdefault((person.id, month), {})
        for name in person.programmes:
            entry = book.entries.get((name, month))
            if entry is None or entry.is_shared:
                continue
            if name not in periods:
                periods[name] = _joined(person.enrolled(name, entry.pauses))
            own[name] = []
            to_bound = asked.setdefault(id(entry.bound), Asked(entry.bound))
            for question in questions(entry.bound, entry.giving, person.history, periods[name], entry.cuts):
                to_bound.slots.append((person.id, month, name, question))
                to_bound.rows.append((person.history, question.day))


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Periods of one programme's enrolments in order, those that meet or overlap as one."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.from_ <= found[-1].until:
            found[-1] = Period(found[-1].from_, max(found[-1].until, period.until))
        else:
            found.append(period)
    return found


def _answer(asked: Asked, book: Rulebook, wanted: Mapping[tuple[int, date], dict[str, list[Stretch]]]) -> None:
    if not asked.rows:
        return
    bound = asked.bound
    kinds = {name: book.kinds[name] for name in bound.rule.facts}
    batch = decide_batch(bound, fact_columns(kinds, asked.rows), len(asked.rows))
    # Decisions with equal answers and sums are one object: what follows from them is worked out once.
    same: dict[Any, tuple[Decision, Mapping[str, int]]] = {}
    for row, (person, month, name, question) in enumerate(asked.slots):
        decision = batch.decision(row)
        key = (id(decision.resolution), *decision.amounts.values())
        kept = same.get(key)
        if kept is None:
            kept = same[key] = decision, rate_of(bound, decision)
        wanted[person, month][name].append(Stretch(question.period, question.day, *kept))


def only_once(dues: dict[tuple[int, date], Dues], person: Person, name: str, *, was_given_elsewhere: bool) -> None:
    """A gift for once is due in the first month that grants it, and in no other."""
    is_open = not was_given_elsewhere
    for month in sorted(person.months):
        due = dues[person.id, month].get(name)
        if due is None or not due.is_given:
            continue
        if not is_open:
            dues[person.id, month][name] = Due((), (), {})
        is_open = False
