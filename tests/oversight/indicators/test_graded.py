"""A figure counted from grades: the living of an age, and those of them who hold a valid one."""

from datetime import UTC, date, datetime

from tests.needs.cycles.story import number_of
from yinling.foundation.documents.actions import keep
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import machine
from yinling.needs.grades.actions.giving import Given, give
from yinling.oversight.indicators.queries import tables
from yinling.oversight.indicators.queries.figures import Question, records
from yinling.people.registry.actions import PersonDetails, register_person

AT = datetime(2022, 12, 1, tzinfo=UTC)
CITY, COUNTY = "3213", "321302"
ASKED = Question("suqian-2020", "SQ-A12", "2022")


def register(name: str, birth: str, serial: int) -> int:
    details = PersonDetails(
        name, number_of(birth, serial), {"residence_area": COUNTY, "registered_area": COUNTY}, source="民政局",
        reported_on=date(2022, 1, 1),
    )  # fmt: skip
    return register_person(details, by=machine("test"), at=AT).pk


def test_count_those_of_the_age_with_a_valid_grade(areas):
    scale = load_scale("gbt42195-2022")
    graded = register("甲某", "1940-01-01", 1)
    report = keep(content=b"%PDF-1.4", name="r.pdf", kind="report", about="person:1", by=machine("test"), at=AT)
    given = Given(
        graded,
        scale,
        2,
        assessed_on=date(2022, 3, 1),
        valid_until=date(2023, 3, 1),
        organisation="测试",
        report_document_id=report.pk,
    )
    give(given, by=machine("test"), at=AT)
    register("乙某", "1941-01-01", 2)
    register("丙某", "1960-01-01", 3)
    (row,) = [each for each in tables.by_area(ASKED, actor=machine("test")) if each.area == COUNTY]
    assert (row.value, row.verdict) == ("50.00%", "not_met")
    behind = records(ASKED, area=COUNTY, actor=machine("test"), on=date(2022, 12, 31))
    assert sorted((each.name, each.about) for each in behind) == [("乙*", "没有有效评估"), ("甲*", "有有效评估")]


def test_give_no_figure_where_nobody_of_the_age_is_known(areas):
    rows = {each.area: each.verdict for each in tables.by_area(ASKED, actor=machine("test"))}
    assert rows[CITY] == "no_data"
