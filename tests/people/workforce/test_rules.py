"""Fitness, expiry and working hours on paper."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.people.workforce.domain.expiry import Certificate, stage, words
from yinling.people.workforce.domain.fitness import State, reasons
from yinling.people.workforce.domain.hours import NotHours, left_of, minutes_of, read_hours, read_week, write_hours

ON = date(2026, 3, 2)
HEALTH = Certificate("health", date(2026, 1, 1), date(2026, 12, 31))
FIT = State(date(2020, 1, 1), certificates=(HEALTH,), skills={"bathing": None})


def why(state: State, *skills: str) -> tuple[str, ...]:
    return reasons(state, skills=skills, skill_words={"bathing": "助浴", "nursing": "医疗护理"}, on=ON)


def test_find_nothing_against_a_fit_worker() -> None:
    assert why(FIT, "bathing") == ()


@pytest.mark.parametrize(
    ("state", "skills", "part"),
    [
        (State(date(2026, 4, 1), certificates=(HEALTH,)), (), "才入职"),
        (State(date(2020, 1, 1), ON, certificates=(HEALTH,)), (), "离职"),
        (State(date(2020, 1, 1)), (), "没有登记健康证明"),
        (State(date(2020, 1, 1), certificates=(Certificate("health", date(2025, 1, 1), date(2026, 3, 1)),)), (),
         "2026-03-01 过期"),
        (State(date(2020, 1, 1), certificates=(HEALTH, Certificate("caregiver", date(2020, 1, 1), date(2026, 1, 1)))),
         (), "养老护理员证书已于 2026-01-01 过期"),
        (State(date(2020, 1, 1), certificates=(HEALTH,), is_listed=True), (), "失信"),
        (State(date(2020, 1, 1), certificates=(HEALTH,), is_absent=True), (), "请假"),
        (FIT, ("nursing",), "没有登记技能“医疗护理”"),
        (State(date(2020, 1, 1), certificates=(HEALTH,),
               skills={"nursing": Certificate("nurse", date(2020, 1, 1), date(2026, 1, 1))}),
         ("nursing",), "依据的证书"),
    ],
)  # fmt: skip
def test_say_why_a_worker_may_not_be_sent(state: State, skills: tuple[str, ...], part: str) -> None:
    found = why(state, *skills)
    assert any(part in reason for reason in found), found


def test_let_a_renewed_certificate_stand_for_the_old_one() -> None:
    old = Certificate("health", date(2025, 1, 1), date(2025, 12, 31))
    assert why(State(date(2020, 1, 1), certificates=(old, HEALTH))) == ()


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 3, 1), "expired"),
        (date(2026, 3, 2), "urgent"),
        (date(2026, 4, 1), "urgent"),
        (date(2026, 4, 2), "noticed"),
        (date(2026, 5, 1), "noticed"),
        (date(2026, 5, 2), "in_force"),
        (None, "in_force"),
    ],
)
def test_see_expiry_sixty_and_thirty_days_ahead(until: date | None, expected: str) -> None:
    assert stage(until, ON) == expected
    assert words(until, ON)


moments = st.sets(st.integers(0, 48), max_size=6)


def pairs(found: set[int]) -> list[tuple[int, int]]:
    ends = sorted(half * 30 for half in found)
    return list(zip(ends[::2], ends[1::2], strict=False))


@given(moments, moments)
def test_leave_exactly_the_minutes_that_are_not_taken(work: set[int], gone: set[int]) -> None:
    hours, away = pairs(work), pairs(gone)

    def minutes(parts: list[tuple[int, int]]) -> set[int]:
        return {minute for start, end in parts for minute in range(start, end)}

    assert minutes(left_of(hours, away)) == minutes(hours) - minutes(away)


def test_count_a_day_where_the_offices_are() -> None:
    start, end = (
        datetime(2026, 3, 1, 22, 0, tzinfo=UTC),
        datetime(2026, 3, 2, 4, 0, tzinfo=UTC),
    )  # 06:00–12:00 on 2 March
    assert minutes_of(start, end, on=ON) == (360, 720)
    assert minutes_of(start, end, on=date(2026, 3, 1)) is None


def test_read_hours_as_people_write_them() -> None:
    assert read_hours("13:00-17:00、8:00－12:00".replace("－", "-")) == [(480, 720), (780, 1020)]
    assert write_hours(read_hours("08:00-12:00，13:00至17:00")) == "08:00-12:00、13:00-17:00"
    assert read_hours("") == []
    week = read_week("周一至周三 08:00-12:00；周日 9:00-10:00")
    assert week == [(0, 480, 720), (1, 480, 720), (2, 480, 720), (6, 540, 600)]


@pytest.mark.parametrize("text", ["早上", "12:00-08:00", "08:00-25:00", "08:00-12:00、11:00-13:00", "08:70-09:00"])
def test_refuse_what_is_no_stretch_of_a_day(text: str) -> None:
    with pytest.raises(NotHours):
        read_hours(text)


def test_refuse_a_week_without_days() -> None:
    with pytest.raises(NotHours):
        read_week("每天 08:00-12:00")
