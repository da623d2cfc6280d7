"""When a step is due: working days, stops of the clock, lateness."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yinling.kernel.dates import WorkCalendar
from yinling.kernel.deadlines import CALENDAR, Limit, Stop, due_on, lateness, window_until

PLAIN = WorkCalendar()
DRAGON_BOAT = WorkCalendar(holidays=frozenset({date(2021, 6, 14)}))
days = st.dates(date(2021, 1, 1), date(2022, 12, 31))


def test_due_counts_working_days_and_skips_a_holiday():
    thursday = date(2021, 6, 10)
    assert due_on(thursday, Limit(3), calendar=PLAIN) == date(2021, 6, 15)
    assert due_on(thursday, Limit(3), calendar=DRAGON_BOAT) == date(2021, 6, 16)
    assert due_on(thursday, Limit(3, CALENDAR), calendar=PLAIN) == date(2021, 6, 13)


def test_due_moves_by_the_working_days_that_the_clock_stood():
    start, asked, answered = date(2021, 6, 7), date(2021, 6, 8), date(2021, 6, 21)
    stop = Stop(asked, answered)
    assert due_on(start, Limit(5), calendar=DRAGON_BOAT) == date(2021, 6, 15)
    stopped = due_on(start, Limit(5), calendar=DRAGON_BOAT, stops=[stop])
    assert stopped == date(2021, 6, 25)
    assert DRAGON_BOAT.working_days_between(start, stopped) == 5 + DRAGON_BOAT.working_days_between(asked, answered)


def test_due_is_open_while_the_clock_stands_or_without_a_limit():
    assert due_on(date(2021, 6, 7), Limit(5), calendar=PLAIN, stops=[Stop(date(2021, 6, 8))]) is None
    assert due_on(date(2021, 6, 7), None, calendar=PLAIN) is None


@given(days, st.integers(0, 30), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4))
def test_due_never_comes_earlier_by_another_stop(start, limit, stops):
    held = [Stop(start + timedelta(days=offset), start + timedelta(days=offset + length)) for offset, length in stops]
    dues = [due_on(start, Limit(limit), calendar=DRAGON_BOAT, stops=held[:count]) for count in range(len(held) + 1)]
    assert dues == sorted(dues)


@given(days, days)
def test_lateness_is_told_by_the_day_after_only(due, on):
    found = lateness(due, on, PLAIN)
    assert found.is_late == (on > due)
    assert found.working_days >= 0


def test_lateness_says_how_many_working_days():
    friday = date(2021, 6, 11)
    assert lateness(friday, date(2021, 6, 8), PLAIN).words == "还有 3 个工作日"
    assert lateness(friday, friday, PLAIN).words == "今天到期"
    assert lateness(friday, date(2021, 6, 15), PLAIN).words == "已超期 2 个工作日"
    assert lateness(None, friday, PLAIN).words == ""


def test_window_ends_after_its_last_whole_day():
    assert window_until(date(2021, 6, 10), Limit(7, CALENDAR), PLAIN) == date(2021, 6, 18)
