"""Policy values: entered by one person, confirmed by another."""

import shutil
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.policy.new_pack import PACK
from yinling.gateways.policy.root import policy_root
from yinling.kernel.actor import Actor
from yinling.needs.entitlements import actions
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.models import ParameterValue
from yinling.needs.entitlements.queries.parameters import settings_in_force
from yinling.needs.entitlements.queries.programmes import bound_programme, parameters_in_force

POLICY = policy_root()
PENSION = "average_enterprise_pension_yuan"


@pytest.fixture
def entered(reviewers, at):
    def enter(value="4500", name=PENSION, source="某公告", valid_from=date(2022, 1, 1), by=None, pack=""):
        return actions.enter_parameter(
            pack=pack, name=name, value=value, valid_from=valid_from, source=source, by=by or reviewers[0], at=at
        )

    return enter


def in_force(on=date(2022, 6, 1)):
    return parameters_in_force("qingpu-2021")[PENSION].on(on)


def test_confirm_by_another_person(entered, reviewers, at):
    row = entered()
    assert in_force() is None
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    assert in_force() == 450_000
    assert in_force(date(2021, 12, 31)) is None


def test_confirm_refuses_the_same_person(entered, reviewers, at):
    row = entered()
    with pytest.raises(actions.SamePerson):
        actions.confirm_parameter(value_id=row.pk, by=reviewers[0], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParameterValue.objects.filter(pk=row.pk).update(
            state="confirmed", settled_by_id=row.entered_by_id, settled_at=at
        )


def test_confirm_twice_is_refused(entered, reviewers, at):
    row = entered()
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    with pytest.raises(actions.AlreadySettled):
        actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)


def test_refuse_keeps_the_row_and_frees_the_day(entered, reviewers, at):
    row = entered("45")
    with pytest.raises(actions.AlreadyProposed):
        entered("4500")
    actions.refuse_parameter(value_id=row.pk, reason="少了两位", by=reviewers[1], at=at)
    assert entered("4500").value == "4500"
    assert ParameterValue.objects.count() == 2


def test_correct_a_confirmed_value_by_a_later_one(entered, reviewers, at):
    for value in ("4500", "4600"):
        actions.confirm_parameter(value_id=entered(value).pk, by=reviewers[1], at=at)
    assert in_force() == 460_000


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        (PENSION, "abc", "某公告"),
        (PENSION, "-1", "某公告"),
        (PENSION, "4500", " "),
        ("no_such", "1", "某公告"),
        ("very_old_age", "80.5", "某公告"),
        ("district_match", "literal", "某公告"),
        ("tier_from", "everyone_highest", "某公告"),
    ],
)
def test_enter_refuses_what_means_nothing(entered, name, value, source):
    with pytest.raises(actions.NotAValue):
        entered(value, name=name, source=source)


def test_enter_needs_the_permission(entered):
    with pytest.raises(PermissionDenied):
        entered(by=Actor(user_id=1, name="经办人", role="town_clerk", area="310118"))


def test_offer_every_question_that_is_not_a_number(db):
    lines = {line.name: line for line in settings_in_force(on=date(2022, 1, 1)) if line.is_option}
    assert set(lines) == {"district_match", "tier_from", "cap_order", "very_old_applies_to", "applications_from"}
    assert dict(lines["tier_from"].choices)["household_highest"].startswith("都按本户")


def test_enter_a_value_of_an_adopted_policy(settings, entered, reviewers, at, new_pack):
    shutil.copytree(POLICY / settings.PACK, new_pack.parent / settings.PACK)
    settings.ADOPTED_PACKS = [PACK]
    line = next(line for line in settings_in_force(on=date(2026, 1, 1)) if line.name == "care_heavy_yuan")
    assert (line.document, line.since, line.words) == ("试验区办法", None, "未公布")
    row = entered("500", name="care_heavy_yuan", valid_from=date(2026, 1, 1))
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    assert row.pack == PACK
    facts = {"on": date(2026, 2, 1), "alive": True, "ability_grade": 3, "minimum_living": False}
    decision = decide_one(bound_programme("care_subsidy", on=date(2026, 2, 1), pack=PACK), facts)
    assert (decision.outcome, decision.amounts) == ("granted", {"district": 50_000})
    entered("poor", name="poor_only", valid_from=date(2026, 1, 1))


def test_tell_two_policies_with_one_name_apart(settings, entered, reviewers, at):
    settings.ADOPTED_PACKS = ["practice-shanghai"]
    both = [line.pack for line in settings_in_force(on=date(2026, 1, 1)) if line.name == PENSION]
    assert both == ["qingpu-2021", "practice-shanghai"]
    row = entered("4800", pack="practice-shanghai")
    actions.confirm_parameter(value_id=row.pk, by=reviewers[1], at=at)
    assert row.pack == "practice-shanghai"
    words = {line.pack: line.words for line in settings_in_force(on=date(2026, 1, 1)) if line.name == PENSION}
    assert words == {"qingpu-2021": "未公布", "practice-shanghai": "4,800.00 元/月"}
    with pytest.raises(actions.NotAValue):
        entered("4800", pack="suqian-2020")
