"""Periods, differences, instalments and changes, with pencil and paper."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.rules.rule import Cycle
from yinling.needs.dues.domain.changes import NEW, RATE, SITUATION, Sum, change_of, is_jump
from yinling.needs.dues.domain.differences import added, difference, instalment
from yinling.needs.dues.domain.periods import giving, month_after, months_between

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
sums = st.dictionaries(st.sampled_from(["市", "区", "保险"]), st.integers(-(10**6), 10**6), max_size=3)


def test_decide_a_quarter_in_its_first_or_last_month() -> None:
    start, end = Cycle("quarter", "month_start"), Cycle("quarter", "month_end")
    assert [giving(start, month_after(JANUARY, n)) is not None for n in range(4)] == [True, False, False, True]
    last = giving(end, MARCH)
    assert (last.period.from_, last.period.until, last.counted_on) == (JANUARY, date(2026, 4, 1), date(2026, 3, 31))
    assert giving(Cycle("year", "month_start"), MARCH) is None
    assert giving(Cycle("year", "each_day"), date(2026, 12, 1)).counted_on is None


def test_count_months_over_years() -> None:
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert len(months_between(date(2024, 3, 1), date(2026, 3, 1))) == 25


@given(sums, sums)
def test_make_what_was_given_into_what_is_due(due, given_) -> None:
    found = difference(due=due, given=given_, month=JANUARY, current=MARCH)
    assert added(given_, found.by_payer if found else {}) == added(due, {})
    if found:
        assert (found.fen < 0) == (found.kind == "recovery")


@given(st.dictionaries(st.sampled_from("甲乙丙"), st.integers(1, 10**6)), st.integers(0, 10**6), st.integers(0, 100))
def test_never_keep_back_more_than_the_share_or_the_claim(outstanding, received, percent) -> None:
    kept = instalment(outstanding=outstanding, received_fen=received, percent_max=percent)
    assert sum(kept.values()) == min(sum(outstanding.values()), received * percent // 100)
    assert all(0 < fen <= outstanding[payer] for payer, fen in kept.items())


def test_sort_changes_by_why() -> None:
    before = Sum(100, "r1", "v1")
    assert change_of(None, before, "") == NEW
    assert change_of(before, Sum(120, "r1", "v2"), "") == RATE
    assert change_of(before, Sum(120, "r2", "v2"), "") == SITUATION
    assert change_of(before, before, "") == ""
    assert change_of(before, None, "death") == "death"
    assert (is_jump(10000, 20001), is_jump(10000, 30000), is_jump(0, 30000)) == (True, True, False)
