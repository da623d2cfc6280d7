"""Days due follow from steps in the order of their days, whenever they were entered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yinling.kernel.dates import Period
from yinling.needs.enrolments.domain.life_checks import months_after, next_due
from yinling.needs.enrolments.domain.spells import Step, days_within, due_periods, resting_since, standing_on

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
ENROL = Step(1, "enrol", date(2025, 6, 15))


def on(day: int) -> date:
    return date(2026, 1, day)


def due_days(*steps: Step, pauses=("hospital",)) -> set[int]:
    return {day.day for day in days_within(due_periods(steps, pauses), JANUARY)}


def test_count_every_day_of_a_month() -> None:
    assert due_days(ENROL) == set(range(1, 32))


def test_leave_out_a_pause_and_what_follows_an_end() -> None:
    pause, resume = Step(2, "pause", on(5), "hospital"), Step(3, "resume", on(8), "hospital")
    assert due_days(ENROL, pause, resume, Step(4, "end", on(20))) == {1, 2, 3, 4, *range(8, 20)}


def test_mind_only_the_pauses_that_the_programme_names() -> None:
    assert due_days(ENROL, Step(2, "pause", on(5), "away")) == set(range(1, 32))
    assert due_days(ENROL, Step(2, "pause", on(5), "objection")) == {1, 2, 3, 4}


def test_rest_while_any_of_two_reasons_holds() -> None:
    steps = [
        ENROL, Step(2, "pause", on(5), "hospital"), Step(3, "pause", on(7), "objection"),
        Step(4, "resume", on(10), "hospital"), Step(5, "resume", on(12), "objection"),
    ]  # fmt: skip
    assert due_days(*steps) == {1, 2, 3, 4, *range(12, 32)}


def test_take_a_pause_back_from_its_first_day() -> None:
    pause = Step(2, "pause", on(5), "life_check_overdue")
    assert due_days(ENROL, pause, Step(3, "resume", on(5), "life_check_overdue")) == set(range(1, 32))


def test_take_an_end_back() -> None:
    assert due_days(ENROL, Step(2, "end", on(5)), Step(3, "reinstate", on(5))) == set(range(1, 32))


def test_tell_since_when_it_rests() -> None:
    steps = [ENROL, Step(2, "pause", on(5), "hospital"), Step(3, "pause", on(9), "away")]
    assert resting_since(steps, "hospital") == on(5)
    assert resting_since([*steps, Step(4, "resume", on(11))], "hospital") is None


verbs = st.tuples(
    st.sampled_from(["pause", "resume", "end", "reinstate"]), st.integers(1, 31), st.sampled_from(["hospital", "away"])
)


@given(st.lists(verbs, max_size=8))
def test_agree_with_the_standing_of_each_day(drawn) -> None:
    steps = [ENROL, *(Step(n, verb, on(day), why) for n, (verb, day, why) in enumerate(drawn, 2))]
    due = due_days(*steps)
    for day in range(1, 32):
        standing = standing_on(steps, on(day))
        assert (day in due) == (standing.is_enrolled and "hospital" not in standing.resting)
    assert due_days(*reversed(steps)) == due


def test_ask_for_a_life_check_a_year_after_the_last() -> None:
    assert next_due(since=date(2025, 3, 1), last_done=None, months=12) == date(2026, 3, 1)
    assert next_due(since=date(2025, 3, 1), last_done=date(2026, 2, 20), months=12) == date(2027, 2, 20)
    assert next_due(since=date(2025, 3, 1), last_done=None, months=None) is None
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_after(date(2025, 1, 1), 1) - timedelta(1) == date(2025, 1, 31)
