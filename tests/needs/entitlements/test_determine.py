"""Determinations: frozen, versioned, sharing one cap per household."""

from datetime import date

import pytest

from yinling.foundation.audit.queries import changes_about
from yinling.gateways.append_only import WrittenOnce
from yinling.kernel.actor import machine
from yinling.needs.entitlements import actions
from yinling.needs.entitlements.models import Determination
from yinling.needs.entitlements.queries import determination_of, determinations_of

OPEN_TIER = {"minimum_living": False, "low_income": False, "care_level": 0, "childless": False,
             "living_alone": False, "all_elderly_household": False}  # fmt: skip


def shares(view):
    return (view.municipal_fen, view.district_fen, view.resident_fen)


def test_determine_grants_with_reasons(determine):
    view = determine(cost_yuan=10_000)
    assert (view.outcome, view.tier) == ("granted", "minimum_living")
    assert shares(view) == (350_000, 350_000, 300_000)
    assert all(reason.words and reason.clause for reason in view.reasons)
    assert {reason.condition: reason.value for reason in view.reasons}["registered_here"] == "true"
    assert changes_about(f"determination:{view.id}").count() == 1


def test_determine_names_what_is_missing(determine):
    view = determine(minimum_living=None, low_income=None)
    assert view.outcome == "missing_facts"
    assert shares(view) == (None, None, None)
    assert "最低生活保障" in view.missing


def test_determine_without_household_is_undecided(determine):
    view = determine(in_household=False)
    assert view.outcome == "missing_facts"
    assert "户编号" in view.missing


def test_determine_refuses_who_lives_elsewhere(determine):
    view = determine(registered_area="310113101")
    assert (view.outcome, view.tier) == ("not_granted", "")
    assert shares(view) == (0, 0, 400_000)


def test_determine_shares_one_cap(determine):
    first, second = determine("QP-1", cost_yuan=2000), determine("QP-2", cost_yuan=4000)
    assert shares(first) == (200_000, 0, 0)
    assert shares(second) == (150_000, 150_000, 100_000)
    assert determine("QP-3").municipal_fen == 0


def test_release_gives_the_cap_back(determine, at):
    determine("QP-1", cost_yuan=10_000)
    assert determine("QP-2").municipal_fen == 0
    actions.release(case_ref="QP-1", by=machine("test"), at=at)
    actions.release(case_ref="QP-1", by=machine("test"), at=at)
    assert not determination_of("QP-1").is_standing
    assert determine("QP-2").municipal_fen == 350_000
    assert [view.version for view in determinations_of("QP-2")] == [2, 1]


def test_determine_again_changes_nothing(determine):
    assert determine().id == determine().id
    assert Determination.objects.count() == 1


def test_determine_again_on_other_facts_makes_a_version(determine):
    first = determine(cost_yuan=2000)
    second = determine(cost_yuan=3000)
    assert second.version == 2
    assert second.municipal_fen == 300_000
    assert [view.ending for view in determinations_of("QP-1")] == ["", "已由新的认定取代"]
    assert determinations_of("QP-1")[1].municipal_fen == first.municipal_fen


def test_freeze_what_was_determined(determine):
    determine()
    row = Determination.objects.get()
    row.tier = "low_income"
    with pytest.raises(WrittenOnce):
        row.save()


def test_tell_that_an_earlier_case_is_undecided(determine):
    determine("QP-1", minimum_living=None, applied_on=date(2022, 1, 5))
    later = determine("QP-2", applied_on=date(2022, 1, 10))
    assert "earlier_undecided" in {reason.condition for reason in later.reasons}


def test_see_determinations_of_own_area_only(determine, reviewers):
    determine()
    visible = Determination.objects.visible_to
    assert visible(reviewers[0]).count() == 1
    elsewhere = reviewers[0].__class__(**{**reviewers[0].__dict__, "area": "310113"})
    assert visible(elsewhere).count() == 0


def test_pay_the_pension_tier_only_once_the_value_is_confirmed(determine, reviewers, at):
    question = {**OPEN_TIER, "monthly_income_yuan": 400_000}
    assert determine("QP-1", **question).outcome == "unpayable"
    row = actions.enter_parameter(
        name="average_enterprise_pension_yuan", value="4,500 元", valid_from=date(2022, 1, 1), source="某公告",
        by=reviewers[0], at=at,
    )  # fmt: skip
    assert determine("QP-1", **question).outcome == "unpayable"
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    view = determine("QP-1", **question)
    assert (view.outcome, view.tier) == ("granted", "eighty_below_average_pension")
    assert determine("QP-0", **question, applied_on=date(2021, 12, 31)).outcome == "unpayable"


def test_determine_by_the_reading_in_force(determine, reviewers, at):
    row = actions.enter_parameter(
        name="district_match", value="halved", valid_from=date(2022, 1, 1), source="区局意见", by=reviewers[0], at=at
    )
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    view = determine(minimum_living=False, low_income=True)
    assert shares(view) == (160_000, 160_000, 80_000)
    assert view.options["district_match"] == "halved"


def test_take_the_households_best_tier_where_that_reading_is_in_force(determine, reviewers, at):
    row = actions.enter_parameter(
        name="tier_from", value="household_highest", valid_from=date(2022, 1, 1), source="批复", by=reviewers[0], at=at
    )
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    own = {**OPEN_TIER, "birth_date": date(1955, 1, 1), "childless": True}
    assert determine("QP-1", cost_yuan=1000, **own).tier == "care_need"
    assert determine("QP-2", cost_yuan=1000).tier == "minimum_living"
    view = determine("QP-3", cost_yuan=1000, **own)
    assert (view.tier, view.municipal_fen) == ("minimum_living", 100_000)
    assert "household_tier" in {reason.condition for reason in view.reasons}
