"""Visits, tickets and today's question follow whoever moves, dies, or turns out to live."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care import story
from tests.care.devices.test_following import AWAY, THERE, Undone, tell
from tests.care.wellbeing.conftest import MACHINE, VILLAGE, listed, moment, resident
from yinling.care.daily.actions import follow_silence
from yinling.care.daily.models import DailyWell
from yinling.care.wellbeing.actions.tickets import (
    Need,
    assign_ticket,
    close_ticket,
    escalate_ticket,
    open_ticket,
    take_ticket,
)
from yinling.care.wellbeing.domain.states import GOING_ON, NotThere, StepRefused
from yinling.care.wellbeing.models import Target, Ticket
from yinling.care.wellbeing.queries import tickets
from yinling.foundation.audit.models import Change
from yinling.foundation.outbox.models import Notice
from yinling.people.registry.models import Person

DAY = date(2026, 3, 2)
AT = moment(DAY)
PLACES = (VILLAGE, THERE, AWAY)


def opened(person: int) -> Ticket:
    return open_ticket(Need(person, VILLAGE, "no_answer"), by=MACHINE, at=AT)


def test_a_ticket_goes_with_whoever_moves(db, assigned, clerk, visitor) -> None:
    person, there = resident(), story.clerk(story.OTHER_TOWN)
    listed(DAY, person)
    ticket = opened(person)
    assert ticket.assignee_id == visitor.user_id
    tell(person, "residence_area", THERE, at=AT)
    ticket.refresh_from_db()
    assert (ticket.area, ticket.state, ticket.assignee_id) == (THERE, "open", None)
    assert [(one.verb, one.area) for one in ticket.steps.order_by("pk")] == [("open", VILLAGE), ("follow", THERE)]
    assert Change.objects.get(verb="wellbeing.follow_ticket").before == {"area": VILLAGE}
    assert Notice.objects.filter(role="town_clerk", area=THERE, link=f"/wellbeing/tickets/{ticket.pk}/").exists()
    # Both read it, only the new place works on it.
    for reader, verbs in ((clerk, False), (there, True)):
        line = tickets.ticket_line(ticket.pk, actor=reader, at=AT)
        assert line is not None
        assert bool(tickets.verbs_for(line, actor=reader)) is verbs
        assert [one.id for one in tickets.find_tickets("", actor=reader, at=AT)[0]] == ([ticket.pk] if verbs else [])
    assert tickets.ticket_line(ticket.pk, actor=visitor, at=AT) is None
    with pytest.raises(NotThere):
        close_ticket(ticket.pk, outcome="好", by=clerk, at=AT)
    close_ticket(ticket.pk, outcome="见到本人", by=there, at=AT)
    tell(person, "residence_area", VILLAGE, at=AT)
    assert Ticket.objects.get().area == THERE  # what has ended stays where it ended


def test_whoever_has_a_ticket_keeps_it_where_they_have_a_post_too(db, assigned, visitor) -> None:
    person = resident()
    listed(DAY, person)
    ticket = opened(person)
    take_ticket(ticket.pk, by=visitor, at=AT)
    tell(person, "residence_area", f"{story.TOWN}002", at=AT)
    ticket.refresh_from_db()
    assert (ticket.area, ticket.state, ticket.assignee_id) == (f"{story.TOWN}002", "in_hand", visitor.user_id)


def test_todays_question_goes_with_whoever_moves(db) -> None:
    waiting, well = resident(), resident()
    for person, state, how in ((waiting, "asked", ""), (well, "well", "button")):
        listed(DAY, person)
        DailyWell.objects.create(person_id=person, area=VILLAGE, on=DAY, state=state, said_by=how, at=AT)
        tell(person, "residence_area", THERE, at=AT)
    assert dict(DailyWell.objects.values_list("person", "area")) == {waiting: THERE, well: VILLAGE}
    assert follow_silence(by=MACHINE, at=moment(DAY, 20)) == 1
    assert Ticket.objects.get().area == THERE


def test_is_visited_again_at_once_where_the_news_of_a_death_was_wrong(db) -> None:
    person = resident()
    listed(DAY, person)
    tell(person, "deceased_on", DAY.isoformat(), at=AT)
    assert not Target.objects.open().exists()
    tell(person, "deceased_on", None, at=AT)
    again = Target.objects.open().get(person=person)
    assert (again.area, again.from_on, list(again.steps.values_list("verb", flat=True))) == (VILLAGE, DAY, ["joined"])
    assert listed(DAY, person) == again  # the nightly walk finds nothing to do


STEPS = st.lists(
    st.sampled_from(["open", "assign", "take", "close", "escalate", *PLACES]), min_size=2, max_size=8
)  # fmt: skip


@given(steps=STEPS)
@settings(max_examples=12, deadline=None)
def test_every_order_of_moves_and_steps(django_db_setup, django_db_blocker, steps) -> None:
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                _every_order(steps)
                raise Undone
        except Undone:
            pass


def _every_order(steps: list[str]) -> None:
    person, bureau = resident(), story.actor("bureau_reviewer", area=story.DISTRICT)
    clerk = story.clerk()
    listed(DAY, person)
    district_place, ended = VILLAGE, dict[int, str]()
    ticket = opened(person)
    for step in steps:
        if step in PLACES:
            tell(person, "residence_area", step, at=AT)
            district_place = step if step != AWAY else district_place
        else:
            try:
                with transaction.atomic():
                    if step == "open":
                        ticket = open_ticket(Need(person, district_place, "no_answer"), by=MACHINE, at=AT)
                    elif step == "assign":
                        assign_ticket(ticket.pk, user_id=clerk.user_id, by=bureau, at=AT)
                    elif step == "take":
                        take_ticket(ticket.pk, by=bureau, at=AT)
                    elif step == "close":
                        close_ticket(ticket.pk, outcome="好", by=bureau, at=AT)
                    else:
                        escalate_ticket(ticket.pk, why="急", by=bureau, at=AT)
            except StepRefused:
                pass
        for one in Ticket.objects.all():
            if one.state in GOING_ON:
                assert one.area == district_place
                assert one.assignee_id != clerk.user_id or one.area.startswith(story.TOWN)
            else:
                assert ended.setdefault(one.pk, one.area) == one.area
            told = list(one.steps.order_by("pk").values_list("area", flat=True))
            assert told[-1] == one.area
            assert all(area in PLACES for area in told)
    assert Person.objects.get(pk=person).area in PLACES
