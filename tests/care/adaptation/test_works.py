"""A job from acceptance of the case to acceptance of the works, and the ways off the path."""

from datetime import date

import pytest

from tests.care.story import AT, LINES, ON, OTHER_TOWN, PHOTO, TOWN, actor, clerk, firm, firm_actor, works
from yinling.care.adaptation import actions, queries
from yinling.care.adaptation.domain import refusals
from yinling.care.adaptation.domain.papers import Found, SurveyPaper, Verdict
from yinling.care.adaptation.domain.photos import Photo
from yinling.care.adaptation.domain.quote import Line
from yinling.care.adaptation.models import Job
from yinling.foundation.documents.models import Document
from yinling.foundation.outbox.models import Event, Notice
from yinling.kernel.dates import Period
from yinling.needs.casework.actions import decide, withdraw
from yinling.needs.casework.models import Case
from yinling.needs.entitlements.queries import determination_of
from yinling.oversight.settlement.models import Payable
from yinling.people.registry.models import Household

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_carries_a_job_to_acceptance_and_announces_it():
    told = works().up_to_acceptance().accept()
    job = told.job
    assert (job.state, job.accepted_on) == ("accepted", ON)
    assert [step.verb for step in job.steps.all()] == [
        "open", "assign", "survey", "quote", "agree", "clear", "contract", "start", "finish", "accept",
    ]  # fmt: skip
    event = Event.objects.get(kind="adaptation.WorkAccepted")
    assert event.payload["cost_fen"] == 500_000 == told.job.contract.cost_fen
    assert Document.objects.filter(kind="photo").count() == 3
    payable = Payable.objects.get(case=told.case)
    assert (payable.municipal_fen, payable.district_fen) == (350_000, 150_000)


def test_agreeing_makes_the_determination_and_a_second_tap_changes_nothing():
    told = works().open().survey().quote().agree()
    assert determination_of(f"case:{told.case.pk}").cost_fen == 500_000
    quote = told.job.quotes.get()
    with pytest.raises(refusals.WrongState):
        actions.agree_quote(quote_id=quote.pk, by=told.elder, at=AT)
    assert told.job.steps.filter(verb="agree").count() == 1


def test_a_changed_quote_before_the_check_is_determined_anew():
    told = works().open().survey().quote().agree()
    told.quote((Line("basic", "扶手", 1, 300_000),))
    assert told.job.state == "quoted"
    told.agree()
    assert determination_of(f"case:{told.case.pk}").cost_fen == 300_000
    assert sorted(told.job.quotes.values_list("answer", flat=True)) == ["agreed", "replaced"]


def test_refuses_a_changed_quote_after_the_check():
    told = works().open().survey().quote().agree()
    Case.objects.filter(pk=told.case.pk).update(state="checked")
    with pytest.raises(refusals.QuoteFixed):
        told.quote()
    assert told.job.quotes.get().answer == "agreed"


def test_declining_sends_the_job_back_to_the_firm_with_the_reason():
    told = works().open().survey().quote()
    quote = told.job.quotes.get()
    with pytest.raises(refusals.ReasonNeeded):
        actions.decline_quote(quote_id=quote.pk, reason=" ", by=told.elder, at=AT)
    actions.decline_quote(quote_id=quote.pk, reason="不要夜灯", by=told.elder, at=AT)
    assert told.job.state == "surveyed"
    assert Notice.objects.filter(organisation_id=told.provider.pk, text__contains="不要夜灯").exists()


def test_rework_opens_another_round_and_acceptance_follows():
    told = works().up_to_acceptance()
    with pytest.raises(refusals.ReasonNeeded):
        actions.ask_rework(job_id=told.job.pk, verdict=Verdict("甲某"), by=told.elder, at=AT)
    actions.ask_rework(job_id=told.job.pk, verdict=Verdict("甲某", "扶手松动"), by=told.elder, at=AT)
    assert (told.job.state, told.job.works.count()) == ("working", 2)
    told.finish().accept()
    assert list(told.job.works.values_list("acceptance__satisfied", flat=True)) == [False, True]


def test_a_clerk_accepts_on_behalf_only_with_a_reason():
    told = works().up_to_acceptance()
    with pytest.raises(refusals.ReasonNeeded):
        actions.accept_work(job_id=told.job.pk, verdict=Verdict("甲某"), by=clerk(), at=AT)
    actions.accept_work(job_id=told.job.pk, verdict=Verdict("甲某"), reason="电话同意", by=clerk(), at=AT)
    assert told.job.state == "accepted"


def test_strangers_cannot_answer_a_quote():
    told = works().open().survey().quote()
    quote = told.job.quotes.get()
    stranger = actor("older_person", "stranger", person_id=told.case.person_id + 1_000)
    for who in [stranger, told.firm, firm_actor(firm("别家")), clerk(OTHER_TOWN)]:
        with pytest.raises(refusals.NotPermitted):
            actions.agree_quote(quote_id=quote.pk, reason="理由", by=who, at=AT)


def test_assigning_takes_a_serving_firm_and_a_second_one_needs_a_reason():
    told = works().open()
    far = firm("远方")
    far.area = "310117"
    far.save()
    with pytest.raises(refusals.FirmNotServing):
        actions.assign_firm(job_id=told.job.pk, firm_id=far.pk, by=clerk(), at=AT)
    second = firm("第二家")
    with pytest.raises(refusals.ReasonNeeded):
        actions.assign_firm(job_id=told.job.pk, firm_id=second.pk, by=clerk(), at=AT)
    actions.assign_firm(job_id=told.job.pk, firm_id=second.pk, reason="第一家没有人手", by=clerk(), at=AT)
    assert not Job.objects.visible_to(told.firm, on=ON).exists()
    assert Job.objects.visible_to(firm_actor(second), on=ON).exists()


@pytest.mark.parametrize("findings", [(Found("nowhere", "minor"),), (Found("balcony_step", "awful"),)])
def test_survey_refuses_what_the_catalogue_does_not_know(findings):
    told = works().open()
    with pytest.raises(refusals.SurveyRefused):
        actions.record_survey(job_id=told.job.pk, paper=SurveyPaper(ON, findings), by=told.firm, at=AT)


def test_survey_with_a_false_photo_keeps_nothing():
    told = works().open()
    paper = SurveyPaper(ON, (), "", (PHOTO, Photo("假.png", b"MZ program")))
    with pytest.raises(refusals.PhotoRefused):
        actions.record_survey(job_id=told.job.pk, paper=paper, by=told.firm, at=AT)
    assert told.job.state == "assigned"
    assert not Document.objects.exists()


def test_withdrawing_the_case_cancels_the_job():
    told = works().open().survey()
    withdraw(case_id=told.case.pk, reason="不做了", by=told.elder, at=AT)
    assert told.job.state == "cancelled"
    with pytest.raises(refusals.WrongState):
        told.quote()


def test_refusing_the_case_cancels_the_job_and_an_upheld_objection_brings_it_back():
    told = works().open().survey().quote().agree()
    Case.objects.filter(pk=told.case.pk).update(state="checked", checked_by=clerk().user_id, opinion="grant")
    bureau = actor("bureau_reviewer", area="310118")
    decide(case_id=told.case.pk, decision="refuse", reason="住房将拆迁", by=bureau, at=AT)
    assert told.job.state == "cancelled"
    actions.reopen(case_id=told.case.pk, reason="异议成立", by=bureau, at=AT)
    assert told.job.state == "waiting_decision"


def test_scope_shows_each_role_its_own_jobs():
    here, there = works().open(), works(OTHER_TOWN, firm("别家")).open()
    assert {row.id for row in queries.job_rows(clerk(), on=ON)} == {here.job.pk}
    assert {row.id for row in queries.job_rows(there.firm, on=ON)} == {there.job.pk}
    assert {row.id for row in queries.job_rows(here.elder, on=ON)} == {here.job.pk}
    assert queries.job_rows(actor("finance_officer", area="310118"), on=ON) == []
    assert queries.job_page(there.job.pk, actor=here.firm, on=ON) is None
    assert {state: count for state, _, count in queries.state_counts(clerk(), on=ON)} == {"assigned": 1}


def test_completed_households_count_once_where_they_were_accepted():
    home = Household.objects.create(number="H1")
    for household in (home, None):
        works(TOWN, household=household).up_to_acceptance().accept()
    works(OTHER_TOWN).up_to_acceptance()
    second = works(TOWN, household=home)
    second.up_to_acceptance().accept()
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    assert queries.completed_households(period=year, area_level="town") == {TOWN: 2}
    assert queries.completed_households(period=year, area_level="county") == {"310118": 2}
    assert queries.completed_households(period=Period(date(2025, 1, 1), date(2026, 1, 1))) == {}
    assert len(queries.completed_records(TOWN, year, clerk(), on=ON)) == 3
    assert queries.completed_records(TOWN, year, clerk(OTHER_TOWN), on=ON) == []


def test_after_check_follows_acceptance_only():
    told = works().up_to_acceptance()
    note = {"job_id": told.job.pk, "visited_on": ON, "satisfied": True, "note": "使用正常", "by": clerk(), "at": AT}
    with pytest.raises(refusals.WrongState):
        actions.note_after_check(**note)
    told.accept()
    actions.note_after_check(**note)
    assert told.job.after_checks.count() == 1
    assert queries.job_page(told.job.pk, actor=clerk(), on=ON).after_checks[0][1] is True


def test_quote_keeps_lines_and_sums_by_package():
    told = works().open().survey().quote(LINES)
    view = queries.quote_view(told.job.pk, 1, actor=told.firm, on=ON)
    assert view.total_fen == 500_000
    assert [fen for _, fen in view.by_package] == [300_000, 200_000]
