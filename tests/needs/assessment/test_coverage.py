"""How many of those aged 80 or more hold a valid grade (SQ-14)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.needs.assessment.conftest import OTHER_TOWN, TOWN
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.needs.assessment import queries
from yinling.needs.assessment.domain.drawing import draw, sample_size
from yinling.needs.grades.domain.validity import months_later
from yinling.people.registry import actions as registry


def test_count_the_living_of_the_age_by_town(story, person, new_person, clock):
    new_person("李阿公", birth="19400101")
    new_person("王阿婆", birth="19410202", residence_area=OTHER_TOWN)
    new_person("年轻人", birth="19600101")
    dead = new_person("赵阿公", birth="19300101")
    registry.state_fact(
        person_id=dead.pk, name="deceased_on", value="2025-01-01", valid_from=date(2025, 1, 1), by=machine("t"),
        at=clock.now, reason="去世",
    )  # fmt: skip
    result = story.completed()
    on = day_of(clock.now)
    towns = {each.area: (each.numerator, each.denominator) for each in queries.coverage("310118", on=on)}
    assert towns == {TOWN: (1, 2), OTHER_TOWN: (0, 1)}
    (county,) = queries.coverage("310118", on=on, level="county")
    assert (county.numerator, county.denominator, round(county.percent, 1)) == (1, 3, 33.3)
    (own,) = queries.coverage(TOWN, on=on, scale="ltci-2021")
    assert (own.numerator, own.percent) == (0, 0.0)
    (later,) = queries.coverage(TOWN, on=result.valid_until)
    assert later.numerator == 0  # an expired grade does not count


def test_count_from_the_birthday(new_person, clock):
    new_person(birth="19450303")
    assert queries.coverage(TOWN, on=date(2025, 3, 2)) == []
    assert queries.coverage(TOWN, on=date(2025, 3, 3))[0].denominator == 1


@given(ids=st.sets(st.integers(1, 10_000), max_size=60), size=st.integers(0, 70), seed=st.text(max_size=8))
def test_draw_alike_whatever_the_order(ids, size, seed):
    drawn = draw(ids, size=size, seed=seed)
    assert drawn == draw(sorted(ids, reverse=True), size=size, seed=seed)
    assert len(set(drawn)) == len(drawn) == min(size, len(ids))
    assert set(drawn) <= ids


def test_draw_otherwise_by_another_seed():
    assert draw(range(1000), size=20, seed="a") != draw(range(1000), size=20, seed="b")
    assert [sample_size(total, 5) for total in (0, 1, 20, 21, 100)] == [0, 1, 1, 2, 5]


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(0, 60))
def test_end_on_the_same_day_of_a_later_month(day, months):
    end = months_later(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(days=1)).month != end.month
