"""Dues of many people: questions gathered by rule, answered many at once, put together by person and month.

Most people's month is whole: nothing changes within it, so one question covers it. Those are decided as columns, and
everybody with the same answer and sums has the same `Due`; whatever is cut by days is put together piece by piece.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.columns import Column
from yinling.needs.dues.domain.fact_columns import fact_column
from yinling.needs.dues.domain.fact_table import FactTable
from yinling.needs.dues.domain.households import Asked, cut_together, group_of, shared_facts
from yinling.needs.dues.domain.months import NOTHING_DUE, Due, Question, Stretch, due_of, questions, rate_of
from yinling.needs.dues.domain.periods import birthdays_in
from yinling.needs.dues.domain.persons import Person
from yinling.needs.dues.domain.settling import Settling
from yinling.needs.dues.queries.rulebook import Entry, Rulebook
from yinling.needs.entitlements.domain.deciding import decide_batch

Dues = dict[str, Due]
SAME_MAX = 100_000


@dataclass
class _Asking:
    """Everything asked of one programme in one month, by place: whole periods, and days of them."""

    entry: Entry
    whole: list[int] = field(default_factory=list)
    parts: list[Asked] = field(default_factory=list)


@dataclass(frozen=True)
class Decided:
    """What is due by person and month, and the facts it stands on; `places` are the persons' places in the facts."""

    dues: dict[tuple[int, date], Dues]
    facts: FactTable
    places: Mapping[int, int]


class Deciding:
    """Decides part after part of the people by one rulebook; what many have in common is made once for all parts."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._settling = Settling(book.overlaps, lambda name, month: book.entries[name, month].giving.period)
        self._same: dict[Any, Due] = {}

    def decide(self, people: Sequence[Person], company: Sequence[Person] = ()) -> Decided:
        """What is due to each of the people in each of their months, by programme.

        `company` are others of their households: they use up limits too, but nothing is worked out for them.
        """
        everyone = [*people, *company]
        facts = FactTable(self._book.kinds, [person.history for person in everyone])
        found: dict[tuple[int, date], Dues] = {}
        asking: dict[tuple[str, date], _Asking] = {}
        for place, person in enumerate(everyone):
            self._ask(place, person, asking, None if place >= len(people) else found)
        if len(self._same) > SAME_MAX:
            self._same.clear()
        for (name, month), asked in asking.items():
            for place, due in self._answer(asked, everyone, facts):
                if place < len(people):
                    found[everyone[place].id, month][name] = due
        for (_, month), dues in found.items():
            self._settling.settle(dues, month)
        return Decided(found, facts, {person.id: place for place, person in enumerate(people)})

    def _ask(
        self,
        place: int,
        person: Person,
        asking: dict[tuple[str, date], _Asking],
        found: dict[tuple[int, date], Dues] | None,
    ) -> None:
        entries = self._book.entries
        is_calm = _Calm(person)
        for month in person.months:
            own: Dues = {}
            for name in person.by_programme:
                entry = entries.get((name, month))
                if entry is None or entry.is_beyond_months or (found is None and not entry.is_shared):
                    continue
                own[name] = NOTHING_DUE
                to = asking.get((name, month)) or asking.setdefault((name, month), _Asking(entry))
                periods = person.enrolled(name, entry.pauses)
                if entry.covers(periods) and is_calm.within(entry):
                    to.whole.append(place)
                else:
                    own_questions = questions(entry.bound, entry.giving, person.history, periods, entry.cuts)
                    to.parts.extend((place, question) for question in own_questions)
            if found is not None:
                found[person.id, month] = own

    def _answer(self, asked: _Asking, everyone: Sequence[Person], facts: FactTable) -> Iterator[tuple[int, Due]]:
        entry = asked.entry
        if entry.is_shared:
            yield from self._answer_together(asked, everyone, facts)
            return
        if asked.whole and entry.whole:
            places = np.array(asked.whole, dtype=np.intp)
            columns = facts.columns(entry.bound.rule.facts, entry.whole.day, places)
            batch = decide_batch(entry.bound, columns, len(places))
            yield from zip(asked.whole, self._whole(entry, batch), strict=True)
        if asked.parts:
            yield from self._pieces(entry, asked.parts, self._mixed(entry, asked.parts, facts))

    def _answer_together(
        self, asked: _Asking, everyone: Sequence[Person], facts: FactTable
    ) -> Iterator[tuple[int, Due]]:
        """One batch for all: a limit is used up among those who share it."""
        entry = asked.entry
        rows = [(place, entry.whole) for place in asked.whole if entry.whole] + asked.parts
        columns: dict[str, Column] = {}
        for per in sorted(shared_facts(entry.bound)):
            homes = dict(enumerate(facts.values(per, entry.whole.day))) if entry.whole else {}
            homes = {place: homes[place] for place in asked.whole}
            histories = [person.history for person in everyone]
            rows = cut_together(rows, homes, histories, per)
            groups = [
                group_of(homes[at] if at in homes else histories[at].value(per, question.day), question)
                for at, question in rows
            ]  # fmt: skip
            columns[per] = fact_column(groups, "text")
        if rows:
            yield from self._pieces(entry, rows, self._mixed(entry, rows, facts) | columns)

    def _mixed(self, entry: Entry, rows: Sequence[Asked], facts: FactTable) -> dict[str, Column]:
        usual = entry.whole.day if entry.whole else rows[0][1].day
        return facts.mixed(entry.bound.rule.facts, usual, [(place, question.day) for place, question in rows])

    def _whole(self, entry: Entry, batch: Batch) -> Iterator[Due]:
        for row, key in enumerate(_keys(batch)):
            known = id(entry), key
            due = self._same.get(known)
            if due is None and entry.whole:
                decision = batch.decision(row)
                stretch = Stretch(entry.whole.period, entry.whole.day, decision, rate_of(entry.bound, decision))
                # The decision, kept in the due, keeps its resolution: that number cannot go to another one.
                due = self._same[known] = due_of([stretch], entry.giving.period)
            yield due or NOTHING_DUE

    def _pieces(self, entry: Entry, rows: Sequence[Asked], columns: Mapping[str, Column]) -> Iterator[tuple[int, Due]]:
        batch = decide_batch(entry.bound, columns, len(rows))
        found: dict[int, list[tuple[Question, int]]] = defaultdict(list)
        for row, (place, question) in enumerate(rows):
            found[place].append((question, row))
        keys = _keys(batch)
        whole = self._whole(entry, batch)
        dues = list(whole) if entry.whole else []
        same: dict[Any, tuple[Any, Any]] = {}
        for place, pieces in found.items():
            if len(pieces) == 1 and entry.whole is not None and pieces[0][0] == entry.whole:
                yield place, dues[pieces[0][1]]
                continue
            stretches = []
            for question, row in sorted(pieces, key=lambda piece: piece[0].period):
                if keys[row] not in same:
                    decision = batch.decision(row)
                    same[keys[row]] = decision, rate_of(entry.bound, decision)
                stretches.append(Stretch(question.period, question.day, *same[keys[row]]))
            yield place, due_of(stretches, entry.giving.period)


def _keys(batch: Batch) -> list[tuple[Any, ...]]:
    """For each row what its decision and sums follow from: the table's answer, the amounts, what a limit did."""
    numbers = [id(resolution) for resolution in batch.resolutions]
    columns: list[list[Any]] = [[numbers[at] for at in batch.signature.tolist()]]
    for amount in batch.sums.amounts.values():
        columns.append(np.broadcast_to(amount.values, len(batch)).tolist())
        if isinstance(amount.known, np.ndarray):
            columns.append(amount.known.tolist())
    if batch.bound.rule.limit is not None:
        columns += [batch.sums.limit_use.tolist(), batch.sums.is_earlier_undecided.tolist()]
    if batch.sums.group_row is not None:
        columns.append(batch.sums.group_row.tolist())
    return list(zip(*columns, strict=True))


class _Calm:
    """Whether nothing about a person changes within a period: told once for each."""

    def __init__(self, person: Person) -> None:
        self._history = person.history
        self._told: dict[Any, bool] = {}

    def within(self, entry: Entry) -> bool:
        """No death at all; for what is given day by day, no change of a fact and no birthday either."""
        if self._history.deceased_on is not None:
            return False
        if entry.giving.counted_on is not None:
            return True
        period = entry.giving.period
        if period not in self._told:
            birth = self._history.value("birth_date", period.from_)
            has_birthday = isinstance(birth, date) and bool(birthdays_in(birth, period))
            self._told[period] = not has_birthday and not self._history.change_days(period.from_, period.until)
        return self._told[period]


def only_once(dues: dict[tuple[int, date], Dues], person: Person, name: str, *, was_given_elsewhere: bool) -> None:
    """A gift for once is due in the first month that grants it, and in no other."""
    is_open = not was_given_elsewhere
    for month in sorted(person.months):
        due = dues[person.id, month].get(name)
        if due is None or not due.is_given:
            continue
        if not is_open:
            dues[person.id, month][name] = NOTHING_DUE
        is_open = False
