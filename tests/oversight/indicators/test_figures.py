"""Figures counted from registers, observations, and the lines of pages."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yinling.gateways.append_only import WrittenOnce
from yinling.oversight.indicators import actions
from yinling.oversight.indicators.models import Observation
from yinling.oversight.indicators.queries import figures, tables
from yinling.oversight.indicators.queries.figures import Question

PACK = "qingpu-2021"


def lines(actor, indicator, period="2022"):
    return {row.area: row for row in tables.by_area(Question(PACK, indicator, period), actor=actor)}


def test_count_households_accepted(reviewer, accepted):
    accepted(
        ("H1", "310118102018", date(2021, 7, 1)),
        ("H1", "310118102018", date(2022, 7, 1)),
        ("H2", "310118001", date(2022, 7, 1)),
        ("H3", "310118001", date(2023, 7, 1)),
    )
    found = lines(reviewer, "adaptations_completed")
    assert [found[area].value for area in ("310118", "310118102", "310118001", "310118003")] == [
        "2户",
        "1户",
        "1户",
        "0户",
    ]
    assert found["310118"].target == "300户"
    assert found["310118102"].verdict == "not_met"
    assert lines(reviewer, "adaptations_in_year", "2021")["310118"].value == "1户"
    assert lines(reviewer, "adaptations_in_year", "2022-07")["310118"].value == "2户"


def test_move_the_target_when_one_more_is_accepted(reviewer, accepted):
    before = lines(reviewer, "adaptations_completed", "2026")["310118"].value
    accepted(("H1", "310118102018", date(2026, 3, 1)))
    assert (before, lines(reviewer, "adaptations_completed", "2026")["310118"].value) == ("0户", "1户")


def test_count_complexes_on_paper_and_serving(reviewer, complexes):
    found = lines(reviewer, "complexes_total")
    assert (found["310118102"].value, found["310118102"].serving.value) == ("3家", "2家")
    assert (found["310118"].value, found["310118"].serving.value) == ("4家", "3家")
    assert lines(reviewer, "complexes_total", "2021")["310118"].value == "3家"


def test_count_only_what_was_completed_in_the_period(reviewer, complexes):
    assert lines(reviewer, "complexes_in_year", "2022")["310118001"].verdict == "met"
    assert lines(reviewer, "complexes_in_year", "2021")["310118"].value == "0家"
    assert lines(reviewer, "complexes_completed", "2022")["310118"].value == "1家"


def test_see_only_the_own_town(clerk, complexes):
    assert list(lines(clerk, "complexes_total")) == ["310118102"]
    assert {row.area for row in tables.overview(PACK, "2022", actor=clerk)} <= {"310118102"}


TODAY = date(2022, 12, 31)


def test_find_the_records_behind_a_figure(reviewer, clerk, complexes, accepted):
    accepted(("H1", "310118102018", date(2022, 7, 1)), ("H2", "310118001", date(2022, 7, 1)))
    question = Question(PACK, "adaptations_completed", "2022")
    assert len(figures.records(question, area="310118", actor=reviewer, on=TODAY)) == 2
    assert [record.name for record in figures.records(question, area="310118", actor=clerk, on=TODAY)] == ["T-0"]
    sites = Question(PACK, "complexes_total", "2022", basis="serving")
    behind = figures.records(sites, area="310118102", actor=reviewer, on=TODAY)
    assert {record.name for record in behind} == {"甲", "乙"}


def observed(by, at, **changes):
    given = {"indicator": "meal_capacity_rate", "area": "310118", "period": "2022", "numerator": "6400"}
    entry = actions.Entry(pack=PACK, source="月报", **{"denominator": "130000", **given, **changes})
    return actions.observe(entry, by=by, at=at)


def test_observe_and_correct(reviewer, at):
    first = observed(reviewer, at)
    assert lines(reviewer, "meal_capacity_rate")["310118"].verdict == "not_met"
    observed(reviewer, at, numerator="6500")
    row = lines(reviewer, "meal_capacity_rate")["310118"]
    assert (row.value, row.parts, row.verdict) == ("5.00%", "6500 / 130000", "met")
    assert Observation.objects.count() == 2
    with pytest.raises(WrittenOnce):
        first.save()


@pytest.mark.parametrize(
    "changes",
    [
        {"indicator": "adaptations_completed"},
        {"period": "2022-13"},
        {"numerator": "140000"},
        {"denominator": ""},
        {"numerator": "-1"},
        {"source": " "},
    ],
)
def test_refuse_a_faulty_observation(reviewer, at, changes):
    given = {"source": "月报", **changes}
    entry = {
        "indicator": "meal_capacity_rate",
        "area": "310118",
        "period": "2022",
        "numerator": "1",
        "denominator": "2",
    }
    with pytest.raises(actions.FaultyField):
        actions.observe(actions.Entry(pack=PACK, **{**entry, **given}), by=reviewer, at=at)


def test_refuse_an_observation_without_the_right(clerk, at):
    with pytest.raises(PermissionDenied):
        observed(clerk, at)


def test_show_no_data_where_nothing_was_entered(reviewer):
    assert lines(reviewer, "meal_capacity_daily")["310118"].verdict == "no_data"
