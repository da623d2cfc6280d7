"""One person: registering, facts on days, scope, reveal, mandates."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people.conftest import NUMBERS, actor, make_person
from yinling.foundation.audit.models import Read
from yinling.kernel.actor import NotVisible
from yinling.people.registry import actions, queries
from yinling.people.registry.models import Conflict, GroupMembership, Identifier, Person

ON = date(2021, 5, 1)


def test_give_facts_in_the_names_of_the_dictionary(areas, by, at) -> None:
    person = make_person(by, at, minimum_living=True, monthly_income_yuan=320000, care_level=3, household_id="H1")
    facts = queries.facts_of(person.pk, on=ON)
    assert facts["birth_date"] == date(1940, 2, 29)
    assert (facts["minimum_living"], facts["low_income"]) == (True, None)
    assert (facts["monthly_income_yuan"], facts["care_level"]) == (320000, 3)
    assert facts["household_id"] == str(queries.household_of(person.pk, on=ON))
    assert facts["registered_area"] == "310118001"


def test_know_nothing_before_it_was_reported(areas, by, at) -> None:
    person = make_person(by, at, minimum_living=True)
    assert queries.facts_of(person.pk, on=date(2020, 12, 31))["minimum_living"] is None


def test_keep_sealed_values_out_of_the_tables(person) -> None:
    with connection.cursor() as cursor:
        for table in ("registry_person", "registry_identifier", "registry_statement"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            stored = repr(cursor.fetchall())
            assert NUMBERS[0] not in stored
            assert "13800000000" not in stored


def test_refuse_a_number_twice(person, by, at) -> None:
    with pytest.raises(actions.AlreadyRegistered):
        make_person(by, at, name="别人")
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(person=person, number=NUMBERS[0], masked="*", index=Identifier.objects.get().index)


def test_refuse_a_wrong_number(areas, by, at) -> None:
    with pytest.raises(actions.DetailsRefused, match="校验码"):
        make_person(by, at, number="999999194002290011")


def test_let_a_correction_hold_from_its_day(person, clerk, at) -> None:
    actions.state_fact(
        person_id=person.pk, name="low_income", value=True, valid_from=date(2021, 6, 1), by=clerk, at=at, reason="核实"
    )
    assert queries.facts_of(person.pk, on=date(2021, 5, 31))["low_income"] is None
    assert queries.facts_of(person.pk, on=date(2021, 6, 1))["low_income"] is True
    membership = GroupMembership.objects.get(group="low_income")
    assert (membership.valid_from, membership.valid_until) == (date(2021, 6, 1), None)


def test_need_a_reason_for_a_correction(person, clerk, at) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.state_fact(
            person_id=person.pk, name="low_income", value=True, valid_from=ON, by=clerk, at=at, reason=" "
        )


def test_open_a_conflict_between_sources_and_settle_it(areas, by, clerk, at) -> None:
    person = make_person(by, at, minimum_living=True)
    said = actions.state_fact(
        person_id=person.pk, name="minimum_living", value=False, source="街镇", valid_from=date(2021, 3, 1),
        by=clerk, at=at, reason="入户",
    )  # fmt: skip
    conflict = Conflict.objects.get(settled_at=None)
    assert queries.facts_of(person.pk, on=ON)["minimum_living"] is True
    actions.settle_conflict(conflict_id=conflict.pk, statement_id=said.pk, reason="已退保", by=clerk, at=at)
    assert queries.facts_of(person.pk, on=ON)["minimum_living"] is False
    ended = GroupMembership.objects.get(group="minimum_living")
    assert (ended.valid_from, ended.valid_until) == (date(2021, 1, 1), date(2021, 3, 1))
    with pytest.raises(actions.NothingOpen):
        actions.settle_conflict(conflict_id=conflict.pk, statement_id=said.pk, reason="再次", by=clerk, at=at)


def test_call_a_field_undisputed_once_somebody_looked_into_it(areas, by, clerk, at) -> None:
    person = make_person(by, at, minimum_living=True)
    actions.state_fact(
        person_id=person.pk, name="minimum_living", value=False, valid_from=ON, by=clerk, at=at, reason="入户核实"
    )
    [line] = [each for each in queries.fact_lines(person.pk, on=ON, actor=clerk) if each.name == "minimum_living"]
    assert (line.value_text, line.is_disputed) == ("否", False)


def test_refuse_to_settle_by_a_strangers_statement(areas, by, clerk, at) -> None:
    person = make_person(by, at, minimum_living=True)
    stranger = make_person(by, at, "李四光", NUMBERS[1])
    actions.state_fact(
        person_id=person.pk,
        name="minimum_living",
        value=False,
        source="街镇",
        valid_from=ON,
        by=clerk,
        at=at,
        reason="x",
    )
    with pytest.raises(actions.NotAChoice):
        actions.settle_conflict(
            conflict_id=Conflict.objects.get().pk,
            statement_id=stranger.statements.get().pk,
            reason="x",
            by=clerk,
            at=at,
        )


def test_close_a_conflict_when_sources_come_to_agree(areas, by, clerk, at) -> None:
    person = make_person(by, at, minimum_living=True)
    for value in (False, True):
        actions.state_fact(
            person_id=person.pk,
            name="minimum_living",
            value=value,
            source="街镇",
            valid_from=ON,
            by=clerk,
            at=at,
            reason="x",
        )
    assert not Conflict.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize(
    ("role", "area", "count"),
    [
        ("town_clerk", "310118001", 1), ("town_clerk", "310118002", 0), ("bureau_reviewer", "310118", 1),
        ("bureau_reviewer", "310113", 0), ("auditor", "310118", 1), ("finance_officer", "310118", 0),
        ("administrator", "", 0),
    ],
)  # fmt: skip
def test_show_people_within_the_area_only(person, role: str, area: str, count: int) -> None:
    viewer = actor(role, area)
    assert queries.people_visible(viewer, on=ON).count() == count
    if not count:
        with pytest.raises(NotVisible):
            queries.person_card(person.pk, actor=viewer, on=ON)


def test_show_an_older_person_themself_alone(person, by, at) -> None:
    other = make_person(by, at, "李四光", NUMBERS[1])
    own = actor("older_person", person_id=person.pk)
    assert [found.pk for found in queries.people_visible(own, on=ON)] == [person.pk]
    assert queries.is_represented(person.pk, actor=own, on=ON)
    assert not queries.is_represented(other.pk, actor=own, on=ON)


def test_show_a_firm_nobody(person) -> None:
    assert not queries.people_visible(actor("adaptation_firm", organisation_id=1), on=ON).exists()


def test_show_an_agent_those_who_mandate_them(person, make_user, clerk, at) -> None:
    user = make_user("agent")
    agent = actor("agent").__class__(user.pk, "代", "agent", "-", permissions=actor("agent").permissions)
    given = {"person_id": person.pk, "agent_user_id": user.pk, "relation": "family", "valid_from": at.date()}
    assert queries.represented_by(agent, on=at.date()) == []
    first = actions.grant_mandate(**given, by=clerk, at=at)
    assert actions.grant_mandate(**given, by=clerk, at=at) == first
    assert queries.represented_by(agent, on=at.date()) == [person.pk]
    assert queries.represented_by(agent, on=at.date() - timedelta(days=1)) == []
    actions.revoke_mandate(mandate_id=first.pk, reason="本人要求", by=clerk, at=at)
    assert queries.represented_by(agent, on=at.date()) == []


def test_mask_the_card(person, clerk) -> None:
    card = queries.person_card(person.pk, actor=clerk, on=ON)
    assert (card.name_masked, card.phone_masked) == ("张**", "138****0000")
    assert card.id_number_masked == "999999*********010"
    assert "张三丰" not in repr(queries.fact_lines(person.pk, on=ON, actor=clerk))


def test_reveal_with_a_reason_and_log_it(person, clerk, at) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.reveal(person_id=person.pk, field="phone", reason="", by=clerk, at=at)
    assert actions.reveal(person_id=person.pk, field="phone", reason="回访", by=clerk, at=at) == "13800000000"
    assert actions.reveal(person_id=person.pk, field="id_number", reason="核对", by=clerk, at=at) == NUMBERS[0]
    assert [read.reason for read in Read.objects.order_by("number")] == ["回访", "核对"]


def test_refuse_to_reveal_beyond_role_or_area(person, at) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.reveal(person_id=person.pk, field="phone", reason="x", by=actor("auditor", "310118"), at=at)
    with pytest.raises(NotVisible):
        actions.reveal(person_id=person.pk, field="phone", reason="x", by=actor("town_clerk", "310118002"), at=at)


def test_merge_two_who_are_one_and_lose_nothing(person, by, clerk, at) -> None:
    twin = make_person(by, at, number="", birth_date="1940-02-29", low_income=True)
    suspicion = person.suspicions_as_other.get()
    assert actions.merge(suspicion_id=suspicion.pk, reason="入户核实", by=clerk, at=at) == person.pk
    assert queries.person_card(twin.pk, actor=clerk, on=ON).id == person.pk
    assert queries.facts_of(person.pk, on=ON)["low_income"] is True
    assert list(queries.people_visible(clerk, on=ON)) == [person]
    assert len(queries.said_lines(person.pk, on=ON, actor=clerk)[0]) == 2
    with pytest.raises(actions.NothingOpen):
        actions.merge(suspicion_id=suspicion.pk, reason="再次", by=clerk, at=at)


def test_part_two_who_are_not_one(person, by, clerk, at) -> None:
    make_person(by, at, number="", birth_date="1940-02-29")
    actions.part(suspicion_id=person.suspicions_as_other.get().pk, reason="同名", by=clerk, at=at)
    assert Person.objects.filter(merged_into=None).count() == 2


def test_list_what_was_said_twenty_at_a_time_and_lose_nothing(person, clerk, at) -> None:
    for number in range(24):
        day = date(2021, 6, 1) + timedelta(days=number // 2)
        actions.state_fact(
            person_id=person.pk, name="monthly_income_yuan", value=100000 + number, valid_from=day, by=clerk, at=at,
            reason="核实",
        )  # fmt: skip
    first, after = queries.said_lines(person.pk, on=ON, actor=clerk)
    rest, none = queries.said_lines(person.pk, on=ON, actor=clerk, after=after)
    assert (len(first), len(rest), none) == (20, 5, "")
    assert len({line.what for line in first + rest}) == 25
    days = [line.when for line in first + rest]
    assert days == sorted(days, reverse=True)
