"""A home bed from application to closing, its constraints, and its counts apart from institution beds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.care import story
from tests.care.plans.conftest import AT, ON, agreed, clerk, elder, outsider, person, plan, provider, staff  # noqa: F401
from yinling.care.homebeds import actions, queries
from yinling.care.homebeds.domain import refusals
from yinling.care.homebeds.models import HomeBed
from yinling.care.homebeds.queries import subsidies
from yinling.care.orders.actions import resting
from yinling.gateways.policy.catalogue import HomeBedRule
from yinling.needs.grades.models import Result

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=180)
WHO = {"at": AT}


@pytest.fixture
def graded(person):  # noqa: F811
    """The person was assessed as moderately disabled."""
    return Result.objects.create(
        person=person, scale="gbt42195-2022", scale_digest="x", grade=2, assessed_on=ON - timedelta(days=30),
        valid_until=LATER, organisation="测评", report_document_id=1, at=AT, by_name="测",
    )  # fmt: skip


@pytest.fixture
def bed(person, provider, clerk):  # noqa: F811
    """A bed that was applied for."""
    return actions.apply(person_id=person.pk, provider_id=provider.pk, by=clerk, **WHO)


def equip(bed, staff):  # noqa: F811
    actions.assess(bed_id=bed.pk, by=staff, **WHO)
    actions.equip(actions.Thing("护理床", ON), bed_id=bed.pk, by=staff, **WHO)
    with pytest.raises(refusals.SomethingMissing):
        actions.finish_equipment(bed_id=bed.pk, by=staff, **WHO)
    actions.equip(actions.Thing("一键呼叫器", ON, is_alarm=True), bed_id=bed.pk, by=staff, **WHO)
    actions.finish_equipment(bed_id=bed.pk, by=staff, **WHO)


def sign(bed, staff):  # noqa: F811
    terms = actions.Contract("XY-1", "女儿", ON, ON + timedelta(days=365), 150_000)
    actions.contract(terms, bed_id=bed.pk, by=staff, **WHO)


def test_assess_only_with_a_grade(bed, staff):  # noqa: F811
    with pytest.raises(refusals.SomethingMissing):
        actions.assess(bed_id=bed.pk, by=staff, **WHO)


def test_open_after_assessment_equipment_contract_and_plan(graded, bed, staff, request):  # noqa: F811
    equip(bed, staff)
    with pytest.raises(refusals.WrongState):
        actions.open_bed(bed_id=bed.pk, on=ON, review_due_on=LATER, by=staff, **WHO)
    sign(bed, staff)
    with pytest.raises(refusals.SomethingMissing):
        actions.open_bed(bed_id=bed.pk, on=ON, review_due_on=LATER, by=staff, **WHO)
    planned = request.getfixturevalue("agreed")
    opened = actions.open_bed(bed_id=bed.pk, on=ON, review_due_on=LATER, by=staff, **WHO)
    assert (opened.state, opened.plan_id) == ("open", planned.pk)
    assert queries.bed_counts(story.DISTRICT, on=ON) == queries.BedCounts(1, 1, {story.TOWN: (1, 1)}, 0)
    resting.rest(person_id=planned.person_id, reason="hospital", from_=ON, until=None, by=staff, at=AT)
    assert queries.bed_counts(story.DISTRICT, on=ON).occupied == 0
    assert queries.bed_counts(story.OTHER_TOWN, on=ON).open == 0
    actions.close(bed_id=bed.pk, on=ON + timedelta(days=9), reason="入住机构", by=staff, **WHO)
    counts = [queries.bed_counts(story.DISTRICT, on=ON + timedelta(days=days)).open for days in (8, 9)]
    assert counts == [1, 0]
    assert set(bed.equipment.values_list("removed_on", flat=True)) == {ON + timedelta(days=9)}


def test_subsidise_building_once_and_each_month_once(graded, bed, staff, clerk):  # noqa: F811
    equip(bed, staff)
    sign(bed, staff)
    given = {"bed_id": bed.pk, "fen": 300_000, "source": "通知", **WHO}
    with pytest.raises(refusals.NotPermitted):
        actions.subsidise(kind="building", by=staff, **given)
    actions.subsidise(kind="building", by=clerk, **given)
    actions.subsidise(kind="operating", month=ON, by=clerk, **given)
    for twice in ({"kind": "building"}, {"kind": "operating", "month": ON + timedelta(days=3)}):
        with pytest.raises(refusals.WrongState):
            actions.subsidise(by=clerk, **twice, **given)
    assert bed.subsidies.count() == 2


def test_give_nobody_two_beds(bed, person, provider, clerk):  # noqa: F811
    with pytest.raises(refusals.AlreadyHasBed):
        actions.apply(person_id=person.pk, provider_id=provider.pk, by=clerk, **WHO)
    actions.close(bed_id=bed.pk, on=ON, reason="不要了", by=clerk, **WHO)
    assert actions.apply(person_id=person.pk, provider_id=provider.pk, by=clerk, **WHO).pk != bed.pk


def test_hold_an_open_bed_without_contract_nowhere(bed):
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeBed.objects.filter(pk=bed.pk).update(state="open")


def test_let_no_other_provider_see_it(bed):
    stranger = outsider()
    assert queries.bed_page(bed.pk, actor=stranger, at=AT) is None
    with pytest.raises(refusals.NotPermitted):
        actions.close(bed_id=bed.pk, on=ON, reason="x", by=stranger, **WHO)


def rule(monkeypatch, **programmes: str) -> None:
    """The district pays for home beds by these programmes."""
    known = replace(subsidies.files(), home_beds=HomeBedRule("national-2026", **programmes))
    monkeypatch.setattr(subsidies, "files", lambda: known)


def test_say_that_no_document_sets_a_subsidy(bed):
    due = queries.subsidies_due(bed, on=ON)
    assert [(each.kind, each.fen) for each in due] == [("building", None), ("operating", None)]
    assert all("没有写这项补贴的标准" in each.why for each in due)


def test_reckon_the_subsidy_by_the_programme_with_its_clause(bed, monkeypatch):
    rule(monkeypatch, operating="consumption_voucher")
    building, operating = queries.subsidies_due(bed, on=ON)
    assert (building.fen, building.name) == (None, "")
    assert operating.name
    assert operating.source.endswith(operating.clause)
    assert (operating.fen is None) == bool(operating.why)


def test_list_beds_to_be_reviewed(graded, bed, staff, agreed):  # noqa: F811
    equip(bed, staff)
    sign(bed, staff)
    actions.open_bed(bed_id=bed.pk, on=ON, review_due_on=ON + timedelta(days=60), by=staff, **WHO)
    assert queries.bed_lines(staff, on=ON, is_due=True) == []
    soon = ON + timedelta(days=40)
    assert [line.id for line in queries.bed_lines(staff, on=soon, is_due=True)] == [bed.pk]
    assert queries.bed_counts(story.DISTRICT, on=soon).reviews_due == 1
