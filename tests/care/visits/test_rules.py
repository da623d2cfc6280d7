"""Which days are due, what proves a visit, when it is late, who can take it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.care.orders.domain.recurrence import Pattern, days_due
from yinling.care.orders.domain.states import ORDER_MOVES, WrongState, after
from yinling.care.visits.domain.assigning import Busy, Need, clashes, objections
from yinling.care.visits.domain.lateness import lateness, latest_start
from yinling.care.visits.domain.marks import BadMark, read_mark
from yinling.care.visits.domain.proof import Limits, Mark, is_proved, metres_between, oddities
from yinling.care.visits.domain.states import VISIT_MOVES
from yinling.kernel.dates import Period

MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
LIMITS = Limits(door_metres=150, least_share_of_minutes=0.8, clock_ahead_minutes=5)
MONTH = Period(date(2026, 3, 1), date(2026, 4, 1))


def test_comes_on_weekdays_of_every_second_week() -> None:
    span = Period(date(2026, 3, 4))
    found = days_due(Pattern(frozenset({0, 2}), every_weeks=2), span, MONTH)
    assert found == [date(2026, 3, 4), date(2026, 3, 16), date(2026, 3, 18), date(2026, 3, 30)]


def test_leaves_holidays_out_only_where_asked() -> None:
    holiday = {date(2026, 3, 9)}
    span = Period(MONDAY, date(2026, 3, 17))
    assert days_due(Pattern(frozenset({0})), span, MONTH, holidays=holiday)[1] == date(2026, 3, 9)
    skipping = days_due(Pattern(frozenset({0}), skips_holidays=True), span, MONTH, holidays=holiday)
    assert skipping == [MONDAY, date(2026, 3, 16)]


def test_comes_once_on_its_day_even_if_that_is_a_holiday() -> None:
    once = days_due(Pattern(skips_holidays=True), Period(MONDAY), MONTH, holidays={MONDAY})
    assert once == [MONDAY]
    assert days_due(Pattern(), Period(date(2026, 4, 1)), MONTH) == []


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(1, 4),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_gives_the_same_days_however_the_time_is_cut(weekdays, every, first, before, cut) -> None:
    """Scheduling a fortnight at a time must not differ from scheduling two months at once."""
    asked = Period(first - timedelta(days=before), first + timedelta(days=90))
    middle = asked.from_ + timedelta(days=cut)
    pattern, span = Pattern(weekdays, every), Period(first)
    whole = days_due(pattern, span, asked)
    assert whole == days_due(pattern, span, Period(asked.from_, middle)) + days_due(
        pattern, span, Period(middle, asked.until)
    )
    assert all(day.weekday() in weekdays and day >= first for day in whole)


@pytest.mark.parametrize("bad", [{"weekdays": frozenset({7})}, {"every_weeks": 0}])
def test_refuses_an_impossible_pattern(bad: dict) -> None:
    with pytest.raises(ValueError, match="Pattern"):
        Pattern(**bad)


def at_door(minutes: int, **more: object) -> Mark:
    said = NINE + timedelta(minutes=minutes)
    return Mark(said, more.pop("received_at", said), **{"is_code_right": True, **more})


def test_proves_a_visit_by_code_or_by_place() -> None:
    assert oddities(at_door(0), at_door(55), minutes=60, limits=LIMITS) == ()
    near = at_door(0, is_code_right=False, metres_from_door=120.0, accuracy_metres=20.0)
    assert is_proved(oddities(near, at_door(60, is_code_right=False), minutes=60, limits=LIMITS))


@pytest.mark.parametrize(
    ("arrival", "leaving", "code"),
    [
        (None, at_door(60), "no_arrival"),
        (at_door(0), None, "no_leaving"),
        (at_door(0, is_code_right=False), at_door(60, is_code_right=False), "not_at_door"),
        (
            at_door(0, is_code_right=False, metres_from_door=2000.0, accuracy_metres=9000.0),
            at_door(60, is_code_right=False),
            "not_at_door",
        ),
        (at_door(60), at_door(0), "leaving_before_arrival"),
    ],
)
def test_does_not_prove_a_visit(arrival, leaving, code) -> None:
    found = oddities(arrival, leaving, minutes=60, limits=LIMITS)
    assert code in found
    assert not is_proved(found)


def test_tells_a_short_visit_and_a_fast_clock_without_undoing_the_proof() -> None:
    ahead = at_door(0, received_at=NINE - timedelta(minutes=30))
    found = oddities(ahead, at_door(47), minutes=60, limits=LIMITS)
    assert found == ("clock_ahead", "too_short")
    assert is_proved(found)


def test_asks_for_what_the_catalogue_wants_as_proof() -> None:
    found = oddities(at_door(0), at_door(60), minutes=60, limits=LIMITS, lacking={"signature", "photo"})
    assert found == ("no_photo", "no_signature")
    assert not is_proved(found)


def test_measures_along_the_ground() -> None:
    assert metres_between((121.0, 31.0), (121.0, 31.001)) == pytest.approx(111.2, abs=0.2)
    assert metres_between((121.0, 31.0), (121.0, 31.0)) == 0


def test_is_late_from_its_planned_time_and_missed_after_the_limit() -> None:
    due = latest_start(window_until=660, planned_start=540)
    assert due == 540
    assert latest_start(window_until=660, planned_start=None) == 660
    limits = {"latest_start": due, "late_minutes": 15, "missed_minutes": 60}
    assert not lateness(now=554, **limits).is_late
    assert lateness(now=555, **limits).is_late
    assert not lateness(now=599, **limits).is_missed
    assert lateness(now=600, **limits).is_missed
    assert lateness(now=100, **limits).minutes == 0


spans = st.tuples(st.integers(0, 1200), st.integers(1, 200)).map(lambda each: Busy(each[0], sum(each)))


@given(spans, spans)
def test_nobody_is_in_two_homes(one: Busy, other: Busy) -> None:
    minutes = set(range(one.starts, one.ends)) & set(range(other.starts, other.ends))
    assert clashes(Need(one.starts, one.ends), [other]) == bool(minutes)


def test_says_every_reason_against_somebody() -> None:
    need = Need(540, 600, gender="female")
    found = objections(need, gender="male", shifts=[Busy(600, 900)], busy=[Busy(590, 650)], unfit=("健康证已过期",))
    assert found == ("健康证已过期", "老人要求女性护理员", "不在上班时间内", "同一时间已有另一次上门")
    assert objections(need, gender="female", shifts=[], busy=[], unfit=()) == ("当天没有排班",)
    assert objections(need, gender="female", shifts=[Busy(480, 1080)], busy=[Busy(600, 660)], unfit=()) == ()


@pytest.mark.parametrize("moves", [ORDER_MOVES, VISIT_MOVES])
def test_leads_out_of_each_state_only_where_said(moves) -> None:
    for verb, (allowed, then) in moves.items():
        for state in allowed:
            assert after(moves, verb, state) == then
        with pytest.raises(WrongState):
            after(moves, verb, "no such state")


GOOD = {"visit": 7, "kind": "arrival", "key": "k" * 12, "said_at": "2026-03-02T09:00:00+08:00"}


def test_reads_a_record_of_a_phone() -> None:
    sent = read_mark({**GOOD, "longitude": 121.05, "latitude": 31.1, "accuracy": 12, "code": "abc"})
    assert (sent.visit_id, sent.said_at, sent.latitude, sent.accuracy_metres) == (7, NINE, 31.1, 12.0)
    done = read_mark({**GOOD, "kind": "tasks", "tasks": [{"name": "洗漱", "state": "done"}], "text": "很好"})
    assert done.content == {"text": "很好", "tasks": [{"name": "洗漱", "state": "done"}]}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "photo"}, "kind"),
        ({"key": "short"}, "key"),
        ({"key": None}, "key"),
        ({"visit": "7"}, "visit"),
        ({"visit": True}, "visit"),
        ({"visit": 2**70}, "visit"),
        ({"said_at": "yesterday"}, "said_at"),
        ({"said_at": None}, "said_at"),
        ({"said_at": "2026-03-02T09:00:00"}, "said_at"),
        ({"longitude": 121}, "longitude"),
        ({"longitude": float("nan"), "latitude": 31}, "longitude"),
        ({"longitude": 500, "latitude": 31}, "longitude"),
        ({"text": "长" * 1001}, "text"),
        ({"text": 5}, "text"),
        ({"tasks": "洗漱"}, "tasks"),
        ({"tasks": [{"name": "洗漱", "state": "maybe"}]}, "tasks"),
    ],
)
def test_refuses_a_broken_record_by_the_name_of_its_field(wrong: dict, field: str) -> None:
    with pytest.raises(BadMark, match=field):
        read_mark({**GOOD, **wrong})
