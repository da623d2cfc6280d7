"""A morning: asked, answered or not, and the visit that follows silence."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care import story
from tests.care.wellbeing.conftest import MACHINE, listed, moment, resident
from yinling.care.daily import actions, queries
from yinling.care.daily.domain.clock import Clock
from yinling.care.daily.domain.states import By
from yinling.care.daily.models import DailyWell
from yinling.care.wellbeing.actions.visiting import Told, visit
from yinling.care.wellbeing.domain.states import StepRefused, TicketState
from yinling.care.wellbeing.models import Target, Ticket
from yinling.care.wellbeing.queries import rounds
from yinling.foundation.outbox.models import Event

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
DAY = date(2026, 3, 10)


def test_ask_at_the_hour_again_and_no_more_after_it():
    clock = Clock(ask_at=480, visit_at=630, repeat_minutes=45, tries=5)
    assert clock.moments == [480, 525, 570, 615]
    assert [clock.tries_by(minute) for minute in (479, 480, 569, 629, 1400)] == [0, 1, 2, 4, 4]
    assert (clock.is_over(629), clock.is_over(630)) == (False, True)


def test_ask_every_day_and_send_somebody_to_the_silent(assigned, operator):
    silent, well = resident(), resident()
    listed(MARCH, silent)
    assert actions.ask(by=MACHINE, at=moment(DAY, 7, 59)) == 0
    assert actions.ask(by=MACHINE, at=moment(DAY, 8)) == 2
    assert actions.ask(by=MACHINE, at=moment(DAY, 8, 10)) == 0
    elder = story.elder(well)
    actions.confirm_well(well, how=By.BUTTON, by=elder, at=moment(DAY, 8, 20))
    actions.confirm_well(well, how=By.BUTTON, by=elder, at=moment(DAY, 8, 21))
    assert actions.ask(by=MACHINE, at=moment(DAY, 8, 45)) == 1
    row = DailyWell.objects.get(person=silent)
    actions.tell_no_answer(row.pk, note="响了没人接", by=operator, at=moment(DAY, 9))
    assert actions.follow_silence(by=MACHINE, at=moment(DAY, 10, 29)) == 0
    assert actions.follow_silence(by=MACHINE, at=moment(DAY, 10, 30)) == 1
    assert actions.follow_silence(by=MACHINE, at=moment(DAY, 10, 31)) == 0
    row.refresh_from_db()
    assert (row.state, row.ticket.assignee_id, row.ticket.is_urgent) == ("visit", assigned.user_id, True)
    assert Event.objects.filter(kind="daily.DailyCallUnanswered").count() == 1
    assert rounds.day_round(actor=assigned, on=DAY)[0].is_urgent
    visit(Target.objects.get(person=silent).pk, Told(("fine",), "seen", DAY), by=assigned, at=moment(DAY, 11))
    row.refresh_from_db()
    assert (row.state, row.said_by, row.ticket.state) == ("well", "visit", TicketState.CLOSED)


def test_call_off_the_visit_when_the_person_answers_late(assigned):
    person = resident()
    listed(MARCH, person)
    actions.ask(by=MACHINE, at=moment(DAY, 8))
    actions.follow_silence(by=MACHINE, at=moment(DAY, 11))
    actions.confirm_well(person, how=By.BUTTON, by=story.elder(person), at=moment(DAY, 11, 5))
    assert Ticket.objects.get().state == TicketState.CLOSED


def test_let_only_the_person_their_family_and_the_call_desk_say_it(assigned, clerk, operator):
    person, other = resident(), resident()
    listed(MARCH, person)
    for actor, how in ((story.elder(other), By.BUTTON), (clerk, By.BUTTON), (clerk, By.CALL), (assigned, By.FAMILY)):
        with pytest.raises(StepRefused):
            actions.confirm_well(person, how=how, by=actor, at=moment(DAY, 9))
    assert actions.confirm_well(person, how=By.CALL, by=operator, at=moment(DAY, 9)).said_by == "call"
    assert [line.state for line in queries.day_lines(DAY, actor=operator)[0]] == ["well"]
    assert queries.day_lines(DAY, actor=assigned) == ([], "")


def test_turn_the_pages_of_a_day_by_key(assigned, operator, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_ROWS", 2)
    people = [resident() for _ in range(5)]
    for person in people:
        listed(MARCH, person)
    actions.ask(by=MACHINE, at=moment(DAY, 8))
    for person in people[:2]:
        actions.confirm_well(person, how=By.CALL, by=operator, at=moment(DAY, 9))
    rows = [DailyWell.objects.get(person=person).pk for person in (*people[2:], *people[:2])]
    pages, key = [], ""
    for _page in range(3):
        lines, key = queries.day_lines(DAY, actor=operator, after=key)
        pages.append([line.id for line in lines])
        # Whoever answers meanwhile goes to the end and moves nobody over the edge of a page.
        actions.confirm_well(people[2], how=By.CALL, by=operator, at=moment(DAY, 9, 5))
    assert (pages[0], pages[1][0], key) == (rows[:2], rows[2], "")
    assert {row for page in pages for row in page} == set(rows)
    assert queries.day_lines(DAY, actor=operator, after="x")[0]
    assert [line.id for line in queries.day_lines(DAY, actor=operator, state="asked")[0]] == rows[1:3]


def test_ask_as_often_for_many_as_for_few(assigned, operator):
    listed(MARCH, resident())
    actions.ask(by=MACHINE, at=moment(DAY, 8))
    few = _questions(operator)
    for _number in range(4):
        listed(MARCH, resident())
    actions.ask(by=MACHINE, at=moment(DAY, 8, 45))
    assert [number for *_state, number, _tone in queries.day_counts(DAY, actor=operator)] == [0, 5, 0, 0]
    assert _questions(operator) == few


def _questions(actor):
    """How many questions one page and its counts ask."""
    with CaptureQueriesContext(connection) as asked:
        queries.day_counts(DAY, actor=actor)
        queries.day_lines(DAY, actor=actor)
    return len(asked)


def test_run_by_the_clock(capsys, assigned):
    call_command("daily_ask")
    assert "提醒 0 人" in capsys.readouterr().out
