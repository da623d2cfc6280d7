"""Drafting a cycle part by part: stopped anywhere and started again, it goes on where it was and doubles nothing."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from yinling.foundation.audit.actions import record_read
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.sealing import blind_index
from yinling.gateways.storing import insert_lines
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_account
from yinling.needs.cycles.actions.figures import Figures
from yinling.needs.cycles.actions.permits import keep_step, permit
from yinling.needs.cycles.actions.writing import Desk, Past, Scribe
from yinling.needs.cycles.domain.refusals import WrongState
from yinling.needs.cycles.domain.states import DRAFT
from yinling.needs.cycles.events import CycleDrafted
from yinling.needs.cycles.models import (
    Cycle,
    CycleFigure,
    CyclePayment,
    CycleProblem,
    CycleReason,
    CycleRow,
    ProblemKind,
)
from yinling.needs.cycles.queries.bases import (
    Given,
    Owed,
    Returned,
    dues_of_month,
    given_before,
    owed_by,
    paid_in,
    people_of,
    previous_of,
    returned_to,
    who_stands_for,
)
from yinling.needs.cycles.queries.elsewhere import approved_elsewhere, given_elsewhere
from yinling.needs.dues.domain.across import settle_across
from yinling.needs.dues.domain.lines import FigureLine, PaymentLine, ProblemLine, RowLine, Written
from yinling.needs.dues.domain.periods import first_of, month_after, months_between
from yinling.needs.dues.domain.persons import Person
from yinling.needs.dues.domain.shared_reasons import Reasons
from yinling.needs.dues.queries.deciding import Deciding, Dues, only_once
from yinling.needs.dues.queries.grounds import Grounds
from yinling.needs.dues.queries.rulebook import rulebook
from yinling.needs.enrolments.queries import Course, courses_of
from yinling.needs.enrolments.queries.courses import people_touched as steps_touched
from yinling.people.registry.queries import fact_histories, open_values
from yinling.people.registry.queries.histories import people_touched as facts_touched
from yinling.people.registry.queries.households import housemates

PEOPLE_AT_ONCE = 5_000
# A statement is dated when its import began; one that was still running at the last draft may be older than that.
LATE_COMMIT = timedelta(days=7)
NO_ACCOUNT = "没有登记收款账户，这次不能付款，登记账户后下月重发"


@dataclass(frozen=True)
class LookBack:
    """Who is worked out anew for past months: everybody, or those touched, and programmes that decide otherwise."""

    everybody: bool
    touched: frozenset[int]
    changed: frozenset[tuple[str, date]]

    def months(self, months: Sequence[date], keeper: Sequence[int], programmes: Sequence[str]) -> list[date]:
        """The past months to look at for one person, known under several numbers."""
        if self.everybody or not self.touched.isdisjoint(keeper):
            return list(months)
        return [month for month in months if any((name, month) in self.changed for name in programmes)]


def draft(
    cycle_id: int, *, by: Actor, at: datetime, progress: Callable[[int, int], None] = lambda done, total: None
) -> Cycle:
    """Works out everybody who is not yet in the draft, part by part. Again, or at the same time, doubles nothing.

    Raises NotPermitted, WrongState.
    """
    cycle = Cycle.objects.get(pk=cycle_id)
    permit(by, "cycles.draft", cycle.area)
    if cycle.state != DRAFT:
        raise WrongState()
    work = _Work(cycle, by=by, at=at)
    while not work.cycle.is_drafted:
        work.next_part()
        progress(work.cycle.persons_done, work.cycle.persons_total)
    return work.cycle


@dataclass(frozen=True)
class _PastOfAll:
    """Of everybody in a part: what they were given, still owe, and did not receive."""

    given: Mapping[tuple[int, str, date], Given]
    owed: Mapping[int, Sequence[Owed]]
    returned: Mapping[int, Sequence[Returned]]
    last: Mapping[int, int]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Lines hold no cycles; looking for some among hundreds of thousands would cost as much as writing them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Work:
    """One run of drafting."""

    def __init__(self, cycle: Cycle, *, by: Actor, at: datetime) -> None:
        self.cycle, self.by, self.at = cycle, by, at
        self.first = month_after(cycle.month, -cycle.look_back_months)
        book = rulebook(cycle.pack, months_between(self.first, cycle.month))
        facts = load_facts()
        self.desk = Desk(cycle, book, facts, Reasons(facts))
        self.deciding, self.grounds = Deciding(book), Grounds(self.desk.reasons, facts)
        self.previous = previous_of(cycle)
        self.look_back = self._look_back()
        if not cycle.persons_done:
            total = people_of(cycle).count()
            Cycle.objects.filter(pk=cycle.pk, state=DRAFT).update(persons_total=total, rules=book.digests)
            cycle.refresh_from_db()

    def _look_back(self) -> LookBack:
        if self.previous is None:
            return LookBack(everybody=True, touched=frozenset(), changed=frozenset())
        marks = self.previous.marks
        since = datetime.fromisoformat(marks["at"]) - LATE_COMMIT
        touched = facts_touched(after_statement=marks["statement"], since=since)
        touched |= steps_touched(pack=self.cycle.pack, after_step=marks["step"], since=since)
        touched |= approved_elsewhere(self.desk.book.across, after_step=marks.get("approval", 0))
        if any(entry.is_shared for entry in self.desk.book.entries.values()):
            touched = touched.union(*housemates(touched, ever_named=True).values())
        changed = self.desk.book.changed_since(self.previous.rules)
        return LookBack(everybody=False, touched=frozenset(touched), changed=frozenset(changed))

    @transaction.atomic
    def next_part(self) -> None:
        """The next people; claiming them first lets two drafters share the work but never a person."""
        cycle = self.cycle
        people = people_of(cycle).filter(pk__gt=cycle.after_person).order_by("pk")
        part = list(people.values_list("pk", "area")[:PEOPLE_AT_ONCE])
        mine = Cycle.objects.filter(pk=cycle.pk, state=DRAFT, after_person=cycle.after_person, is_drafted=False)
        if not part:
            if mine.update(is_drafted=True):
                self._finish()
        elif mine.update(after_person=part[-1][0], persons_done=F("persons_done") + len(part)):
            self._write(part)
        cycle.refresh_from_db()
        if cycle.state != DRAFT:
            raise WrongState()

    def _finish(self) -> None:
        cycle = self.cycle
        cycle.refresh_from_db()
        keep_step(cycle, "draft", by=self.by, at=self.at, after={"persons": cycle.persons_done})
        announce(CycleDrafted(cycle.pk, cycle.pack, cycle.month, cycle.area), by=self.by, at=self.at)

    @_without_collector()
    def _write(self, part: Sequence[tuple[int, str]]) -> None:
        keepers = who_stands_for(person for person, _ in part)
        people = self._people(part, keepers)
        decided = self.deciding.decide(people, self._company(people))
        dues, past = decided.dues, self._past(people, keepers)
        self._settle_once(people, dues, past)
        self._settle_across(people, dues, keepers)
        grounds = self.grounds.for_part(decided)
        written, figures = Written(), Figures(self.cycle)
        before = dues_of_month(keepers, self.cycle.pack, month_after(self.cycle.month, -1))
        for person in people:
            own = Past(past.given, past.owed.get(person.id, ()), past.returned.get(person.id, ()))
            scribe = Scribe(self.desk, grounds, person, own, written)
            for month in person.months:
                scribe.month(month, dues[person.id, month])
            scribe.general()
            scribe.keep_back()
            scribe.repeat()
            scribe.pay(past.last.get(person.id, 0))
            figures.changes(scribe, before.get(person.id, {}), dues.get((person.id, self.cycle.month), {}))
        figures.written(written)
        self._put_accounts(written)
        self._store(written, figures)

    def _company(self, people: Sequence[Person]) -> list[Person]:
        """Others of the households, where a programme's limit is shared: decided for the same months, not written."""
        shared = {name for (name, _), entry in self.desk.book.entries.items() if entry.is_shared}
        asking = {person.id: person for person in people if shared & person.by_programme.keys()}
        if not asking:
            return []
        inside = {person.id for person in people}
        months: dict[int, set[date]] = {}
        for person, others in housemates(asking).items():
            for other in others - inside:
                months.setdefault(other, set()).update(asking[person].months)
        if not months:
            return []
        keepers = who_stands_for(months)
        histories, courses = fact_histories(sorted(months)), self._courses(keepers)
        return [
            Person(other, "", histories[other], courses.get(other, []), sorted(months[other]))
            for other in sorted(months)
        ]

    def _courses(self, keepers: Mapping[int, int]) -> dict[int, list[Course]]:
        courses: dict[int, list[Course]] = {}
        for number, own in courses_of(keepers, pack=self.cycle.pack).items():
            courses.setdefault(keepers[number], []).extend(own)
        return courses

    def _people(self, part: Sequence[tuple[int, str]], keepers: dict[int, int]) -> list[Person]:
        histories = fact_histories([person for person, _ in part])
        courses = self._courses(keepers)
        numbers: dict[int, list[int]] = {}
        for number, keeper in keepers.items():
            numbers.setdefault(keeper, []).append(number)
        return [
            Person(person, area, histories[person], own, self._months(own, numbers[person]))
            for person, area in part
            for own in [courses.get(person, [])]
        ]

    def _months(self, courses: Sequence[Course], numbers: Sequence[int]) -> list[date]:
        if not courses:
            return []
        since = max(self.first, first_of(min(course.since for course in courses)))
        # A period of several months may begin before the enrolment and be decided after it: whole months suffice.
        past = months_between(since, month_after(self.cycle.month, -1))
        programmes = {course.programme for course in courses}
        return [*self.look_back.months(past, numbers, sorted(programmes)), self.cycle.month]

    def _past(self, people: Sequence[Person], keepers: dict[int, int]) -> _PastOfAll:
        once = self._once()
        whole = {person.id for person in people if len(person.months) > 1 or once & set(person.programmes)}
        looked = {number: keeper for number, keeper in keepers.items() if keeper in whole}
        given = given_before(keepers, self.cycle, month=self.cycle.month) | given_before(looked, self.cycle)
        last = paid_in(keepers, self.previous)
        return _PastOfAll(given, owed_by(keepers, self.cycle), returned_to(keepers, self.cycle), last)

    def _once(self) -> set[str]:
        return {name for (name, _), entry in self.desk.book.entries.items() if entry.is_once}

    def _settle_once(self, people: Sequence[Person], dues: dict[tuple[int, date], Dues], past: _PastOfAll) -> None:
        once = self._once()
        received = {
            (person, name, month) for (person, name, month), given in past.given.items()
            if name in once and sum(given.by_payer.values()) > 0
        }  # fmt: skip
        for person in people:
            for name in once & set(person.programmes):
                elsewhere = any(
                    keeper == person.id and what == name and month not in person.months
                    for keeper, what, month in received
                )
                only_once(dues, person, name, was_given_elsewhere=elsewhere)

    def _settle_across(
        self, people: Sequence[Person], dues: dict[tuple[int, date], Dues], keepers: Mapping[int, int]
    ) -> None:
        """What cycles of other packs gave first for the same need is not given again."""
        book = self.desk.book
        elsewhere = given_elsewhere(keepers, book.across, pack=self.cycle.pack) if book.across else {}
        for person in people if elsewhere else ():
            for month in person.months:
                own = dues[person.id, month]
                periods = {name: book.entries[name, month].giving.period for name in own}
                for place, across in enumerate(book.across):
                    settle_across(own, across, elsewhere.get((person.id, place, month), ()), periods)

    def _put_accounts(self, written: Written) -> None:
        """Accounts masked and by blind index; who has none is a problem, and not forgotten."""
        if not written.payments:
            return
        people = [payment.person_id for payment in written.payments]
        accounts = open_values(people, "bank_account", on=day_of(self.at))
        record_read(
            by=self.by, at=self.at, subject=f"cycle:{self.cycle.pk}", fields=["bank_account"], area=self.cycle.area,
            reason=f"编制每月发放，核对 {len(people)} 人的收款账户",
        )  # fmt: skip
        month = self.cycle.month.isoformat()
        for place, payment in enumerate(written.payments):
            if account := accounts.get(payment.person_id, ""):
                written.payments[place] = payment._replace(
                    account_masked=mask_account(account), account_index=blind_index(account, purpose="account")
                )
            else:
                lack = (ProblemKind.NO_ACCOUNT.value, NO_ACCOUNT)
                written.problems.append(
                    ProblemLine(payment.cycle_id, payment.person_id, payment.area, "", month, *lack)
                )

    def _store(self, written: Written, figures: Figures) -> None:
        fresh = [CycleReason(digest=digest, reasons=told) for digest, told in self.desk.reasons.take_fresh().items()]
        CycleReason.objects.bulk_create(fresh, ignore_conflicts=True)
        insert_lines(CycleRow, RowLine._fields, written.rows)
        insert_lines(CycleProblem, ProblemLine._fields, written.problems)
        insert_lines(CyclePayment, PaymentLine._fields, written.payments)
        insert_lines(CycleFigure, FigureLine._fields, figures.rows())
