"""Whatever is told late, and in whatever order: what was given in the end is what is due as the facts are known."""

from collections import Counter
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.needs.cycles.story import BY, PACK, Office, enrol, make, rows, say
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.models import CyclePayment, CycleRow, Recovery
from yinling.needs.cycles.queries.bases import outstanding
from yinling.needs.dues.domain.differences import GIVEN
from yinling.needs.dues.domain.months import due_for_month
from yinling.needs.dues.domain.periods import month_after
from yinling.needs.dues.queries.rulebook import rulebook
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.enrolments.queries import courses_of
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.people.registry.queries import fact_histories

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
MONTHS = [month_after(FIRST, n) for n in range(4)]
PROGRAMMES = ("allowance", "care_subsidy", "insurance", "birthday")
days = st.dates(date(2025, 12, 20), date(2026, 4, 20))
facts = st.one_of(
    st.tuples(st.just("care_level"), st.integers(0, 3)),
    st.tuples(st.just("care_level"), st.sampled_from([4, 5])),
    st.tuples(st.just("minimum_living"), st.booleans()),
    st.tuples(st.just("deceased_on"), days.map(str)),
)
steps = st.tuples(st.sampled_from(["pause", "resume"]), st.sampled_from(PROGRAMMES))
told = st.tuples(st.integers(0, 3), st.one_of(facts, steps), days)


class Undo(Exception):
    """Takes an example back."""


def tell(person, said, number: int) -> None:
    """One fact or step, known from the month's fourth on."""
    month, (name, value), day = said
    at = datetime(2026, 1 + month, 4, 9, number % 60, tzinfo=SHANGHAI)
    if name in ("pause", "resume"):
        step(person, name, value, day, at)
    else:
        say(person, name, value, str(day), at)


def step(person, verb: str, programme: str, day: date, at: datetime) -> None:
    number = next(c.enrolment_id for c in courses_of([person.pk], pack=PACK)[person.pk] if c.programme == programme)
    reason = {"reason": "hospital"} if verb == "pause" else {}
    with suppress(enrolments.WrongState):  # a pause within a pause, a resume of nothing
        getattr(enrolments, verb)(enrolment_id=number, from_=day, by=BY, at=at, **reason)


def due_now(person) -> dict[tuple[str, date], int]:
    """What the facts as known now say, month by month, each decision made alone."""
    history = fact_histories([person.pk])[person.pk]
    courses = courses_of([person.pk], pack=PACK)[person.pk]
    found, was_once = {}, False
    for month in MONTHS:
        book = rulebook(PACK, [month])
        entries = {name: book.entries[name, month] for name in PROGRAMMES}
        enrolled = {c.programme: c.due_periods(entries[c.programme].pauses) for c in courses}
        dues = due_for_month(
            {name: entry.bound for name, entry in entries.items()}, history, enrolled, month, book.overlaps,
            lambda bound, history, day: decide_one(bound, history.on(day)),
        )  # fmt: skip
        for name, due in dues.items():
            fen = due.fen
            if name == "birthday":
                fen, was_once = (0 if was_once else fen), was_once or due.is_given
            # what cannot be decided keeps what it was given
            found[name, month] = None if due.open_outcome else fen
    return found


def given_in_all(person) -> Counter:
    found: Counter = Counter()
    for name, month, fen in CycleRow.objects.filter(person=person, kind__in=GIVEN).values_list(
        "programme", "for_month", "amount_fen"
    ):
        found[name, month] += fen
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(told, max_size=7),
    birth=st.sampled_from(["1950-05-05", "1936-02-15", "1956-03-31", "1936-02-29"]),
    since=st.sampled_from(["2026-01-01", "2026-01-17", "2026-02-28"]),
)
def test_give_in_the_end_what_is_due(pack, told, birth, since) -> None:
    try:
        with transaction.atomic():
            story(told, birth, since)
            raise Undo
    except Undo:
        pass


def story(told, birth: str, since: str) -> None:
    office = Office()
    office.fund()
    person = make(birth=birth, care_level=2, minimum_living=True, bank_account="6222020000000000001")
    for name in PROGRAMMES:
        enrol(person, name, since)
    for number, month in enumerate(MONTHS):
        for order, said in enumerate(each for each in told if each[0] == number):
            tell(person, said, order)
        cycle = office.draft(f"{month:%Y-%m}", instalment_percent_max=100)
        before = rows(cycle)
        actions.clear_draft(cycle_id=cycle.pk, reason="再来一次", by=office.drafter, at=cycle.known_at)
        cycle = actions.draft(cycle.pk, by=office.drafter, at=cycle.known_at)
        assert rows(cycle) == before
        office.finish(cycle)
    given, due = given_in_all(person), due_now(person)
    for key, fen in due.items():
        if fen is not None:
            assert given[key] == fen, (key, given, due)
    recoveries = list(Recovery.objects.all())
    left = sum(sum(sums.values()) for sums in outstanding(recoveries).values())
    assert sum(CyclePayment.objects.values_list("amount_fen", flat=True)) - left == sum(given.values())
