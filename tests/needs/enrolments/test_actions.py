"""Enrolling, resting, ending: who may, once only, and nothing lost for being late."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.needs.cycles.story import AT, BY, OTHER_TOWN, TOWN, enrol, make, say, someone
from yinling.foundation.audit.models import Change
from yinling.gateways.append_only import WrittenOnce
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.dates import SHANGHAI, Period
from yinling.needs.enrolments import actions, queries
from yinling.needs.enrolments.models import Enrolment, LifeCheck, Refusal
from yinling.needs.enrolments.queries.lists import programme_name

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 10)
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def test_enrol_once_only(pack) -> None:
    person = make()
    first = enrol(person, "allowance")
    with pytest.raises(actions.AlreadyEnrolled):
        enrol(person, "allowance")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=person, pack=pack, programme="allowance", since=ON, reason="application")
    actions.end(enrolment_id=first.pk, reason="withdrawn", from_=ON, by=BY, at=AT)
    assert enrol(person, "allowance", since="2026-02-01").pk != first.pk


def test_keep_every_step_with_who_and_why(pack) -> None:
    enrolment = enrol(make(), "allowance")
    actions.pause(enrolment_id=enrolment.pk, reason="hospital", from_=ON, by=BY, at=AT, note="中山医院")
    step = enrolment.steps.get(verb="pause")
    assert (step.reason, step.effective_on, step.by_name, step.note) == ("hospital", ON, "测试", "中山医院")
    with pytest.raises(WrittenOnce):
        step.delete()
    assert Change.objects.filter(verb="enrolments.pause").count() == 1
    assert queries.days_due(enrolment.pk, JANUARY) == {date(2026, 1, day) for day in range(1, 10)}


def test_refuse_a_step_that_does_not_fit(pack) -> None:
    enrolment = enrol(make(), "allowance")
    with pytest.raises(actions.WrongState):
        actions.resume(enrolment_id=enrolment.pk, from_=ON, by=BY, at=AT)
    actions.end(enrolment_id=enrolment.pk, reason="moved_out", from_=ON, by=BY, at=AT)
    for step in (actions.end, actions.pause):
        with pytest.raises(actions.WrongState):
            step(enrolment_id=enrolment.pk, reason="hospital", from_=ON, by=BY, at=AT)


def test_end_earlier_than_was_thought(pack) -> None:
    enrolment = enrol(make(), "allowance")
    actions.end(enrolment_id=enrolment.pk, reason="moved_out", from_=date(2026, 3, 1), by=BY, at=AT)
    enrolment = actions.end(enrolment_id=enrolment.pk, reason="death", from_=ON, by=BY, at=AT)
    assert (enrolment.state, enrolment.until) == ("ended", ON)
    actions.reinstate(enrolment_id=enrolment.pk, note="误报", by=BY, at=AT)
    enrolment.refresh_from_db()
    assert enrolment.until == date(2026, 3, 1)


def test_take_a_mistaken_end_back(pack) -> None:
    enrolment = enrol(make(), "allowance")
    actions.end(enrolment_id=enrolment.pk, reason="death", from_=ON, by=BY, at=AT)
    with pytest.raises(actions.ReasonNeeded):
        actions.reinstate(enrolment_id=enrolment.pk, note=" ", by=BY, at=AT)
    actions.reinstate(enrolment_id=enrolment.pk, note="同名误报", by=BY, at=AT)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.until) == ("enrolled", None)


def test_rest_when_overdue_and_lose_nothing_when_late(pack) -> None:
    person = make()
    enrolment = enrol(person, "allowance", since="2025-01-05")
    assert enrolment.life_check_due_on == date(2026, 1, 5)
    assert actions.pause_overdue(on=date(2026, 1, 5), by=BY, at=AT) == 0
    assert actions.pause_overdue(on=date(2026, 1, 6), by=BY, at=AT) == 1
    assert actions.pause_overdue(on=date(2026, 1, 7), by=BY, at=AT) == 0
    assert len(queries.days_due(enrolment.pk, JANUARY)) == 5
    at = datetime(2026, 3, 3, 9, tzinfo=SHANGHAI)
    actions.record_life_check(actions.Seen(person.pk, date(2026, 3, 2), "visit"), by=BY, at=at)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.life_check_due_on) == ("enrolled", date(2027, 3, 2))
    assert len(queries.days_due(enrolment.pk, JANUARY)) == 31
    assert LifeCheck.objects.get().way == "visit"


def test_refuse_a_life_check_of_tomorrow(pack) -> None:
    person = make()
    with pytest.raises(actions.WrongState):
        actions.record_life_check(actions.Seen(person.pk, AT.date() + timedelta(2), "desk"), by=BY, at=AT)


def test_let_an_automatic_programme_come_on_the_birthday_and_be_refused(pack) -> None:
    person, other = make(birth="1936-01-10"), make("李四", birth="1936-01-10", serial=2)
    actions.refuse(person_id=other.pk, programme="milk", note="不喝牛奶", by=BY, at=AT)
    assert actions.automatic_programmes() == ["milk"]
    assert actions.enrol_automatic(programme="milk", on=date(2026, 1, 9), by=BY, at=AT).count == 0
    assert actions.enrol_automatic(programme="milk", on=ON, by=BY, at=AT).count == 1
    assert actions.enrol_automatic(programme="milk", on=ON, by=BY, at=AT).count == 0
    enrolment = Enrolment.objects.get()
    assert (enrolment.person, enrolment.since, enrolment.reason) == (person, ON, "automatic")
    with pytest.raises(actions.HasRefused):
        actions.enrol(person_id=other.pk, programme="milk", since=ON, reason="automatic", by=BY, at=AT)
    actions.refuse(person_id=person.pk, programme="milk", note="不要了", by=BY, at=AT)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reason) == ("ended", "refused")
    actions.enrol(person_id=person.pk, programme="milk", since=ON, reason="application", by=BY, at=AT)
    assert Refusal.objects.filter(person=person, lifted_at=None).count() == 0


def test_end_what_the_dead_had(pack) -> None:
    person = make()
    enrolment = enrol(person, "allowance")
    say(person, "deceased_on", "2026-01-04", "2026-01-09")
    assert actions.end_of_the_dead(on=ON, by=BY, at=AT) == 1
    assert actions.end_of_the_dead(on=ON, by=BY, at=AT) == 0
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reason, enrolment.until) == ("ended", "death", date(2026, 1, 5))


def test_keep_to_ones_own_area(pack) -> None:
    person = make()
    enrolment = enrol(person, "allowance")
    clerk, stranger = someone("town_clerk", TOWN), someone("town_clerk", OTHER_TOWN)
    assert queries.enrolments_visible(clerk, on=ON).count() == 1
    assert queries.enrolments_visible(stranger, on=ON).count() == 0
    assert queries.enrolments_visible(someone("administrator"), on=ON).count() == 0
    with pytest.raises(actions.NotPermitted):
        actions.pause(enrolment_id=enrolment.pk, reason="hospital", from_=ON, by=stranger, at=AT)
    with pytest.raises(actions.NotPermitted):
        actions.pause(enrolment_id=enrolment.pk, reason="hospital", from_=ON, by=someone("auditor"), at=AT)


def test_list_by_programme_state_and_area(pack) -> None:
    enrol(make(), "allowance")
    paused = enrol(make("李四", serial=2), "allowance")
    actions.pause(enrolment_id=paused.pk, reason="away", from_=ON, by=BY, at=AT)
    wanted = queries.EnrolmentFilter(programme="allowance", state="paused", area=TOWN)
    lines = queries.enrolment_lines(wanted, actor=BY, on=ON)
    assert [(line.person_name_masked, line.programme_name, line.reason_words) for line in lines] == [
        ("李*", "高龄津贴", "长期外出")
    ]
    totals = queries.enrolment_totals(queries.EnrolmentFilter(), actor=BY, on=ON)
    assert totals == {("allowance", "enrolled"): 1, ("allowance", "paused"): 1}
    assert [step.what for step in queries.steps_of(paused.pk, actor=BY, on=ON)] == ["开始享受", "暂停"]
    assert len(queries.life_checks_due(until=date(2026, 2, 1), actor=BY, on=ON)) == 2


def test_mark_the_programme_of_a_draft() -> None:
    """A document that is only a draft is called one wherever somebody is said to have something by it."""
    assert programme_name("heping-draft", "regular_visits").endswith("（征求意见稿）")
    assert programme_name("suqian-2020", "regular_visits") == load_programme("suqian-2020", "regular_visits").name
    assert programme_name("suqian-2020", "gone") == "gone"
