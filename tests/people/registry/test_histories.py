"""Histories of many persons say on every day what the register says of one person on that day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.conftest import NUMBERS, make_person
from yinling.people.registry import actions, queries
from yinling.people.registry.models import PossibleDuplicate
from yinling.people.registry.queries.histories import fact_histories, open_values

FIRST = date(2025, 12, 20)
DAYS = 60
SOURCES = ["公安", "民政局", "街镇", "人工核实"]
VALUES = {
    "care_level": st.integers(0, 6),
    "minimum_living": st.booleans(),
    "residence_area": st.sampled_from(["310118001001", "310118002"]),
    "birth_date": st.sampled_from(["1940-02-29", "1941-01-05"]),
    "household_id": st.sampled_from(["H1", "H2"]),
    "monthly_income_yuan": st.integers(0, 500_000),
    "deceased_on": st.sampled_from(["2026-01-10", "2026-02-03"]),
}
said = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(st.just(name), VALUES[name], st.integers(0, DAYS), st.sampled_from(SOURCES))
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(said, max_size=8))
def test_say_what_the_register_says_on_every_day(areas, by, at, said) -> None:
    person = queries.people_visible(by, on=FIRST).filter(name="历史").first()
    person = person or make_person(by, at, name="历史", number=NUMBERS[0])
    for name, value, days, source in said:
        actions.state_fact(
            person_id=person.pk, name=name, value=value, valid_from=FIRST + timedelta(days), by=by, at=at,
            reason="核实", source=source,
        )  # fmt: skip
    history = fact_histories([person.pk])[person.pk]
    days = [FIRST + timedelta(n) for n in range(-2, DAYS + 3)]
    for day in days:
        told = history.on(day)
        assert told.pop("on") == day
        told.pop("alive")
        assert told == queries.facts_of(person.pk, on=day)
    changed = {day for day in days[1:] if history.on(day) | {"on": 0} != history.on(day - timedelta(1)) | {"on": 0}}
    assert changed <= set(history.change_days(days[1], days[-1] + timedelta(1)))


def test_know_a_death_on_days_before_it_was_reported(areas, by, at) -> None:
    person = make_person(by, at)
    actions.state_fact(
        person_id=person.pk, name="deceased_on", value="2026-01-10", valid_from=date(2026, 2, 3), by=by, at=at,
        reason="核实",
    )  # fmt: skip
    history = fact_histories([person.pk])[person.pk]
    assert [history.on(date(2026, 1, day))["alive"] for day in (9, 10, 11)] == [True, True, False]
    assert date(2026, 1, 11) in history.change_days(date(2026, 1, 1), date(2026, 2, 1))


def test_forget_what_came_later_than_the_moment_asked_for(areas, by, at) -> None:
    person = make_person(by, at, care_level=2)
    later = datetime(2026, 5, 1, tzinfo=UTC)
    actions.state_fact(
        person_id=person.pk, name="care_level", value=5, valid_from=date(2026, 1, 1), by=by, at=later, reason="核实"
    )
    day = date(2026, 2, 1)
    assert fact_histories([person.pk])[person.pk].value("care_level", day) == 5
    assert fact_histories([person.pk], known_at=at)[person.pk].value("care_level", day) == 2


def test_give_a_merged_person_the_history_of_whoever_stands_for_them(areas, by, at) -> None:
    first = make_person(by, at, name="甲一", number=NUMBERS[0], care_level=1)
    second = make_person(by, at, name="甲二", number=NUMBERS[1], minimum_living=True)
    doubt = PossibleDuplicate.objects.create(person=first, other=second, opened_at=at)
    actions.merge(suspicion_id=doubt.pk, reason="同一人", by=by, at=at)
    found = fact_histories([first.pk, second.pk])
    assert found[first.pk] is found[second.pk]
    assert found[second.pk].value("minimum_living", date(2026, 1, 1)) is True
    assert found[second.pk].value("care_level", date(2026, 1, 1)) == 1


def test_ask_few_questions_for_many_people(areas, by, at, django_assert_max_num_queries) -> None:
    people = [make_person(by, at, name=f"甲{number[-3]}", number=number) for number in NUMBERS]
    with django_assert_max_num_queries(8):
        assert len(fact_histories([person.pk for person in people])) == len(NUMBERS)


def test_open_private_values_of_many_people_at_once(areas, by, at) -> None:
    one = make_person(by, at, number=NUMBERS[0], bank_account="6222020000000000001")
    other = make_person(by, at, name="李四", number=NUMBERS[1])
    assert open_values([one.pk, other.pk], "bank_account", on=date(2026, 1, 1)) == {one.pk: "6222020000000000001"}
