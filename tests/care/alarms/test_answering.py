"""An alarm from the call to its closing: who has it, who comes, what is kept of it, who may."""

import pytest
from django.db import IntegrityError, transaction

from tests.care import story
from tests.care.alarms.conftest import DEVICES, NOON, SECOND, VILLAGE, call
from yinling.care.alarms.actions import answering, raising, sending
from yinling.care.alarms.actions.keeping import owner_of
from yinling.care.alarms.domain.states import NotComing, NotTaken, OutcomeNeeded, ResponderBusy, TakenBy
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer, Dispatch
from yinling.care.alarms.queries.reaching import reaches_of
from yinling.care.orders.domain.states import NotPermitted, NotThere, WrongState
from yinling.foundation.audit.models import Change
from yinling.foundation.outbox.models import Event, Notice


def verbs(alarm: Alarm) -> list[str]:
    return list(AlarmStep.objects.filter(alarm=alarm).values_list("verb", flat=True))


def test_live_from_the_call_to_its_closing(alarm, operator, responder, near, door) -> None:
    who = {"alarm_id": alarm.pk, "by": operator}
    answering.acknowledge(**who, at=NOON + 20 * SECOND)
    answering.record_call(**who, whom="person", is_reached=False, at=NOON + 40 * SECOND)
    sending.send_responder(**who, responder_id=near.pk, at=NOON + 60 * SECOND)
    sending.go(alarm_id=alarm.pk, by=responder, at=NOON + 70 * SECOND)
    sending.arrive(alarm_id=alarm.pk, by=responder, at=NOON + 400 * SECOND)
    sending.report(alarm_id=alarm.pk, text="跌倒，无外伤", by=responder, at=NOON + 900 * SECOND)
    answering.record_outcome(**who, outcome="helped", at=NOON + 950 * SECOND)
    closed = answering.close(**who, at=NOON + 1000 * SECOND)
    assert verbs(alarm) == [
        "raise", "acknowledge", "call_failed", "send", "go", "arrive", "report", "record_outcome", "close",
    ]  # fmt: skip
    measured = (closed.first_acknowledged_at, closed.first_sent_at, closed.first_arrived_at)
    assert [int((one - NOON).total_seconds()) for one in measured] == [20, 60, 400]
    assert (closed.state, closed.is_false, closed.closed_by_name) == ("closed", False, operator.name)
    assert not AlarmTimer.objects.filter(taken_at=None).exists()
    assert Dispatch.objects.get().travel_seconds == 120 + 279  # 0.01 degrees by e-bike
    kinds = list(Event.objects.filter(kind__startswith="alarms.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["alarms.AlarmRaised", "alarms.AlarmClosed"]
    assert Change.objects.filter(subject=f"alarm:{alarm.pk}").count() == len(verbs(alarm))


def test_count_the_same_call_on_the_open_alarm(alarm, person_id, operator) -> None:
    again = call(person_id, at=NOON + 5 * SECOND)
    assert (again.pk, again.times_raised, again.last_raised_at) == (alarm.pk, 2, NOON + 5 * SECOND)
    assert call(person_id, kind="fall").pk != alarm.pk
    assert call(person_id, key="2").pk != alarm.pk


def test_tell_a_report_once(person_id) -> None:
    first = call(person_id, event_id=7)
    again = call(person_id, event_id=7, at=NOON + SECOND)
    assert (again.pk, again.times_raised) == (first.pk, 1)


def test_begin_anew_after_closing(alarm, person_id, operator) -> None:
    close(alarm, operator)
    assert call(person_id, at=NOON + 60 * SECOND).pk != alarm.pk


def close(alarm: Alarm, operator) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    answering.record_outcome(alarm_id=alarm.pk, outcome="pressed_by_mistake", by=operator, at=NOON)
    answering.close(alarm_id=alarm.pk, by=operator, at=NOON)


def test_raise_nothing_for_a_test(person_id) -> None:
    assert call(person_id, is_test=True) is None
    assert not Alarm.objects.exists()


def test_need_somebody_anew_when_pressed_after_the_outcome(alarm, person_id, operator) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    answering.record_outcome(alarm_id=alarm.pk, outcome="helped", by=operator, at=NOON)
    again = call(person_id, at=NOON + 30 * SECOND)
    assert (again.pk, again.state, again.acknowledged_by_name) == (alarm.pk, "raised", "")


def test_let_no_two_take_one_alarm(alarm, operator, other) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    with pytest.raises(TakenBy, match=operator.name):
        answering.acknowledge(alarm_id=alarm.pk, by=other, at=NOON)
    with pytest.raises(TakenBy, match=operator.name):
        answering.record_outcome(alarm_id=alarm.pk, outcome="helped", by=other, at=NOON)


def test_hand_over_and_take_over(alarm, operator, other) -> None:
    with pytest.raises(NotTaken):
        answering.hand_over(alarm_id=alarm.pk, to=owner_of(other), by=other, at=NOON)
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    answering.hand_over(alarm_id=alarm.pk, to=owner_of(other), by=other, at=NOON)
    answering.record_outcome(alarm_id=alarm.pk, outcome="helped", by=other, at=NOON)
    assert Notice.objects.filter(user_id=operator.user_id).exists()
    with pytest.raises(TakenBy):
        answering.hand_over(alarm_id=alarm.pk, to=owner_of(story.actor("call_operator", "丙", area=story.DISTRICT)),
                            by=operator, at=NOON)  # fmt: skip


def test_close_only_with_an_outcome(alarm, operator) -> None:
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    with pytest.raises(OutcomeNeeded):
        answering.close(alarm_id=alarm.pk, by=operator, at=NOON)
    with pytest.raises(OutcomeNeeded):
        answering.record_outcome(alarm_id=alarm.pk, outcome="nothing", by=operator, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(state="closed", closed_at=NOON)


def test_flag_what_a_device_clears_and_close_nothing(alarm) -> None:
    assert raising.device_cleared(device_id=99, kind="sos", by=DEVICES, at=NOON) is None
    Alarm.objects.filter(pk=alarm.pk).update(source_key="device:5")
    cleared = raising.device_cleared(device_id=5, kind="sos", by=DEVICES, at=NOON + SECOND)
    assert (cleared.cleared_at, cleared.closed_at, cleared.state) == (NOON + SECOND, None, "raised")
    assert AlarmTimer.objects.filter(alarm=alarm, taken_at=None).count() == 1


def test_send_nobody_twice(alarm, person_id, operator, other, near, far) -> None:
    fall = call(person_id, kind="fall")
    sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)
    with pytest.raises(ResponderBusy):
        sending.send_responder(alarm_id=fall.pk, responder_id=near.pk, by=other, at=NOON)
    assert Alarm.objects.get(pk=fall.pk).state == "raised"
    assert [one.line.id for one in reaches_of(fall, at=NOON)] == [far.pk]
    back = sending.recall(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)
    assert back.state == "acknowledged"
    assert [one.line.id for one in reaches_of(fall, at=NOON)] == [near.pk, far.pk]


def test_rank_who_is_free_by_duty_and_travel(alarm, operator, officer, near, far, door) -> None:
    found = reaches_of(alarm, at=NOON)
    assert [one.line.id for one in found] == [near.pk, far.pk]
    assert found[0].seconds < found[1].seconds
    later = reaches_of(alarm, at=NOON + 48 * 3600 * SECOND)
    assert [one.line.is_on_duty for one in later] == [False, False]


def test_take_an_arrival_where_nobody_has_the_alarm(alarm, operator, responder, near) -> None:
    """Taken back for want of a next step, the responder is on the way nevertheless."""
    sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)
    Alarm.objects.filter(pk=alarm.pk).update(state="raised", acknowledged_by=None, acknowledged_by_name="")
    sending.arrive(alarm_id=alarm.pk, by=responder, at=NOON + SECOND)
    stored = Alarm.objects.get(pk=alarm.pk)
    assert (stored.state, stored.acknowledged_by_name) == ("on_the_spot", responder.name)


def test_refuse_whoever_may_not(alarm, operator, responder, officer, near) -> None:
    with pytest.raises(NotPermitted):
        answering.acknowledge(alarm_id=alarm.pk, by=officer, at=NOON)
    with pytest.raises(NotThere):
        answering.acknowledge(alarm_id=alarm.pk, by=story.actor("call_operator", "远", area="310117"), at=NOON)
    with pytest.raises(NotThere):  # not sent there: they see nothing of it
        sending.go(alarm_id=alarm.pk, by=responder, at=NOON)
    sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)
    sending.report(alarm_id=alarm.pk, text="没有人", by=responder, at=NOON)
    with pytest.raises(NotThere):  # nor any more
        sending.go(alarm_id=alarm.pk, by=responder, at=NOON)
    with pytest.raises(NotComing):
        sending.arrive(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)


def test_do_nothing_with_a_closed_one(alarm, operator, near) -> None:
    close(alarm, operator)
    with pytest.raises(WrongState):
        answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON)
    with pytest.raises(WrongState):
        sending.send_responder(alarm_id=alarm.pk, responder_id=near.pk, by=operator, at=NOON)


def test_keep_one_open_alarm_and_its_owner_by_the_database(alarm) -> None:
    for wrong in ({"state": "acknowledged"}, {"acknowledged_by_name": "某人"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alarm.objects.filter(pk=alarm.pk).update(**wrong)
    alarm.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alarm.save()
    assert Alarm.objects.filter(area=VILLAGE).count() == 1
