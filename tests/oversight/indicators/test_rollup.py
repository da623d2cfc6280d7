"""Rolling up: sums of numerators and denominators, own figures, areas judged by their parts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from yinling.oversight.indicators.domain.rollup import lines
from yinling.oversight.indicators.domain.targets import Measure, Target
from yinling.oversight.indicators.domain.verdicts import Figure, Verdict, percent_text

RATE = Measure("rate", "rate")
CITY = "3213"
COUNTIES = ["321302", "321311", "321322", "321323"]
FIFTY = [Target(CITY, 2020, Fraction(50))]
ONE_EACH = [Target(CITY, 2020, Fraction(1))]


def share(numerator, denominator):
    return Figure(Fraction(numerator), Fraction(denominator))


def count(number):
    return Figure(None if number is None else Fraction(number))


def rolled(measure, figures, cells=FIFTY):
    return {line.area: line for line in lines(measure, cells, figures, top=CITY, year=2020)}


def verdicts(measure, figures, cells=FIFTY):
    return {area: line.verdict.value for area, line in rolled(measure, figures, cells).items()}


def test_add_parts_never_means():
    found = rolled(RATE, {"321302": share(90, 100), "321311": share(1, 10)})
    assert list(found) == [CITY, "321302", "321311"]
    assert percent_text(RATE, found[CITY].figure) == "82.73"
    assert [line.verdict for line in found.values()] == [Verdict.MET, Verdict.MET, Verdict.NOT_MET]


@given(st.dictionaries(st.sampled_from(COUNTIES), st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1))
def test_add_parts_exactly(parts):
    found = rolled(RATE, {area: share(*part) for area, part in parts.items()})[CITY].figure
    assert found == share(sum(n for n, _ in parts.values()), sum(d for _, d in parts.values()))


def test_climb_through_levels_to_the_top_and_no_further():
    found = rolled(RATE, {"321302001": share(1, 4), "321302002": share(3, 4)})
    assert list(found) == [CITY, "321302", "321302001", "321302002"]
    assert found[CITY].figure == found["321302"].figure == share(4, 8)


def test_prefer_own_figure_and_say_when_it_differs():
    found = rolled(RATE, {CITY: share(50, 100), "321302": share(90, 100)})
    assert found[CITY].figure == share(50, 100)
    assert found[CITY].total.summed == share(90, 100)
    assert rolled(RATE, {CITY: share(9, 10), "321302": share(9, 10)})[CITY].total.summed is None


def test_add_nothing_for_an_empty_base():
    assert verdicts(RATE, {"321302": share(0, 0), "321311": share(5, 10)}) == {
        CITY: "met", "321302": "no_data", "321311": "met",
    }  # fmt: skip


def test_leave_the_sum_unknown_when_a_part_is():
    found = rolled(RATE, {"321302": Figure(), "321311": share(5, 10)})
    assert found[CITY].verdict is Verdict.NO_DATA
    assert found[CITY].total.lacking == ("321302",)


def test_judge_a_city_by_every_county():
    each = Measure("each", "count", target_level="county")
    met = {"321302": count(1), "321311": count(2)}
    assert verdicts(each, met, ONE_EACH) == {CITY: "met", "321302": "met", "321311": "met"}
    assert rolled(each, met, ONE_EACH)[CITY].figure == count(3)
    assert verdicts(each, {**met, "321322": count(0)}, ONE_EACH)[CITY] == "not_met"
    assert verdicts(each, {**met, "321322": count(None)}, ONE_EACH)[CITY] == "no_data"
    assert verdicts(each, {"321302": count(0), "321322": count(None)}, ONE_EACH)[CITY] == "not_met"


def test_judge_a_city_that_gives_only_a_total():
    each = Measure("each", "count", target_level="county")
    assert verdicts(each, {CITY: count(9)}, ONE_EACH) == {CITY: "no_data"}
    assert verdicts(each, {CITY: count(0)}, ONE_EACH) == {CITY: "not_met"}


def test_judge_towns_only_through_their_county():
    each = Measure("each", "count", target_level="county")
    assert verdicts(each, {"321302001": count(0), "321302002": count(1)}, ONE_EACH) == {
        CITY: "met", "321302": "met", "321302001": "no_target", "321302002": "no_target",
    }  # fmt: skip


def test_complete_a_milestone_only_when_all_have():
    milestone = Measure("m", "milestone")
    assert verdicts(milestone, {"321302": count(1), "321311": count(1)}, ONE_EACH)[CITY] == "met"
    found = rolled(milestone, {"321302": count(1), "321311": count(0)}, ONE_EACH)
    assert found[CITY].figure == count(0)
    assert found[CITY].verdict is Verdict.NOT_MET
