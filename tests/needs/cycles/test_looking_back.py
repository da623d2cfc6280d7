"""Earlier months are decided again for those whom something touched: with the same differences as for everybody."""

import re
from contextlib import suppress
from datetime import date, datetime
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.needs.cycles import story
from tests.needs.cycles.story import BY, PACK, Office, enrol, make, new_rate, say
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.actions import drafting
from yinling.needs.cycles.models import Cycle, CycleRow
from yinling.needs.dues.domain.periods import month_after
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.enrolments.queries import courses_of

pytestmark = pytest.mark.django_db
MONTHS = [month_after(date(2026, 1, 1), n) for n in range(3)]
PROGRAMMES = ("allowance", "care_subsidy", "insurance", "birthday", "heating")
EVERYBODY = drafting.LookBack(everybody=True, touched=frozenset(), changed=frozenset())
WHOLE_MONTHS = re.compile("cycle_row_by_cycle|SCAN cycles_cyclerow")
days = st.dates(date(2025, 12, 20), date(2026, 3, 20)).map(str)
# What is told, of whom, and since when it holds; a rate is nobody's.
told = st.tuples(
    st.one_of(
        st.tuples(st.just("care_level"), st.integers(1, 5)),
        st.tuples(st.just("minimum_living"), st.booleans()),
        st.tuples(st.just("birth_date"), st.sampled_from(["1935-12-20", "1939-01-01", "1960-06-06"])),
        st.tuples(st.just("household_id"), st.sampled_from(["H1", "H2"])),
        st.tuples(st.just("deceased_on"), days),
        st.tuples(st.sampled_from(["enrol", "pause", "resume"]), st.sampled_from(PROGRAMMES)),
        st.tuples(st.just("rate"), st.sampled_from(["allowance_seventy_yuan", "cap_yuan"])),
    ),
    st.integers(0, 3),
    days,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return story.write_shared(tmp_path_factory.mktemp("shared"), "each_day")


@pytest.fixture
def pack(folder, monkeypatch, settings, db):
    monkeypatch.setenv("YINLING_POLICY", str(folder))
    settings.PACK = PACK
    forget_programmes()
    yield PACK
    forget_programmes()


def people() -> list:
    """Three of one household and one of another; the last is not enrolled yet."""
    births, homes = ("1936-02-10", "1940-06-05", "1950-06-05", "1945-06-05"), ("H1", "H1", "H1", "H2")
    found = [
        make(f"人{n}", birth, serial=n, household_id=home, minimum_living=True, care_level=2, bank_account=f"62220{n}")
        for n, (birth, home) in enumerate(zip(births, homes, strict=True), 1)
    ]
    for person in found[:3]:
        for name in PROGRAMMES:
            enrol(person, name, "2026-01-01")
    return found


def tell(office: Office, everyone: list, said, at: datetime) -> None:
    (name, value), which, day = said
    person = everyone[which]
    if name == "rate":
        new_rate(office, value, "450.00", day, at)
    elif name == "enrol":
        with suppress(enrolments.AlreadyEnrolled):
            enrol(person, value, day, at)
    elif name in ("pause", "resume"):
        step(person, name, value, date.fromisoformat(day), at)
    else:
        say(person, name, value, day, at)


def step(person, verb: str, programme: str, day: date, at: datetime) -> None:
    for course in courses_of([person.pk], pack=PACK).get(person.pk, []):
        if course.programme == programme:
            reason = {"reason": "hospital"} if verb == "pause" else {}
            with suppress(enrolments.WrongState):
                getattr(enrolments, verb)(enrolment_id=course.enrolment_id, from_=day, by=BY, at=at, **reason)


def written(cycle: Cycle) -> list[tuple]:
    columns = ("person_id", "programme", "for_month", "kind", "amount_fen", "by_fund", "cause", "rule_version")
    return sorted(map(repr, CycleRow.objects.filter(cycle=cycle).values_list(*columns)))


class Undo(Exception):
    """Takes an example back."""


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(told, max_size=3), second=st.lists(told, min_size=1, max_size=3))
@example(first=[], second=[(("care_level", 1), 1, "2026-01-05")])
@example(first=[], second=[(("household_id", "H2"), 0, "2026-01-01")])
@example(first=[], second=[(("deceased_on", "2026-01-09"), 0, "2026-01-09")])
@example(first=[], second=[(("rate", "cap_yuan"), 0, "2026-01-11")])
@example(first=[], second=[(("enrol", "heating"), 3, "2026-01-01"), (("household_id", "H1"), 3, "2026-01-01")])
@example(first=[], second=[(("pause", "allowance"), 2, "2026-01-05")])
@example(first=[(("deceased_on", "2025-12-20"), 0, "2025-12-20")], second=[(("resume", "heating"), 0, "2026-01-09")])
def test_find_the_same_differences_as_by_deciding_everybody_again(pack, first, second) -> None:
    try:
        with transaction.atomic():
            months(first, second)
            raise Undo
    except Undo:
        forget_programmes()


def months(first, second) -> None:
    office = Office()
    office.fund()
    everyone = people()
    for month, news in zip(MONTHS, ([], first, second), strict=True):
        for minute, said in enumerate(news):
            tell(office, everyone, said, datetime(2026, month.month, 4, 9, minute, tzinfo=SHANGHAI))
        cycle = office.draft(f"{month:%Y-%m}")
        if not news:
            office.finish(cycle)
            continue
        quick = written(cycle)
        actions.clear_draft(cycle_id=cycle.pk, reason="再来一次", by=office.drafter, at=cycle.known_at)
        with patch.object(drafting._Work, "_look_back", lambda work: EVERYBODY):
            actions.draft(cycle.pk, by=office.drafter, at=cycle.known_at)
        assert quick == written(cycle)
        office.finish(Cycle.objects.get(pk=cycle.pk))


def test_look_at_the_past_of_nobody_else(pack, monkeypatch) -> None:
    office = Office()
    office.fund()
    everyone = people()
    enrol(everyone[3], "allowance", "2026-01-01")
    monkeypatch.setattr(drafting, "LATE_COMMIT", MONTHS[1] - MONTHS[1])
    office.month("2026-01")
    say(everyone[1], "care_level", 1, "2026-01-05", datetime(2026, 2, 2, tzinfo=SHANGHAI))
    looked: dict[int, int] = {}
    person = drafting.Person
    monkeypatch.setattr(
        drafting, "Person", lambda *of: looked.update({of[0]: len(of[4])}) or person(*of)
    )  # fmt: skip
    office.draft("2026-02")
    assert looked == {everyone[0].pk: 2, everyone[1].pk: 2, everyone[2].pk: 2, everyone[3].pk: 1}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole whatever is asked")
def test_read_earlier_rows_by_person_and_never_whole_months(pack) -> None:
    office = Office()
    office.fund()
    people()
    office.month("2026-01")
    with CaptureQueriesContext(connection) as questions:
        office.draft("2026-02")
    asked = [
        each["sql"] for each in questions if each["sql"].startswith("SELECT") and '"cycles_cyclerow"' in each["sql"]
    ]
    assert asked
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
            ways = " ".join(way for *_, way in cursor.fetchall())
            assert not WHOLE_MONTHS.search(ways), (ways, sql)
