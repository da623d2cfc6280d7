"""Searching the register: who is found, what of a lead when facts change, going on after a cut."""

from datetime import date, timedelta

import pytest

from tests.needs.outreach.conftest import ON
from tests.needs.probe import PACK
from yinling.needs.outreach import actions
from yinling.needs.outreach.actions import finding
from yinling.needs.outreach.models import Lead, LeadStep, Search, Tally
from yinling.needs.outreach.queries.sought import UnknownProgramme, left_out, sought
from yinling.people.registry.actions import state_fact


@pytest.fixture
def search(by, at):
    def run(on=ON, **options):
        found = actions.start_search(on=on, by=by, at=at, **options)
        return actions.find(search_id=found.pk, at=at)

    return run


@pytest.fixture
def state(by, at):
    def run(person, name, value):
        state_fact(
            person_id=person.pk, name=name, value=value, valid_from=ON + timedelta(days=1), reason="核实", by=by, at=at
        )

    return run


def leads_of(person) -> dict[str, Lead]:
    return {lead.programme: lead for lead in Lead.objects.filter(person=person)}


def test_look_for_programmes_of_persons_only(db):
    assert [each.key for each in sought(on=ON)] == [f"{PACK}:{name}" for name in ("allowance", "milk", "subsidy")]
    assert [each.programme for each in left_out(on=ON)] == ["home_adaptation_subsidy"]
    assert sought(on=date(2019, 1, 1)) == []


def test_refuse_a_programme_that_cannot_be_looked_for(by, at, db):
    with pytest.raises(UnknownProgramme):
        actions.start_search(on=ON, only=["home_adaptation_subsidy"], by=by, at=at)


def test_find_the_entitled_with_tier_clause_and_sum(born, search):
    person = born(1935, care_level=0)
    search()
    found = leads_of(person)
    assert set(found) == {"milk", "allowance"}
    assert (found["allowance"].tier, found["allowance"].clause, found["allowance"].amount_fen) == ("高档", "T-1", 20000)
    assert found["milk"].amount_fen is None
    assert [reason["value"] for reason in found["milk"].explanation.reasons] == ["true", "true", "true"]


def test_find_those_who_lack_one_fact_and_name_it(born, search):
    search_one = born(1960)
    search()
    (lead,) = leads_of(search_one).values()
    assert (lead.programme, lead.kind, lead.missing_fact) == ("subsidy", "nearly", "care_level")


def test_find_as_entitled_although_the_sum_is_not_published(born, search):
    person = born(1960, care_level=3)
    search()
    (lead,) = leads_of(person).values()
    assert (lead.programme, lead.kind, lead.amount_fen) == ("subsidy", "entitled", None)


def test_find_nobody_twice(born, search):
    person = born(1935, care_level=0)
    search()
    second = search()
    assert second.found == 0
    assert Lead.objects.filter(person=person).count() == 2
    assert LeadStep.objects.filter(lead__person=person).count() == 2


def test_end_a_lead_with_its_reason_when_the_person_is_no_longer_entitled(born, search, state):
    person = born(1960, care_level=3)
    search()
    state(person, "care_level", 0)
    search(on=ON + timedelta(days=2))
    (lead,) = leads_of(person).values()
    assert lead.state == "ended"
    assert "照护等级二级及以上" in lead.why


def test_end_a_lead_when_the_person_died(born, search, state):
    person = born(1935, care_level=0)
    search()
    state(person, "deceased_on", "2026-03-05")
    search(on=date(2026, 3, 10))
    assert {lead.state for lead in leads_of(person).values()} == {"ended"}
    assert {lead.why for lead in leads_of(person).values()} == {"本人已去世"}


def test_go_on_after_a_cut_without_doubling(born, by, at, monkeypatch):
    people = [born(1930 + number, care_level=0) for number in range(5)]
    monkeypatch.setattr(finding, "PART_PEOPLE", 2)
    begun = actions.start_search(on=ON, by=by, at=at)
    programmes = finding._programmes(begun)
    finding._next_part(begun.pk, programmes, at)
    assert Search.objects.get().people_done == 2
    assert actions.start_search(on=ON, by=by, at=at).pk == begun.pk
    actions.find(search_id=begun.pk, at=at)
    assert Search.objects.get().people_done == len(people)
    assert sum(Tally.objects.filter(programme="allowance").values_list("entitled", flat=True)) == len(people)
    assert Lead.objects.filter(programme="allowance").count() == len(people)


def test_end_leads_of_programmes_that_are_looked_for_no_more(born, search, settings):
    person = born(1935, care_level=0)
    search()
    settings.ADOPTED_PACKS = []
    search()
    assert {lead.state for lead in leads_of(person).values()} == {"ended"}


def test_leave_other_programmes_alone_in_a_partial_search(born, search):
    person = born(1935, care_level=0)
    search()
    search(only=["milk"])
    assert {lead.state for lead in leads_of(person).values()} == {"open"}


def test_count_but_not_list_those_who_lack_what_everybody_lacks(born, search):
    for _number in range(51):
        born(1960)
    known = born(1961, care_level=4)
    search()
    assert [lead.person_id for lead in Lead.objects.all()] == [known.pk]
    assert Search.objects.get().gaps == [[PACK, "subsidy", "care_level", 98]]
    assert sum(Tally.objects.filter(programme="subsidy").values_list("nearly", flat=True)) == 51
