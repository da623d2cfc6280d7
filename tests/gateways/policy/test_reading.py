"""What the shipped packs say, figure by figure, against the documents."""

from datetime import date
from decimal import Decimal

import pytest

from yinling.gateways.policy import reading
from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.reading import UnknownPack

QINGPU, SUQIAN = "qingpu-2021", "suqian-2020"


def test_list_the_packs():
    assert {QINGPU, SUQIAN} <= set(reading.packs())


def test_name_the_existing_packs_when_one_is_unknown():
    with pytest.raises(UnknownPack, match="没有名为“nowhere”的政策包；现有：.*qingpu-2021"):
        reading.load_pack("nowhere")


def test_read_title_and_dates():
    pack = reading.load_pack(QINGPU)
    assert (pack.number, pack.issued_on, pack.in_force_from) == (None, date(2021, 5, 31), date(2021, 5, 1))
    assert (pack.area, pack.legal_status, pack.horizon_from, pack.horizon_until) == ("310118", "issued", 2021, 2022)
    assert reading.load_pack(SUQIAN).number == "宿政发〔2020〕44号"


def test_cover_every_clause():
    wanted = [
        "0",
        "P1",
        "P2",
        "P3",
        "1a",
        "1b",
        "1c",
        "2a",
        "2b",
        "3a",
        "3b",
        "3c",
        "4",
        "5",
        "6",
        "G1",
        "G2",
        "G3",
        "G4",
        "A",
    ]
    clauses = reading.load_clauses(QINGPU)
    assert list(clauses) == [f"QP-{each}" for each in wanted]
    covered = {clause for each in reading.load_pack(QINGPU).coverage for clause in each.clauses}
    assert covered == set(clauses)
    assert all(clause.quote and clause.responsible for clause in clauses.values())


def test_cover_every_task_of_the_second_district():
    wanted = {f"SQ-{each}" for each in [*range(21), "G1", "G2", "G3", "A"]}
    assert set(reading.load_clauses(SUQIAN)) == wanted
    assert {clause for each in reading.load_pack(SUQIAN).coverage for clause in each.clauses} == wanted


def test_count_the_service_catalogue():
    services = reading.load_services(QINGPU)
    sizes = [sum(each.category == f"S{n}" for each in services) for n in range(1, 9)]
    assert sizes == [4, 2, 3, 2, 3, 6, 2, 2]
    assert [service.number for service in services] == list(range(1, 25))


def test_keep_the_words_that_soften_a_standard():
    kinds = {kind.code: kind for kind in reading.load_facilities(QINGPU).kinds}
    standards = {each.id: each for kind in kinds.values() for each in kind.standards}
    about = standards["day_centre_floor_area"]
    assert (about.operator, about.value, about.tolerance) == ("≈", 300, None)
    assert standards["town_complex_floor_area"].hedge == "一般"
    assert standards["canteen_capacity"].value == 150
    assert (standards["canteens_per_town"].value, standards["canteens_per_town"].value_max) == (1, 2)


def test_keep_blanks_and_notes_of_the_decomposition_table():
    table = reading.load_decomposition(QINGPU)
    rows = {row.printed: row for row in table.rows}
    blanks = [(name, key) for name, row in rows.items() for key, figure in row.figures.items() if figure is None]
    assert blanks == [("赵巷", "complexes_planned"), ("白鹤", "meal_sites_existing")]
    assert rows["赵巷"].notes == {"complexes_existing": "1家挂牌"}
    assert list(table.total.figures.values()) == [330, 13, 13, 133, 20, 35, 35, 300]
    sums = [sum(row.figures[column] or 0 for row in table.rows) for column in table.columns]
    assert sums == list(table.total.figures.values())


def test_read_the_yearly_plan():
    plan = reading.load_plan(QINGPU)
    counts = {project.id: project.count for project in plan.projects}
    assert [counts[f"{what}-2021"] for what in ("complexes", "day-centres", "meal-sites", "adaptations")] == [
        6,
        10,
        17,
        150,
    ]
    assert [counts[f"{what}-2022"] for what in ("complexes", "day-centres", "meal-sites", "adaptations")] == [
        7,
        10,
        18,
        150,
    ]
    ranges = [(len(quota.areas), quota.least, quota.most) for quota in plan.quotas]
    assert ranges == [(4, 30, 40), (2, 20, 30), (5, 10, 20)]


def test_keep_what_is_to_be_sited():
    meals = next(project for project in reading.load_plan(QINGPU).projects if project.id == "meal-sites-2021")
    assert sum(site.facility == "senior_canteen" for site in meals.sites) == 7
    assert [(site.count, site.sited) for site in meals.sites][-1] == (8, False)


@pytest.mark.parametrize(
    ("indicator", "year", "value"),
    [
        ("complexes_completed", 2022, 13), ("complexes_total", 2022, 26), ("complexes_in_year", 2021, 6),
        ("complexes_in_year", 2022, 7), ("day_centres_completed", 2022, 20), ("day_centres_total", 2022, 153),
        ("day_centres_in_year", 2021, 10), ("day_centres_in_year", 2022, 10), ("meal_sites_completed", 2022, 35),
        ("meal_sites_total", 2022, 70), ("meal_sites_in_year", 2021, 17), ("meal_sites_in_year", 2022, 18),
        ("meal_capacity_rate", 2022, 5), ("meal_capacity_daily", 2022, 6500), ("adaptations_in_year", 2021, 150),
        ("adaptations_in_year", 2022, 150), ("adaptations_completed", 2022, 300),
    ],
)  # fmt: skip
def test_read_the_district_targets(indicator, year, value):
    found = [
        (target.value, target.operator)
        for target in reading.load_targets(QINGPU)
        if (target.indicator, target.area, target.year) == (indicator, "310118", year)
    ]
    assert found == [(value, ">=")]


def test_read_the_annex_with_its_blanks():
    targets = reading.load_targets(SUQIAN)
    blank = [(target.indicator, target.year) for target in targets if target.value is None]
    assert (len(targets), len(blank)) == (48, 7)
    assert blank == [
        ("SQ-A2", 2020), ("SQ-A2", 2021), ("SQ-A4", 2022), ("SQ-A7", 2020),
        ("SQ-A7", 2022), ("SQ-A11", 2020), ("SQ-A11", 2021),
    ]  # fmt: skip
    assert [target.value for target in targets if target.indicator == "SQ-A13"] == [80, 90, 100]


def test_read_the_annex_as_it_is_meant():
    found = reading.load_indicators(SUQIAN)
    assert list(found) == [f"SQ-A{n}" for n in range(1, 17)]
    assert [n for n, each in enumerate(found.values(), 1) if each.hold_after] == [4]
    assert [n for n, each in enumerate(found.values(), 1) if each.target_level == "county"] == [2, 3]
    assert {n: each.due_year for n, each in enumerate(found.values(), 1) if each.due_year} == {7: 2021, 11: 2022}
    periods = {n: each.period for n, each in enumerate(found.values(), 1) if each.period != "stock"}
    assert periods == {10: "year", 13: "month", 14: "year"}


def test_mark_every_limit_that_no_document_fixes():
    procedure = reading.load_procedure(QINGPU, "home_adaptation")
    days = {step.id: (step.days, step.count) for step in procedure.steps}
    assert days["accept"] == (5, "working_days")
    assert days["public_notice"] == (7, "calendar_days")
    assert [days[name][0] for name in ("check", "survey", "decide", "objection_review", "payment")] == [
        5,
        10,
        10,
        10,
        15,
    ]
    assert not any(step.verified for step in procedure.steps)
    assert not any(item.verified for item in reading.load_risk_items(QINGPU))


def test_leave_package_prices_open():
    packages = reading.load_packages(QINGPU)
    assert [(each.code, each.price_fen, each.price_status) for each in packages] == [
        ("basic", None, "open"), ("special", None, "open"), ("personal", None, "open"),
    ]  # fmt: skip


def test_name_a_procedure_that_is_not_there():
    with pytest.raises(PolicyFault, match="缺少这个文件"):
        reading.load_procedure(QINGPU, "nothing")


def test_know_holidays_and_worked_weekends():
    calendar = reading.load_calendar()
    assert not calendar.is_working_day(date(2021, 10, 7))
    assert calendar.is_working_day(date(2021, 10, 9))  # a Saturday, worked
    assert not calendar.is_working_day(date(2026, 2, 23))
    assert calendar.add_working_days(date(2021, 9, 30), 1) == date(2021, 10, 8)


@pytest.mark.parametrize(
    ("year", "days"), [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
)
def test_count_the_working_days_of_a_year(year, days):
    calendar = reading.load_calendar()
    assert calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_say_which_file_is_incomplete(policy):
    file = policy / QINGPU / "packages.yaml"
    file.write_text("packages:\n  - {code: basic}\n", encoding="utf-8")
    with pytest.raises(PolicyFault, match="policy_check"):
        reading.load_packages(QINGPU)


def test_keep_values_exact():
    assert all(isinstance(target.value, Decimal | None) for target in reading.load_targets(QINGPU))
