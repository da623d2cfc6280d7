"""Calling: what an answer leads to, once, and for whom."""

from datetime import date, timedelta

import pytest

from tests.needs.outreach.conftest import ON
from tests.needs.probe import PACK
from yinling.foundation.audit.models import Change, Read
from yinling.needs.enrolments.models import Enrolment, Refusal
from yinling.needs.outreach import actions
from yinling.needs.outreach.actions import CallRefused, Said
from yinling.needs.outreach.domain.states import Answer, Way
from yinling.needs.outreach.models import Call, Lead, Tally
from yinling.needs.outreach.queries import towns
from yinling.people.registry.actions import state_fact


@pytest.fixture
def search(by, at):
    def run(on=ON):
        found = actions.start_search(on=on, by=by, at=at)
        return actions.find(search_id=found.pk, at=at)

    return run


@pytest.fixture
def lead(born, search):
    person = born(1935, care_level=0)
    search()
    return Lead.objects.get(person=person, programme="allowance")


@pytest.fixture
def call(clerk, at):
    numbers = iter(range(1, 99))

    def run(lead, answer, **options):
        said = Said(answer=answer, way=Way.PHONE, key=options.pop("key", f"k{next(numbers)}"), **options)
        return actions.record_call(lead_id=lead.pk, said=said, by=clerk, at=at)

    return run


def test_enrol_who_agrees(lead, call, search):
    call(lead, Answer.WILLING, since=date(2026, 4, 1))
    enrolment = Enrolment.objects.get()
    assert (enrolment.pack, enrolment.programme, enrolment.since) == (PACK, "allowance", date(2026, 4, 1))
    lead.refresh_from_db()
    assert lead.state == "accepted"
    assert Change.objects.filter(verb="outreach.call").count() == 1
    search()
    lead.refresh_from_db()
    assert lead.state == "accepted"
    assert sum(Tally.objects.order_by("-search").filter(programme="allowance").values_list("receiving", flat=True)) == 1


def test_take_a_form_that_was_sent_twice_once(lead, call):
    call(lead, Answer.UNREACHABLE, key="same")
    call(lead, Answer.UNREACHABLE, key="same")
    assert Call.objects.count() == 1
    lead.refresh_from_db()
    assert (lead.state, lead.calls_made) == ("follow", 1)


def test_keep_a_refusal_until_the_facts_change(lead, call, search, by, at):
    call(lead, Answer.UNWILLING, note="不需要")
    assert Refusal.objects.get().note == "不需要"
    search(on=ON + timedelta(days=1))
    lead.refresh_from_db()
    assert lead.state == "refused"
    state_fact(
        person_id=lead.person_id, name="living_alone", value=True, valid_from=ON + timedelta(days=2), reason="核实",
        by=by, at=at,
    )  # fmt: skip
    search(on=ON + timedelta(days=3))
    lead.refresh_from_db()
    assert lead.state == "open"


def test_ask_for_what_an_answer_needs(lead, call):
    for answer, field in [(Answer.UNWILLING, "note"), (Answer.CALL_AGAIN, "call_again_on")]:
        with pytest.raises(CallRefused) as refused:
            call(lead, answer)
        assert refused.value.field == field
    assert not Call.objects.exists()


def test_wait_for_a_fact_where_one_is_missing(born, search, call, by, at):
    person = born(1960)
    search()
    lead = Lead.objects.get(person=person)
    call(lead, Answer.WILLING)
    lead.refresh_from_db()
    assert lead.state == "waiting"
    assert not Enrolment.objects.exists()
    state_fact(
        person_id=person.pk, name="care_level", value=3, valid_from=ON + timedelta(days=1), reason="评估", by=by, at=at
    )
    search(on=ON + timedelta(days=2))
    lead.refresh_from_db()
    assert (lead.state, lead.why) == ("open", "所缺情况已补齐")


def test_refuse_a_call_from_another_town(born, search, call):
    person = born(1935, area="310118002001", care_level=0)
    search()
    with pytest.raises(CallRefused):
        call(Lead.objects.filter(person=person).first(), Answer.UNREACHABLE)


def test_count_by_area_within_the_viewers(born, search, call, clerk, by):
    for area in ("310118001001", "310118001001", "310118002001"):
        born(1935, area=area, care_level=0)
    search()
    call(Lead.objects.filter(programme="milk", area="310118001001").first(), Answer.WILLING)
    search()
    own = towns.overview(actor=clerk, programme=f"{PACK}:milk")
    assert own.by_village
    assert [(line.entitled, line.receiving, line.lacking, line.called) for line in own.lines] == [(2, 1, 1, 1)]
    assert towns.overview(actor=clerk).total.entitled == 4


def test_walk_through_the_pages_as_a_clerk(desk, born, search):
    mine, other = born(1935, care_level=0), born(1936, area="310118002001", care_level=0)
    search()
    client = desk("town_clerk", area="310118001")
    lead = Lead.objects.get(person=mine, programme="allowance")
    page = client.get("/outreach/").content.decode()
    assert page.count("高龄津贴") >= 2
    assert f"/outreach/{lead.pk}/" in page
    assert not any(f"/outreach/{each.pk}/" in page for each in Lead.objects.filter(person=other))
    assert client.get(f"/outreach/{Lead.objects.filter(person=other).first().pk}/").status_code == 404
    detail = client.get(f"/outreach/{lead.pk}/").content.decode()
    assert "年满80周岁" in detail
    assert "依据：第一条" in detail  # a family finds the place in the document; a clause's number says nothing to them
    assert "13800000000" not in detail
    shown = client.post(f"/outreach/{lead.pk}/contact/", {"reason": "告知待遇"})
    assert "13800000000" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert "phone" in Read.objects.get(reason="告知待遇").fields
    answered = client.post(
        f"/outreach/{lead.pk}/calls/", {"key": "k", "way": "phone", "answer": "willing", "since": "2026-04-01"}
    )
    assert answered.status_code == 302, answered.content.decode()
    assert Enrolment.objects.filter(person=mine).exists()
    assert client.get("/outreach/towns/").status_code == 200
    workbook = client.get("/outreach/workbook/?state=all")
    assert workbook.content[:2] == b"PK"


def test_search_by_pressing_the_button(desk, born):
    born(1935, care_level=0)
    client = desk("town_clerk", area="310118001")
    assert client.post("/outreach/searches/").status_code == 302
    assert Lead.objects.count() == 2
    assert client.get("/outreach/searches/progress/").json()["done"]
