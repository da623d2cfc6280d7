"""Posts that documents ask for against those filled."""

from datetime import date

import pytest

from tests.people.conftest import make_person
from tests.people.workforce.conftest import DISTRICT
from yinling.gateways.policy.programmes import load_parameters
from yinling.gateways.policy.reading import load_clauses, packs
from yinling.gateways.policy.staffing import load_staffing
from yinling.kernel.dates import day_of
from yinling.people.providers.models import Site
from yinling.people.staffing import actions
from yinling.people.staffing.domain.posts import Ground, Numbers, needed_by_count, needed_in_area
from yinling.people.staffing.queries import staffing_policies, staffing_tables


def rule_numbers(pack: str, rule_id: str) -> Numbers:
    rule = next(rule for rule in load_staffing(pack) if rule.id == rule_id)
    known = load_parameters(pack)
    names = (rule.staff, rule.per, rule.more_staff, rule.older_percent_min)
    return Numbers(*(known[name].on(date(2022, 12, 31)) if name else None for name in names))


@pytest.mark.parametrize("pack", ["baoshan-2019", "gongshu-2019"])
def test_need_420_and_147_social_workers_shown_apart(pack: str) -> None:
    """420,000 older people and 14,700 beds (acceptance check 1 of C18)."""
    by_people, by_beds = rule_numbers(pack, "social_workers_by_people"), rule_numbers(pack, "social_workers_by_beds")
    assert needed_by_count(420_000, by_people, what="老年人").posts == 420
    assert needed_by_count(14_700, by_beds, what="床位").posts == 147


@pytest.mark.parametrize(("older", "posts"), [(2_500, 2), (2_499, 1), (2_490, 1)])
def test_add_an_officer_from_a_quarter_of_older_people(older: int, posts: int) -> None:
    """A street at 25.0 % needs two, at 24.9 % one (acceptance check 2 of C18)."""
    assert needed_in_area(Ground(older, None, 10_000), rule_numbers("gongshu-2019", "street_officers")).posts == posts


def test_name_what_is_missing_instead_of_counting_zero() -> None:
    assert needed_by_count(None, Numbers(1, 1000), what="老年人").missing == ("老年人",)
    assert needed_by_count(10, Numbers(None, None), what="老年人").posts is None
    assert needed_in_area(Ground(2_500, None, None), Numbers(1, None, 1, 25)).missing == ("户籍人口",)


def test_find_every_number_and_clause_of_a_rule() -> None:
    for pack in packs():
        known, clauses = load_parameters(pack), load_clauses(pack)
        for rule in load_staffing(pack):
            assert rule.clause in clauses
            assert set(rule.parameters) <= set(known), rule.id


def test_compare_posts_with_the_registers(areas, employ, operators, bureau, by, at, settings) -> None:
    settings.PACK, settings.ADOPTED_PACKS = "baoshan-2019", []
    today = day_of(at)
    make_person(by, at)
    home = Site.objects.create(provider=operators[0], name="养老院", kind="care_institution", area="310118001001",
                               status="operating", capacity=201)  # fmt: skip
    employ(1, occupation="social_worker", site_id=home.pk)
    employ(1, occupation="social_worker", place=1)
    by_people, by_beds = staffing_tables("baoshan-2019", actor=bureau, on=today)
    assert (by_people.rows[0].need.posts, by_people.rows[0].filled, by_people.rows[0].state) == (1, 1, "met")
    assert (by_beds.rows[0].need.posts, by_beds.rows[0].filled, by_beds.rows[0].short_by) == (3, 1, 2)
    assert [(row.name, row.need.posts) for row in by_beds.sites] == [("养老院", 3)]


def test_show_posts_of_each_street_and_community(areas, employ, bureau, by, at, settings) -> None:
    settings.PACK, settings.ADOPTED_PACKS = "gongshu-2019", []
    today = day_of(at)
    employ(1, occupation="care_officer", area="310118001")
    employ(2, occupation="care_officer", area="310118002", is_full_time=False)
    employ(3, occupation="community_helper", area="310118001001")
    tables = {table.rule.id: table for table in staffing_tables("gongshu-2019", actor=bureau, on=today)}
    assert tables["street_officers"].rows[0].state == "unknown"
    assert tables["district_officers"].rows[0].short_by == 2
    helpers = tables["community_helpers"].rows[0]
    assert helpers.filled == 1
    assert helpers.need.posts
    assert helpers.need.posts > 100
    for town in ("310118001", "310118002"):
        actions.enter_population(area=town, counted_on=today, people=900, source="公安", by=bureau, at=at)
    rows = {row.name: row for row in staffing_tables("gongshu-2019", actor=bureau, on=today)[3].rows}
    towns = [row for row in rows.values() if row.need.posts == 1]
    assert sorted((row.filled, row.state) for row in towns) == [(0, "short"), (1, "met")]


def test_refuse_a_population_of_elsewhere_or_of_tomorrow(areas, bureau, offices, at) -> None:
    for by, area in ((bureau, "330105001"), (offices[0], DISTRICT)):
        with pytest.raises(actions.NotAllowed):
            actions.enter_population(area=area, counted_on=day_of(at), people=1, source="公安", by=by, at=at)
    with pytest.raises(actions.PopulationRefused):
        actions.enter_population(area=DISTRICT, counted_on=date(2031, 1, 1), people=1, source="公安", by=bureau, at=at)


def test_compare_with_another_document_where_none_binds(settings) -> None:
    settings.PACK, settings.ADOPTED_PACKS = "qingpu-2021", []
    assert staffing_policies()
    assert not any(one.is_in_use for one in staffing_policies())


def test_show_the_tables_to_bureau_and_auditor_only(desk, client, make_user, operators) -> None:
    browser = desk("bureau_reviewer", area=DISTRICT)
    page = browser.get("/staffing/?pack=gongshu-2019").content.decode()
    assert "社区助老员" in page
    assert "只供参照" in page
    given = {"area": "310118001", "counted_on": "2026-01-01", "people": "9000", "source": "公安"}
    assert browser.post("/staffing/populations/", given).status_code == 302
    assert "9000" in browser.get("/staffing/populations/").content.decode()
    client.force_login(make_user("care_provider", organisation_id=operators[0].pk))
    assert client.get("/staffing/").status_code == 403
