"""One need is paid once: who has the programme that goes first is not told of the one it shuts out."""

import os
from pathlib import Path

import pytest

from tests.needs.outreach.conftest import ON
from tests.needs.probe import PACK
from yinling.gateways.policy.programmes import forget_programmes
from yinling.needs.enrolments.actions import enrol
from yinling.needs.outreach import actions
from yinling.needs.outreach.models import Lead, LeadStep, Tally

OVERLAP = """
overlaps:
  - {id: milk_or_money, clause: T-1, need: 牛奶, programmes: [PROGRAMMES], rule: RULE, words: 领津贴的不再发牛奶}
"""


@pytest.fixture
def overlap():
    """Declares one overlap in the probe pack."""

    def declare(programmes: str, rule: str = "first"):
        text = OVERLAP.replace("PROGRAMMES", programmes).replace("RULE", rule)
        (Path(os.environ["YINLING_POLICY"]) / PACK / "overlaps.yaml").write_text(text, encoding="utf-8")
        forget_programmes()

    return declare


@pytest.fixture
def has(by, at):
    def give(person, programme):
        enrol(person_id=person.pk, programme=programme, pack=PACK, since=ON, reason="application", by=by, at=at)

    return give


@pytest.fixture
def search(by, at):
    def run():
        return actions.find(search_id=actions.start_search(on=ON, by=by, at=at).pk, at=at)

    return run


def open_leads(person) -> set[str]:
    return set(Lead.objects.filter(person=person).exclude(state="ended").values_list("programme", flat=True))


def test_leave_out_what_the_first_shuts_out(born, overlap, has, search):
    overlap("allowance, milk")
    with_money, without = born(1930, care_level=0), born(1931, care_level=0)
    has(with_money, "allowance")
    search()
    assert (open_leads(with_money), open_leads(without)) == (set(), {"allowance", "milk"})
    assert sum(tally.entitled for tally in Tally.objects.filter(programme="milk")) == 1


def test_keep_what_goes_first_though_the_later_is_had(born, overlap, has, search):
    overlap("allowance, milk")
    person = born(1930, care_level=0)
    has(person, "milk")
    search()
    assert open_leads(person) == {"allowance"}


def test_end_a_lead_once_the_other_is_had_and_say_why(born, overlap, has, search):
    overlap("allowance, milk")
    person = born(1930, care_level=0)
    search()
    has(person, "allowance")
    search()
    last = LeadStep.objects.filter(lead__person=person, lead__programme="milk").latest("id")
    assert (last.state, last.why) == ("ended", "领津贴的不再发牛奶（T-1）")


def test_keep_a_sum_that_nobody_knows_where_sums_are_compared(born, overlap, has, search):
    overlap("allowance, subsidy", "best")
    person = born(1930, care_level=3)
    has(person, "allowance")
    search()
    assert "subsidy" in open_leads(person)


def test_take_no_notice_of_an_overlap_with_what_gives_nothing(born, overlap, has, search):
    """An enrolment whose conditions are not met pays nothing and shuts nothing out."""
    overlap("subsidy, milk")
    person = born(1930, care_level=0)
    has(person, "subsidy")
    search()
    assert "milk" in open_leads(person)
