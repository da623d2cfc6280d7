"""Ages count on the birthday; working days skip holidays and keep make-up days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.kernel.dates import Period, WorkCalendar, age_on, birthday_in, day_of, parse_period

CALENDAR = WorkCalendar(
    holidays=frozenset({date(2026, 10, day) for day in range(1, 8)}), worked_weekends=frozenset({date(2026, 10, 10)})
)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(1956, 3, 31), date(2026, 3, 31), 70),
        (date(1956, 3, 31), date(2026, 3, 30), 69),
        (date(1940, 2, 29), date(2021, 2, 28), 80),
        (date(1940, 2, 29), date(2021, 3, 1), 81),
        (date(1940, 2, 29), date(2020, 2, 29), 80),
        (date(1940, 2, 29), date(2020, 2, 28), 79),
    ],
)
def test_age_counts_from_the_birthday(birth: date, on: date, age: int) -> None:
    assert age_on(birth, on) == age


@given(st.dates(date(1900, 1, 1), date(1990, 1, 1)), st.integers(1991, 2100))
def test_age_grows_by_one_on_the_birthday_only(birth: date, year: int) -> None:
    day = birthday_in(birth, year)
    assert age_on(birth, day) == age_on(birth, day - timedelta(days=1)) + 1 == year - birth.year


def test_working_days_skip_the_holiday_and_count_the_worked_saturday() -> None:
    assert CALENDAR.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.add_working_days(date(2026, 9, 30), 0) == date(2026, 9, 30)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 60))
def test_working_days_added_are_working_days_between(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.working_days_between(start, end) == days
    assert days == 0 or CALENDAR.is_working_day(end)


def test_periods_are_half_open() -> None:
    assert parse_period("2020") == Period(date(2020, 1, 1), date(2021, 1, 1))
    assert parse_period("2020-12") == Period(date(2020, 12, 1), date(2021, 1, 1))
    assert parse_period("2020-Q4") == Period(date(2020, 10, 1), date(2021, 1, 1))
    assert date(2020, 12, 31) in parse_period("2020")
    assert date(2021, 1, 1) not in parse_period("2020")
    with pytest.raises(ValueError, match="2020-13"):
        parse_period("2020-13")


def test_day_of_a_moment_is_the_day_in_shanghai() -> None:
    assert day_of(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert day_of(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) == date(2026, 11, 22)
