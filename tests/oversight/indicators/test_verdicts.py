"""Verdicts on single figures and the target that is in force."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.oversight.indicators.domain.targets import Measure, Target, target_in_force
from yinling.oversight.indicators.domain.verdicts import Figure, Verdict, judge, number_text, percent_text

RATE = Measure("rate", "rate")
CITY = "3213"


def share(numerator, denominator):
    return Figure(Fraction(numerator), Fraction(denominator))


def cells(**by_year):
    return [
        Target(CITY, int(year[1:]), None if value is None else Fraction(value), str(value))
        for year, value in by_year.items()
    ]


def in_force(measure, year, area=CITY, **by_year):
    found = target_in_force(measure, cells(**by_year), area=area, year=year)
    return found and found.value


@pytest.mark.parametrize(("numerator", "verdict"), [(79, Verdict.NOT_MET), (80, Verdict.MET), (100, Verdict.MET)])
def test_judge_rate_at_its_edge(numerator, verdict):
    assert judge(RATE, share(numerator, 100), Target(CITY, 2020, Fraction(80))) is verdict


def test_judge_rate_that_only_rounds_to_its_target():
    almost = share(799_999, 1_000_000)
    assert percent_text(RATE, almost) == "80.00"
    assert judge(RATE, almost, Target(CITY, 2020, Fraction(80))) is Verdict.NOT_MET


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 100))
def test_judge_rate_as_whole_numbers_do(numerator, denominator, percent):
    verdict = judge(RATE, share(numerator, denominator), Target(CITY, 2020, Fraction(percent)))
    assert (verdict is Verdict.MET) == (numerator * 100 >= percent * denominator)


@pytest.mark.parametrize("figure", [share(0, 0), Figure(Fraction(3)), Figure(None, Fraction(3)), Figure()])
def test_judge_rate_without_data(figure):
    assert judge(RATE, figure, Target(CITY, 2020, Fraction(80))) is Verdict.NO_DATA


def test_judge_without_target_never_fails():
    assert judge(RATE, share(0, 100), None) is Verdict.NO_TARGET
    assert judge(RATE, Figure(), None) is Verdict.NO_TARGET


def test_judge_ratio_and_upper_limit():
    ratio = Measure("ratio", "ratio", operator="<=")
    target = Target(CITY, 2020, Fraction(4))
    assert judge(ratio, share(40, 10), target) is Verdict.MET
    assert judge(ratio, share(41, 10), target) is Verdict.NOT_MET


def test_hold_last_target_only_where_it_stands():
    held = Measure("a", "rate", hold_after=True)
    assert in_force(held, 2022, y2020=50, y2021=100, y2022=None) == 100
    assert in_force(RATE, 2022, y2020=50, y2021=100, y2022=None) is None
    assert in_force(RATE, 2023, y2022=95) is None
    assert in_force(Measure("s", "rate", is_stock=True), 2023, y2022=95) == 95
    assert in_force(Measure("c", "cumulative"), 2026, y2022=300) == 300
    assert in_force(Measure("c", "count"), 2026, y2022=150) is None


def test_find_no_target_before_the_first():
    milestone = Measure("m", "milestone")
    assert in_force(milestone, 2020, y2020=None, y2021=1) is None
    assert in_force(milestone, 2022, y2020=None, y2021=1, y2022=None) == 1


def test_bind_smaller_areas_by_rates_but_not_by_numbers():
    assert in_force(RATE, 2020, area="321302", y2020=50) == 50
    assert in_force(Measure("c", "count"), 2020, area="321302", y2020=6) is None
    assert in_force(Measure("c", "count", target_level="county"), 2020, area="321302", y2020=1) == 1
    assert in_force(Measure("c", "count", target_level="county"), 2020, area="321302001", y2020=1) is None


def test_write_numbers_exactly():
    assert percent_text(RATE, share(91, 110)) == "82.73"
    assert percent_text(RATE, share(1, 200_000)) == "0.00"
    assert percent_text(RATE, share(1, 20_000)) == "0.01"
    assert percent_text(Measure("c", "count"), Figure(Fraction(3))) == ""
    assert [number_text(Fraction(text)) for text in ("91", "12.50", "0.05")] == ["91", "12.5", "0.05"]
    assert number_text(None) == ""
