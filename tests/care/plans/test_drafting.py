"""A plan begins with what the assessment found, or with a package; somebody always looks over it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.care.plans.conftest import AT, ON, item, outsider
from tests.signing_in import log_in
from yinling.care.catalogue.queries import packages, services
from yinling.care.plans import actions
from yinling.care.plans.domain import refusals
from yinling.care.plans.domain.proposals import Assessed, Finding, Rule, Wish, propose, spread
from yinling.care.plans.models import Plan, PlanItem, Version
from yinling.foundation.audit.models import Read
from yinling.gateways.policy.plan_proposals import load_plan_proposals
from yinling.gateways.policy.scales import load_scale
from yinling.needs.grades.models import Result

FINDINGS = [
    ("B.1.3", 1, "洗澡：主要依靠他人完成"),
    ("B.2.1", 4, "床上体位转移：独立完成"),
    ("B.3.8", 0, "抑郁症状：近一个月出现过"),
]


@pytest.fixture
def result(person):
    """A middle grade, with what was found."""
    reasons = [{"id": code, "kind": "item", "score": score, "words": words} for code, score, words in FINDINGS]
    return Result.objects.create(
        person=person, scale="gbt42195-2022", scale_digest="x", grade=2, assessed_on=ON - timedelta(days=30),
        valid_until=ON + timedelta(days=300), report_document_id=1, at=AT, by_name="测",
        detail=json.dumps({"reasons": reasons}),
    )  # fmt: skip


def codes(plan: Plan) -> dict[str, PlanItem]:
    return {row.service_code: row for row in PlanItem.objects.filter(version__plan=plan)}


def test_draft_by_grade_and_findings_with_reasons(result, person, provider, clerk):
    plan = actions.open_from_assessment(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)
    rows = codes(plan)
    assert set(rows) == {"health_check", "personal_care", "bath_help", "comfort_talk"}
    assert (rows["bath_help"].why, rows["bath_help"].carers, rows["bath_help"].wished_gender) == (
        "洗澡：主要依靠他人完成", 2, "female",
    )  # fmt: skip
    assert rows["personal_care"].weekdays == [0, 2, 4]
    version = Version.objects.get()
    assert "每周洗一次澡" in version.goals.splitlines()
    assert (version.result_id, version.state) == (result.pk, "draft")
    assert Read.objects.filter(subject=f"person:{person.pk}", fields=["assessment"]).exists()


def test_leave_what_is_written_as_it_is(result, plan, staff):
    mine = actions.put_item(item("bath_help", 6, minutes=120), plan_id=plan.pk, by=staff, at=AT)
    drafted = actions.draft_from_assessment(plan_id=plan.pk, by=staff, at=AT)
    assert drafted.kept == ("助浴",)
    again = actions.draft_from_assessment(plan_id=plan.pk, by=staff, at=AT)
    assert again == actions.Drafted(
        (), ("健康监测（血压、血糖）", "生活照护（起居、洗漱、穿衣）", "助浴", "精神慰藉（谈心、陪伴）")
    )
    mine.refresh_from_db()
    assert (mine.weekdays, mine.minutes) == ([6], 120)
    assert Version.objects.get().goals.count("每周洗一次澡") == 1


def test_keep_the_reason_where_the_time_is_changed(result, plan, staff):
    actions.draft_from_assessment(plan_id=plan.pk, by=staff, at=AT)
    row = codes(plan)["bath_help"]
    actions.put_item(item("bath_help", 5, minutes=90), plan_id=plan.pk, item_id=row.pk, by=staff, at=AT)
    row.refresh_from_db()
    assert (row.weekdays, row.why) == ([5], "洗澡：主要依靠他人完成")


def test_refuse_to_draft_without_grade_or_for_strangers(plan, staff, result):
    with pytest.raises(refusals.NotPermitted):
        actions.draft_from_assessment(plan_id=plan.pk, by=outsider(), at=AT)
    with pytest.raises(refusals.NoAssessment):
        actions.draft_from_assessment(plan_id=plan.pk, by=staff, at=AT + timedelta(days=400))


def test_put_a_package_into_the_plan(plan, staff):
    drafted = actions.add_package(plan_id=plan.pk, package="disabled_basic", by=staff, at=AT)
    rows = codes(plan)
    assert len(drafted.added) == 3
    assert (rows["personal_care"].weekdays, rows["bath_help"].weekdays) == ([0, 2, 4], [2])
    assert (rows["health_check"].weekdays, rows["health_check"].every_weeks) == ([2], 2)
    with pytest.raises(refusals.PlanRefused):
        actions.add_package(plan_id=plan.pk, package="nothing", by=staff, at=AT)


def test_refuse_a_package_for_an_agreed_version(agreed, staff):
    with pytest.raises(refusals.WrongState):
        actions.add_package(plan_id=agreed.pk, package="clean_home", by=staff, at=AT)


def test_draft_and_package_in_the_browser(result, person, provider, clerk, staff, prices):
    desk, work = log_in(clerk), log_in(staff)
    found = desk.get(reverse("assessment:result", args=[result.pk])).content.decode()
    assert f"/plans/new/?person={person.pk}" in found
    assert "按评估结果起草计划" in desk.get(f"/plans/new/?person={person.pk}").content.decode()
    desk.post(f"/plans/new/?person={person.pk}", {"provider_id": provider.pk, "empty": "1"})
    plan = Plan.objects.get()
    assert codes(plan) == {}
    page = work.post(f"/plans/{plan.pk}/packages/", {"package": "clean_home"}, follow=True).content.decode()
    assert "服务包：清洁包" in page
    work.post(f"/plans/{plan.pk}/draft/")
    assert set(codes(plan)) >= {"cleaning", "shopping"}
    assert work.post("/plans/999/draft/").status_code == 404


def test_take_the_wish_that_comes_oftenest_with_all_reasons():
    rules = [
        Rule("干净", [Wish("personal_care", (0, 2))], 4, 2, fact="ability_grade"),
        Rule("整洁", [Wish("personal_care", (0, 1, 2, 3))], 2, scale="s", item="i"),
        Rule("不用", [Wish("turning", (0,))], 1, scale="s", item="j"),
        Rule("太好", [Wish("walking_help", (0,))], 4, 3, scale="s", item="i"),
        Rule("别的量表", [Wish("turning", (0,))], 9, scale="t", item="i"),
    ]
    found = propose(rules, Assessed("ability_grade", "s", 3, "重度", {"i": Finding(2, "穿衣"), "j": Finding(2, "好")}))
    assert found.goals == ("干净", "整洁")
    assert found.wishes == (Wish("personal_care", (0, 1, 2, 3), 1, ("评估等级：重度", "穿衣")),)


@given(st.integers(min_value=1, max_value=40))
def test_spread_as_often_as_asked_but_no_more_than_daily(times):
    weekdays, every = spread(times)
    visits = len(set(weekdays)) * 4 // every
    assert min(times, 28) <= visits < min(times, 28) + 4


def test_propose_only_what_scales_and_catalogue_know(db):
    known = load_plan_proposals()
    everything = services()
    for entry in (*known.by_grade, *known.by_item):
        assert {one["service"] for one in entry["services"]} <= everything.keys()
    for entry in known.by_item:
        assert entry["item"] in {one.id for section in load_scale(entry["scale"]).sections for one in section.items}
    for code in [*known.times, *(code for package in packages().values() for code in package.items)]:
        first, last = known.time_of(code)
        assert first + everything[code].minutes <= last
