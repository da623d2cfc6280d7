"""Respite: who may have it, how many days a year, booked once, answered by the provider."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.care.plans.conftest import AT, ON, clerk, elder, outsider, person, provider, staff  # noqa: F401
from yinling.care.respite import actions, queries
from yinling.care.respite.domain import refusals
from yinling.care.respite.domain.days import days_by_year, left_in
from yinling.care.respite.queries import Allowance

DAYS = st.integers(0, 800).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))


@given(DAYS, st.integers(1, 60))
def test_count_each_day_in_its_year(first, length):
    counted = days_by_year(first, first + timedelta(days=length))
    assert sum(counted.values()) == length
    assert (
        left_in(first.year, days_max=60, booked=[(first, first + timedelta(days=length))]) == 60 - counted[first.year]
    )


@pytest.fixture
def fifteen(monkeypatch):
    """The rule gives fifteen days a year."""
    monkeypatch.setattr(actions, "allowance_of", lambda person_id, on: Allowance(15))


def wish(person, provider, first=ON, days=10, form="home"):  # noqa: F811
    return actions.Wish(person.pk, provider.pk, form, first, first + timedelta(days=days))


@pytest.mark.django_db
def test_book_up_to_the_days_of_the_year(fifteen, person, provider, elder, staff):  # noqa: F811
    first = actions.ask(wish(person, provider), by=elder, at=AT)
    with pytest.raises(refusals.TooManyDays):
        actions.ask(wish(person, provider, ON + timedelta(days=20), 6, "institution"), by=elder, at=AT)
    actions.ask(wish(person, provider, ON + timedelta(days=20), 5, "institution"), by=elder, at=AT)
    actions.take(booking_id=first.pk, verb="decline", reason="人手不够", by=staff, at=AT)
    again = actions.ask(wish(person, provider, ON + timedelta(days=40), 10), by=elder, at=AT)
    assert [line.days for line in queries.booking_lines(elder, on=ON)] == [10, 5, 10]
    assert actions.take(booking_id=again.pk, verb="confirm", by=staff, at=AT).state == "confirmed"


@pytest.mark.django_db
def test_refuse_the_same_days_twice_and_days_gone_by(fifteen, person, provider, elder):  # noqa: F811
    actions.ask(wish(person, provider, days=3), by=elder, at=AT)
    with pytest.raises(refusals.DatesWrong):
        actions.ask(wish(person, provider, ON + timedelta(days=2), 2), by=elder, at=AT)
    with pytest.raises(refusals.DatesWrong):
        actions.ask(wish(person, provider, ON - timedelta(days=2), 1), by=elder, at=AT)


@pytest.mark.django_db
def test_say_which_fact_is_missing(person, provider, elder):  # noqa: F811
    with pytest.raises(refusals.NotEntitled, match="由家人长期照护"):
        actions.ask(wish(person, provider), by=elder, at=AT)


@pytest.mark.django_db
def test_take_only_the_steps_that_fit(fifteen, person, provider, elder, staff):  # noqa: F811
    booking = actions.ask(wish(person, provider, ON + timedelta(days=1), 2), by=elder, at=AT)
    for verb, by in (("use", staff), ("confirm", elder)):
        with pytest.raises(refusals.RespiteRefused):
            actions.take(booking_id=booking.pk, verb=verb, by=by, at=AT)
    with pytest.raises(refusals.NotPermitted):
        actions.take(booking_id=booking.pk, verb="cancel", by=outsider(), at=AT)
    actions.take(booking_id=booking.pk, verb="confirm", by=staff, at=AT)
    with pytest.raises(refusals.WrongState):
        actions.take(booking_id=booking.pk, verb="use", by=staff, at=AT)
    assert actions.take(booking_id=booking.pk, verb="use", by=staff, at=AT + timedelta(days=1)).state == "used"
    with pytest.raises(refusals.WrongState):
        actions.take(booking_id=booking.pk, verb="cancel", by=elder, at=AT)
