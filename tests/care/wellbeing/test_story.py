"""A month of the list: joining, visits, silence, tickets, the rate, and who may see whom."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from tests.care import story
from tests.care.wellbeing.conftest import MACHINE, TOWN, VILLAGE, listed, moment, resident
from yinling.care.devices.events import DeviceBack, DeviceSilent
from yinling.care.visits.events import VisitMissed
from yinling.care.wellbeing.actions import tickets
from yinling.care.wellbeing.actions.assigning import assign_person
from yinling.care.wellbeing.actions.listing import refresh_list
from yinling.care.wellbeing.actions.visiting import Told, visit
from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.domain.states import StepRefused, TicketState, Way
from yinling.care.wellbeing.models import ListRun, Signal, Target, Ticket, WelfareVisit
from yinling.care.wellbeing.queries import concerns, rates, rounds, targets
from yinling.care.wellbeing.queries import tickets as ticket_queries
from yinling.care.wellbeing.queries.targets import Wanted
from yinling.care.wellbeing.reactions import note_device_back, note_silent_device
from yinling.foundation.outbox.actions import announce
from yinling.foundation.outbox.models import Event
from yinling.oversight.indicators.queries.figures import Question, figures, records
from yinling.people.registry.actions import state_fact

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
DAY = date(2026, 3, 10)


def told(*findings, on=DAY, **more):
    return Told(findings or ("fine",), str(uuid4()), on, **more)


def test_bring_the_list_up_to_a_day_and_change_nothing_again(db):
    resident()
    resident(in_institution=True)
    resident(residence_area=f"{TOWN}002", living_alone=False)
    first = refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH))
    assert (first.joined, first.left, first.people_done) == (2, 0, 3)  # the third one is 84
    again = refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH))
    assert (again.joined, again.changed, again.left) == (0, 0, 0)
    assert Target.objects.count() == 2


def test_go_on_where_a_run_was_cut_off(monkeypatch):
    for _number in range(5):
        resident()
    monkeypatch.setattr("yinling.care.wellbeing.actions.listing.PART_PEOPLE", 2)

    class CutOff(Exception):
        pass

    def cut(done, total):
        if done == 2:
            raise CutOff

    with pytest.raises(CutOff):
        refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH), tell=cut)
    assert Target.objects.count() == 2
    run = refresh_list(on=DAY, by=MACHINE, at=moment(DAY))
    assert (run.on, run.people_done, run.joined) == (MARCH, 5, 5)
    assert ListRun.objects.count() == 1


def test_leave_with_a_reason_and_join_anew(clerk):
    person = resident()
    target = listed(MARCH, person)
    state_fact(
        person_id=person, name="in_institution", value=True, valid_from=DAY, by=clerk, at=moment(DAY), reason="入住"
    )
    refresh_list(on=DAY, by=MACHINE, at=moment(DAY))
    target.refresh_from_db()
    assert (target.until_on, "养老机构" in target.left_why) == (DAY, True)
    back = DAY + timedelta(days=5)
    state_fact(
        person_id=person, name="in_institution", value=False, valid_from=back, by=clerk, at=moment(back), reason="回家"
    )
    assert listed(back, person).pk != target.pk


def test_be_due_by_the_rule_when_joining_on_the_20th(assigned):
    joined = date(2026, 3, 20)
    target = listed(joined, resident())
    assert target.first_due_on == target.due_on == date(2026, 3, 27)
    assert rates.overview("", month_of(joined), actor=MACHINE, on=date(2026, 3, 31)).total.rate.words == "0%"
    visit(target.pk, told(on=joined), by=assigned, at=moment(joined))
    target.refresh_from_db()
    assert target.due_on.month == 4
    assert rates.overview("", month_of(joined), actor=MACHINE, on=joined).total.rate.words == "100%"


def test_count_from_records_who_was_visited_at_least_once(assigned, clerk):
    """C10 (1) by village and by town, with the others one click away."""
    people = [resident() for _number in range(10)]
    refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH))
    for target in Target.objects.filter(person__in=people[:7]):
        visit(target.pk, told(), by=assigned, at=moment(DAY))
    twice = Target.objects.get(person=people[0])
    visit(twice.pk, told(on=DAY - timedelta(days=1)), by=assigned, at=moment(DAY))
    found = rates.overview("", month_of(MARCH), actor=clerk, on=DAY)
    assert (found.total.rate.people, found.total.rate.visited, found.total.rate.words) == (10, 7, "70%")
    assert [(line.area, line.rate.words) for line in found.lines] == [(VILLAGE, "70%")]
    lines, _after = targets.find_targets(Wanted(VILLAGE, show="unvisited", month=month_of(MARCH)), actor=clerk, on=DAY)
    assert {line.person_id for line in lines} == set(people[7:])
    assert rates.monthly_counts(TOWN, month_of(MARCH))[TOWN].words == "70%"


def test_count_no_telephone_call_and_nobody_who_was_not_met(assigned, clerk):
    target = listed(MARCH, resident())
    visit(target.pk, told(way=Way.PHONE), by=clerk, at=moment(DAY))
    visit(target.pk, told("not_reached"), by=assigned, at=moment(DAY))
    assert rates.overview("", month_of(MARCH), actor=clerk, on=DAY).total.rate.visited == 0
    assert Ticket.objects.get().kind == "not_reached"


def test_keep_a_visit_once_though_it_is_sent_twice(assigned):
    target = listed(MARCH, resident())
    once = told("unwell", "meals", note="血压高")
    assert (
        visit(target.pk, once, by=assigned, at=moment(DAY)).pk == visit(target.pk, once, by=assigned, at=moment(DAY)).pk
    )
    assert WelfareVisit.objects.count() == 1
    assert {ticket.kind for ticket in Ticket.objects.all()} == {"health", "meals"}
    assert all(ticket.assignee_id == assigned.user_id for ticket in Ticket.objects.all())


@pytest.mark.parametrize(
    ("findings", "on", "words"),
    [
        (("fine", "unwell"), DAY, "不能和别的"),
        (("not_reached", "unwell"), DAY, "没有见到人"),
        (("strange",), DAY, "请选"),
        (("fine",), DAY + timedelta(days=1), "只能登记"),
        (("fine",), DAY - timedelta(days=8), "只能登记"),
    ],
)
def test_refuse_what_cannot_have_been_seen(assigned, findings, on, words):
    target = listed(MARCH, resident())
    with pytest.raises(StepRefused, match=words):
        visit(target.pk, told(*findings, on=on), by=assigned, at=moment(DAY))


def test_show_a_visitor_only_their_own_people(assigned, clerk):
    mine, other = resident(), resident()
    refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH))
    colleague = story.actor("visitor", "visitor2", area=TOWN)
    theirs = Target.objects.get(person=other)
    assign_person(theirs.pk, visitor_id=colleague.user_id, by=clerk, at=moment(DAY))
    assert [line.person_id for line in targets.find_targets(Wanted(), actor=assigned, on=DAY)[0]] == [mine]
    with pytest.raises(StepRefused):
        visit(theirs.pk, told(), by=assigned, at=moment(DAY))
    with pytest.raises(StepRefused, match="没有这里的探访员岗位"):
        assign_person(theirs.pk, visitor_id=clerk.user_id, by=clerk, at=moment(DAY))
    other_town = story.clerk(story.OTHER_TOWN)
    assert not targets.find_targets(Wanted(), actor=other_town, on=DAY)[0]
    assert rates.overview("", month_of(MARCH), actor=other_town, on=DAY).total.rate.people == 0
    assert [stop.target.person_id for stop in rounds.day_round(actor=assigned, on=date(2026, 3, 6))] == [mine]


def test_take_a_ticket_up_when_its_time_runs_out(assigned, clerk, bureau):
    target = listed(MARCH, resident())
    visit(target.pk, told("neglect"), by=assigned, at=moment(DAY))
    ticket = Ticket.objects.get()
    tickets.take_ticket(ticket.pk, by=assigned, at=moment(DAY, 11))
    assert tickets.escalate_overdue(by=MACHINE, at=ticket.due_at) == 0
    later = ticket.due_at + timedelta(minutes=1)
    assert tickets.escalate_overdue(by=MACHINE, at=later) == 1
    assert tickets.escalate_overdue(by=MACHINE, at=later + timedelta(days=3)) == 0
    with pytest.raises(StepRefused, match="由区里办结"):
        tickets.close_ticket(ticket.pk, outcome="好了", by=clerk, at=later)
    tickets.close_ticket(ticket.pk, outcome="已由区里处理", by=bureau, at=later)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED
    verbs = [step.verb for step in ticket.steps.order_by("pk")]
    assert verbs == ["open", "take", "escalate", "close"]
    assert Event.objects.filter(kind="wellbeing.TicketEscalated").count() == 1


def test_close_a_ticket_with_words_only(assigned, clerk):
    target = listed(MARCH, resident())
    visit(target.pk, told("danger"), by=assigned, at=moment(DAY))
    ticket = Ticket.objects.get()
    with pytest.raises(StepRefused, match="怎样办结"):
        tickets.close_ticket(ticket.pk, outcome=" ", by=clerk, at=moment(DAY))
    tickets.assign_ticket(ticket.pk, user_id=clerk.user_id, by=clerk, at=moment(DAY))
    assert not ticket_queries.find_tickets("", actor=assigned, at=moment(DAY))[0]
    tickets.close_ticket(ticket.pk, outcome="换了插座", by=clerk, at=moment(DAY))
    with pytest.raises(StepRefused, match="已经办结"):
        tickets.take_ticket(ticket.pk, by=clerk, at=moment(DAY))


def test_say_which_signals_make_the_concern(assigned, clerk, operator):
    person = resident()
    target = listed(MARCH, person)
    silent = DeviceSilent(7, person, VILLAGE, moment(DAY - timedelta(days=2)))
    note_silent_device(silent, by=MACHINE, at=moment(DAY))
    note_silent_device(silent, by=MACHINE, at=moment(DAY))
    for number in (1, 2):
        announce(VisitMissed(number, person, 1, DAY, "no_carer"), by=MACHINE, at=moment(DAY))
    visit(target.pk, told("unwell"), by=assigned, at=moment(DAY))
    [line] = concerns.concern_lines(actor=clerk, on=DAY)
    assert [(part.kind, part.points) for part in line.concern.parts] == [
        ("silent_device", 3), ("missed_care", 4), ("finding", 2)
    ]  # fmt: skip
    assert line.concern.points == 9
    note_device_back(DeviceBack(7, person, moment(DAY)), by=MACHINE, at=moment(DAY))
    assert Signal.objects.get(kind="silent_device").until_on == DAY
    assert not concerns.concern_lines(actor=story.clerk(story.OTHER_TOWN), on=DAY)
    target.refresh_from_db()
    assert target.until_on is None  # a score decides nothing


def test_run_by_the_clock(capsys, assigned):
    resident()
    call_command("wellbeing_list", on="2026-03-01")
    call_command("wellbeing_escalate")
    said = capsys.readouterr().out
    assert "列入 1" in said
    assert "升级工单 0" in said


def test_compute_the_rate_of_the_annex_from_records(settings, monkeypatch):
    """SQ-A13 for a month and a town, and for the year all its months together."""
    settings.PACK = "suqian-2020"
    monkeypatch.setattr(story, "DISTRICT", "")  # whoever registers them may do so anywhere
    village, town = "321302001001", "321302001"
    people = [resident(residence_area=village, registered_area=village) for _number in range(5)]
    refresh_list(on=MARCH, by=MACHINE, at=moment(MARCH))
    assert {target.reasons[0]["clause"] for target in Target.objects.all()} == {"SQ-15"}
    for target in Target.objects.filter(person__in=people[:4]):
        visit(target.pk, told(), by=MACHINE, at=moment(DAY))
    refresh_list(on=date(2026, 4, 2), by=MACHINE, at=moment(DAY))
    march, april, year = (
        figures(Question("suqian-2020", "SQ-A13", period))[town] for period in ("2026-03", "2026-04", "2026")
    )
    assert (march.numerator, march.denominator) == (4, 5)
    assert (april.numerator, april.denominator) == (0, 5)
    assert (year.numerator, year.denominator) == (4, 10)
    question = Question("suqian-2020", "SQ-A13", "2026-03")
    behind = records(question, area=town, actor=MACHINE, on=date(2026, 4, 2))
    assert [one.about for one in behind] == ["当月没有探访"] + ["当月探访过"] * 4
    assert rates.overview("", month_of(MARCH), actor=MACHINE, on=DAY).goal == 100
