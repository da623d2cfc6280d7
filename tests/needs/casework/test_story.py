"""Whole lives of cases: granted, refused, objected, withdrawn, with papers asked for."""

from datetime import date

import pytest
from django.apps import apps

from yinling.foundation.documents import queries as documents
from yinling.foundation.outbox.actions import _reactions, subscribe
from yinling.kernel.actor import PUBLIC, machine
from yinling.needs.casework import actions, queries
from yinling.needs.casework.domain import refusals
from yinling.needs.casework.events import (
    CaseAccepted,
    CaseClosed,
    CaseDecided,
    CaseInForce,
    CaseReopened,
    CaseWithdrawn,
)
from yinling.needs.casework.models import Case, CaseStep, NoticeLine, Objection
from yinling.needs.entitlements.queries import determinations_of

from .conftest import ANSWERS, PNG, TOWN

EVENTS = [CaseAccepted, CaseDecided, CaseInForce, CaseReopened, CaseWithdrawn, CaseClosed]


@pytest.fixture
def heard(monkeypatch):
    """Every event of casework, in order, and nobody else answering."""
    found = []
    for event in EVENTS:
        monkeypatch.setitem(_reactions, event, [])
        subscribe(event, lambda event, *, by, at: found.append(event))
    return found


@pytest.fixture(autouse=True)
def _alone(heard):
    """These stories know nothing of the floors above."""


def advance(*, at):
    return actions.put_due_in_force(by=machine("casework_advance"), at=at)


def verbs(case_id):
    return list(CaseStep.objects.filter(case_id=case_id).order_by("pk").values_list("verb", flat=True))


def test_case_granted_runs_from_draft_to_closed(story, heard):
    story.until("noticed")
    assert advance(at=story.clock.later(7)) == []
    assert advance(at=story.clock.later(1)) == [story.case_id]
    assert advance(at=story.clock.later(1)) == []
    actions.note_contract(case_id=story.case_id, by=machine("adaptation"), at=story.clock.later())
    actions.close(case_id=story.case_id, reason="已付清", by=machine("settlement"), at=story.clock.later())
    actions.close(case_id=story.case_id, reason="已付清", by=machine("settlement"), at=story.clock.later())
    assert story.state == "closed"
    assert [type(event) for event in heard] == [CaseAccepted, CaseDecided, CaseInForce, CaseClosed]
    assert verbs(story.case_id) == [
        "start_draft", "submit", "accept", "record_cost", "determine", "check", "decide", "publish",
        "put_in_force", "note_contract", "close",
    ]  # fmt: skip
    case = Case.objects.get(pk=story.case_id)
    assert case.number == "QP-2021-000001"
    assert case.checked_by_id != case.decided_by_id
    found = queries.determination_of_case(story.case_id)
    assert (found.municipal_fen, found.district_fen, found.resident_fen) == (300_000, 0, 0)
    kept = documents.about(f"case:{case.pk}", actor=story.elder, on=story.clock.now.date())
    letters = [line for line in kept if line.kind == "decision_letter"]
    assert len(letters) == 1
    assert documents.content(letters[0].id).startswith(b"%PDF-")


def test_case_refused_frees_the_cap_and_says_why(story, heard, person):
    story.until("checked")
    with pytest.raises(refusals.ReasonNeeded):
        story.decide("refuse", "")
    story.decide("refuse", "房屋已列入征收范围")
    assert story.state == "refused"
    assert heard[-1] == CaseDecided(story.case_id, False)
    assert not determinations_of(f"case:{story.case_id}")[0].is_standing
    page = queries.case_page(story.case_id, actor=story.elder, on=date(2021, 6, 12))
    assert page.trail[-1].why == "房屋已列入征收范围"
    assert len(page.letters) == 1
    again = actions.start_draft(person_id=person.pk, by=story.elder, at=story.clock.later())
    assert again.pk != story.case_id


def test_case_not_entitled_cannot_be_granted(new_person, act, clerk, bureau, clock):
    rich = new_person(
        "钱先生", birth="19500501", household_id="H-9", minimum_living=False, low_income=False,
        monthly_income_yuan=900_000,
        care_level=0, childless=False, living_alone=False, all_elderly_household=False,
    )  # fmt: skip
    elder = act("钱先生", "older_person", person_id=rich.pk)
    case = actions.start_draft(person_id=rich.pk, by=elder, at=clock.now)
    from .conftest import Story  # noqa: PLC0415  pytest's fixtures live beside it

    story = Story(case.pk, elder, clerk, bureau, clock)
    story.submit()
    story.accept()
    story.quote()
    assert queries.determination_of_case(case.pk).outcome == "not_granted"
    with pytest.raises(refusals.NotGrantable):
        story.check("grant", "照顾")
    story.check("refuse", "不符合任何一档")
    story.decide("refuse", "不符合任何一档")
    assert story.state == "refused"


def test_papers_asked_stop_the_clock(story):
    story.submit()
    before = Case.objects.get(pk=story.case_id).due_on
    actions.ask_papers(
        case_id=story.case_id, papers=["户口簿"], reason="看不清", by=story.clerk, at=story.clock.later()
    )
    with pytest.raises(refusals.NotPossibleNow):
        actions.accept(case_id=story.case_id, by=story.clerk, at=story.clock.now)
    upload = actions.Upload("户口簿.png", PNG, "household_register")
    actions.answer_papers(case_id=story.case_id, uploads=[upload], by=story.elder, at=story.clock.later(14))
    after = Case.objects.get(pk=story.case_id).due_on
    assert story.state == "submitted"
    assert (before, after) == (date(2021, 6, 15), date(2021, 6, 28))
    with pytest.raises(refusals.NotPossibleNow):
        actions.answer_papers(case_id=story.case_id, uploads=[upload], by=story.elder, at=story.clock.now)


def test_withdraw_frees_the_cap_until_work_is_contracted(story, heard):
    story.until("noticed")
    actions.withdraw(case_id=story.case_id, by=story.elder, at=story.clock.later(), reason="不改了")
    assert story.state == "withdrawn"
    assert heard[-1] == CaseWithdrawn(story.case_id)
    assert not determinations_of(f"case:{story.case_id}")[0].is_standing
    assert not queries.public_notices(date(2021, 6, 13))[0].lines


def test_withdraw_after_the_contract_is_refused(story):
    story.until("noticed")
    advance(at=story.clock.later(8))
    actions.note_contract(case_id=story.case_id, by=machine("adaptation"), at=story.clock.later())
    with pytest.raises(refusals.AlreadyContracted):
        actions.withdraw(case_id=story.case_id, by=story.elder, at=story.clock.now)


def test_objection_upheld_reopens_and_computes_anew(story, heard, bureau, other_bureau):
    story.until("noticed")
    grievance = actions.Grievance("他家有两套房", "王邻居", "13900000000")
    actions.raise_objection(case_id=story.case_id, grievance=grievance, by=PUBLIC, at=story.clock.later())
    actions.raise_objection(case_id=story.case_id, grievance=grievance, by=PUBLIC, at=story.clock.now)
    assert Objection.objects.count() == 1
    assert Case.objects.get().due_on == date(2021, 6, 28)
    assert advance(at=story.clock.later(30)) == []
    with pytest.raises(refusals.ObjectionUnresolved):
        actions.put_in_force(case_id=story.case_id, by=bureau, at=story.clock.now)
    resolve = {"case_id": story.case_id, "upheld": True, "reason": "属实", "at": story.clock.later()}
    with pytest.raises(refusals.SamePerson):
        actions.resolve_objection(**resolve, by=bureau)
    actions.resolve_objection(**resolve, by=other_bureau)
    assert story.state == "determined"
    assert CaseReopened(story.case_id) in heard
    assert [each.is_standing for each in determinations_of(f"case:{story.case_id}")] == [True, False]
    case = Case.objects.get(pk=story.case_id)
    assert (case.checked_by_id, case.decided_by_id, case.decision) == (None, None, "")
    story.check("refuse", "有两套房")
    story.decide("refuse", "有两套房")
    assert story.state == "refused"


def test_objection_dismissed_lets_the_notice_run_out(story, other_bureau):
    story.until("noticed")
    grievance = actions.Grievance("不公平", "某人", "地址")
    actions.raise_objection(case_id=story.case_id, grievance=grievance, by=PUBLIC, at=story.clock.later())
    actions.resolve_objection(
        case_id=story.case_id, upheld=False, reason="查无此事", by=other_bureau, at=story.clock.later()
    )
    assert story.state == "noticed"
    assert advance(at=story.clock.later(8)) == [story.case_id]


def test_applicant_objects_to_a_refusal_within_the_window_only(story, other_bureau):
    story.until("checked")
    story.decide("refuse", "材料不符")
    grievance = actions.Grievance("我符合条件")
    with pytest.raises(refusals.WindowClosed):
        actions.raise_objection(
            case_id=story.case_id, grievance=grievance, by=story.elder, at=story.clock.now.replace(day=30)
        )
    actions.raise_objection(case_id=story.case_id, grievance=grievance, by=story.elder, at=story.clock.later())
    actions.resolve_objection(
        case_id=story.case_id, upheld=True, reason="应予复核", by=other_bureau, at=story.clock.later()
    )
    assert story.state == "determined"


def test_missing_facts_keep_the_case_and_name_what_is_missing(new_person, act, clerk, bureau, clock):
    from yinling.people.registry.actions import state_fact  # noqa: PLC0415  only here

    from .conftest import Story  # noqa: PLC0415  pytest's fixtures live beside it

    unknown = new_person("无名氏", household_id="H-5", minimum_living=None)
    elder = act("无名氏", "older_person", person_id=unknown.pk)
    case = actions.start_draft(person_id=unknown.pk, by=elder, at=clock.now)
    story = Story(case.pk, elder, clerk, bureau, clock)
    story.submit()
    story.accept()
    story.quote()
    assert story.state == "quoted"
    page = queries.case_page(case.pk, actor=clerk, on=clock.now.date())
    assert page.determined.missing
    assert "redetermine" in page.verbs
    assert "check" not in page.verbs
    state_fact(
        person_id=unknown.pk, name="minimum_living", value=True, valid_from=date(2021, 6, 1), source="人工核实",
        by=clerk, at=clock.later(), reason="核对低保证",
    )  # fmt: skip
    actions.redetermine(case_id=case.pk, by=clerk, at=clock.later())
    assert story.state == "determined"


def test_submit_an_unfinished_draft_names_the_pages(story):
    with pytest.raises(refusals.DraftIncomplete) as caught:
        actions.submit(case_id=story.case_id, by=story.elder, at=story.clock.now)
    assert caught.value.missing == ["给谁申请", "联系和想改的地方", "家里的情况"]
    assert story.state == "draft"


def test_save_draft_seals_the_answers(story):
    from django.db import connection  # noqa: PLC0415  only here

    actions.save_draft(case_id=story.case_id, answers=ANSWERS, by=story.elder, at=story.clock.now)
    with connection.cursor() as cursor:
        cursor.execute("select answers from casework_case")
        assert "13800000000" not in cursor.fetchone()[0]


def test_start_draft_twice_gives_the_same_draft(story, person):
    again = actions.start_draft(person_id=person.pk, by=story.clerk, at=story.clock.later())
    assert again.pk == story.case_id
    story.submit()
    with pytest.raises(refusals.CaseAlreadyOpen):
        actions.start_draft(person_id=person.pk, by=story.elder, at=story.clock.now)


@pytest.mark.parametrize("verb", ["submit", "accept", "check", "decide", "publish"])
def test_take_a_step_twice_never_doubles(story, verb):
    reached = {"submit": "submitted", "accept": "accepted", "check": "checked", "decide": "granted"}
    story.until(reached.get(verb, "noticed"))
    steps = CaseStep.objects.count()
    with pytest.raises(refusals.NotPossibleNow):
        getattr(story, verb)()
    assert CaseStep.objects.count() == steps
    assert NoticeLine.objects.count() == (verb == "publish")


def test_decide_by_the_checker_is_refused_by_rule_and_by_table(story, clerk):
    from dataclasses import replace  # noqa: PLC0415  only here

    from django.db import IntegrityError, transaction  # noqa: PLC0415  only here

    story.until("checked")
    both = replace(clerk, permissions=clerk.permissions | {"casework.decide"})
    with pytest.raises(refusals.SamePerson):
        actions.decide(case_id=story.case_id, decision="grant", reason="", by=both, at=story.clock.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=story.case_id).update(decided_by_id=clerk.user_id)


def test_act_outside_ones_town_or_role_is_refused(story, stranger, act):
    story.submit()
    for actor in [stranger, story.bureau, act("审计", "auditor", area="310118"), PUBLIC, story.elder]:
        with pytest.raises(refusals.NotPermitted):
            actions.accept(case_id=story.case_id, by=actor, at=story.clock.now)
    with pytest.raises(refusals.NotPermitted):
        actions.withdraw(case_id=story.case_id, by=stranger, at=story.clock.now)
    with pytest.raises(queries.CaseUnknown):
        queries.case_page(story.case_id, actor=stranger, on=story.clock.now.date())


def test_agent_acts_only_while_the_mandate_is_in_force(story, person, act):
    from yinling.people.registry.actions import grant_mandate  # noqa: PLC0415  only here

    agent = act("女儿", "agent")
    with pytest.raises(refusals.NotPermitted):
        actions.withdraw(case_id=story.case_id, by=agent, at=story.clock.now)
    grant_mandate(
        person_id=person.pk, agent_user_id=agent.user_id, relation="family", valid_from=date(2021, 6, 1),
        valid_until=date(2021, 6, 10), by=story.clerk, at=story.clock.now,
    )  # fmt: skip
    today, after = date(2021, 6, 7), date(2021, 6, 10)
    assert queries.cases_of_person(person.pk, actor=agent, on=today)
    assert not queries.cases_of_person(person.pk, actor=agent, on=after)
    actions.save_draft(case_id=story.case_id, answers=ANSWERS, by=agent, at=story.clock.now)
    actions.submit(case_id=story.case_id, by=agent, at=story.clock.now)
    with pytest.raises(refusals.NotPermitted):
        actions.withdraw(case_id=story.case_id, by=agent, at=story.clock.later(5))


def test_work_list_shows_each_role_what_waits_for_it(story, stranger, bureau):
    filters = queries.Filters()

    def waiting(actor):
        return [row.case.id for row in queries.work_list(actor, filters=filters, on=story.clock.now.date()).lines]

    story.submit()
    assert (waiting(story.clerk), waiting(stranger), waiting(bureau)) == ([story.case_id], [], [])
    story.accept()
    story.quote()
    assert waiting(story.clerk) == [story.case_id]
    story.check()
    assert (waiting(story.clerk), waiting(bureau)) == ([], [story.case_id])
    late_on = date(2021, 7, 30)
    assert queries.counts(bureau, on=late_on).late == 1
    assert queries.counts(stranger, on=late_on).late == 0
    assert queries.late_cases(bureau, on=late_on).lines[0].lateness.words.startswith("已超期")


def test_publish_shows_the_public_a_masked_line_only(story):
    story.until("noticed")
    line = queries.public_notices(date(2021, 6, 12))[0].lines[0]
    assert line.name_masked == "金**"
    assert line.id_number_masked.startswith("999***")
    assert set(line.id_number_masked[3:-4]) == {"*"}
    assert line.town == "甲街道"
    assert line.public_fen == 300_000
    assert Case.objects.get(pk=story.case_id).area.startswith(TOWN)


def test_notify_tells_person_agents_and_roles(story):
    story.submit()
    notices = apps.get_model("outbox.Notice")
    assert notices.objects.filter(person_id=Case.objects.get().person_id).count() == 1
    assert notices.objects.visible_to(story.clerk).count() == 1
