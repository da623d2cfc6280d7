"""Timers on the database: an alarm that nobody takes climbs to its end; two workers do a step once; the watchdog."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import Error
from django.utils import timezone

from tests.care import story
from tests.care.alarms.chains import PLAIN
from tests.care.alarms.conftest import DAY, DEVICES, NOON, SECOND, VILLAGE, call
from yinling.care.alarms.actions import answering, climbing, telling
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.actions.raising import Raised, raise_
from yinling.care.alarms.actions.watching import TIMERS, WATCHDOG, watchdog
from yinling.care.alarms.domain.chain import chain_of
from yinling.care.alarms.management.commands.alarms_run import Loop
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer, Pulse, Source
from yinling.care.chains import queries as chains
from yinling.care.responders.actions.contacts import Relative, add_contact
from yinling.foundation.outbox.models import Event, Notice
from yinling.gateways import messages
from yinling.gateways.policy.alarms import load_alarms


def climb(alarm: Alarm, until) -> list[tuple[str, int]]:
    """Runs each timer when it is due; (who was told, after how many seconds)."""
    while (timer := AlarmTimer.objects.get(alarm=alarm, taken_at=None)).due_at <= until:
        run_timers(at=timer.due_at, worker="甲")
    steps = AlarmStep.objects.filter(alarm=alarm, verb__in=["tell", "end_of_chain"])
    return [(step.data.get("who", "end"), int((step.at - NOON).total_seconds())) for step in steps]


def test_climb_to_the_end_and_say_so(alarm, near) -> None:
    told = climb(alarm, NOON + 600 * SECOND)
    assert told[:7] == [
        ("desk", 0), ("desk", 30), ("station", 60), ("station", 120), ("community", 180), ("family", 240),
        ("ambulance", 300),
    ]  # fmt: skip
    assert told[7:] == [("end", 420), ("end", 540)]
    assert Alarm.objects.get().exhausted_at == NOON + 420 * SECOND
    assert Event.objects.filter(kind="alarms.AlarmExhausted").count() == 1
    assert Notice.objects.filter(user_id=near.user_id).count() == 2
    assert Notice.objects.filter(role="bureau_reviewer", text__contains="升级已走完").count() == 2


def test_stop_at_the_acknowledgement_and_go_on_where_nobody_acts(alarm, operator) -> None:
    climb(alarm, NOON + 60 * SECOND)
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=NOON + 70 * SECOND)
    assert run_timers(at=NOON + 249 * SECOND, worker="甲") == 0
    answering.note(alarm_id=alarm.pk, text="正在联系", by=operator, at=NOON + 200 * SECOND)
    assert run_timers(at=NOON + 379 * SECOND, worker="甲") == 0
    assert run_timers(at=NOON + 380 * SECOND, worker="甲") == 1
    stored = Alarm.objects.get()
    assert (stored.state, stored.acknowledged_by_name) == ("raised", "")
    assert stored.first_acknowledged_at == NOON + 70 * SECOND
    assert climb(alarm, NOON + 500 * SECOND)[3:] == [("station", 440), ("community", 500)]


def test_keep_the_chain_that_it_began_with(alarm, person_id, monkeypatch) -> None:
    rules = load_alarms(settings.PACK)
    monkeypatch.setattr(chains, "load_alarms", lambda pack: replace(rules, chains={"urgent": PLAIN}))
    later = call(person_id, kind="fall")
    assert [len(chain_of(one.chain).calls) for one in (alarm, later)] == [7, 5]
    assert climb(alarm, NOON + 240 * SECOND)[-1] == ("family", 240)


def test_let_one_of_two_workers_do_a_step(alarm) -> None:
    assert [run_timers(at=NOON, worker=worker) for worker in ("甲", "乙")] == [1, 0]
    assert AlarmTimer.objects.get(taken_at=NOON).taken_by == "甲"


def test_let_no_stuck_alarm_hold_up_the_others(alarm, person_id, monkeypatch) -> None:
    other = call(person_id, kind="fall")
    tell = telling.tell

    def break_one(one, who, *, at):
        if one.pk == alarm.pk:
            raise RuntimeError(who)
        return tell(one, who, at=at)

    monkeypatch.setattr(climbing, "tell", break_one)
    assert run_timers(at=NOON, worker="甲") == 1
    assert AlarmTimer.objects.get(alarm=alarm, taken_at=None).due_at == NOON  # undone, and tried again
    found = watchdog(at=NOON + 31 * SECOND)
    assert (found.open, found.repaired, found.late, found.is_well) == (2, 0, 1, False)
    assert AlarmTimer.objects.get(alarm=other, taken_at=None).due_at == NOON + 30 * SECOND


def test_climb_with_a_fixed_number_of_statements(person_id, django_assert_num_queries) -> None:
    """However many are due: nine, and for each alarm its row and a notice, within two of a transaction."""
    for number in range(12):
        call(person_id, key=str(number))
    for at_once, statements in ((2, 17), (10, 49)):
        with django_assert_num_queries(statements):
            assert run_timers(at=NOON, worker="甲", at_once=at_once) == at_once


def test_put_right_what_lacks_a_timer(alarm, person_id) -> None:
    late = call(person_id, kind="fall")
    AlarmTimer.objects.filter(alarm=alarm).update(taken_at=NOON, taken_by="无名")
    AlarmTimer.objects.filter(alarm=late).update(due_at=NOON + DAY)
    found = watchdog(at=NOON + 10 * SECOND)
    assert (found.open, found.repaired) == (2, 2)
    assert AlarmTimer.objects.filter(taken_at=None, due_at__lte=NOON + 10 * SECOND).count() == 2
    assert watchdog(at=NOON + 10 * SECOND).is_well
    assert AlarmStep.objects.filter(verb="repair").count() == 2
    assert Pulse.objects.get(name=WATCHDOG).at == NOON + 10 * SECOND


def test_wait_for_no_clock_that_was_set_back(person_id) -> None:
    """Raised while the machine's clock was a year ahead."""
    alarm = call(person_id, at=NOON + 365 * DAY)
    run_timers(at=NOON + 365 * DAY, worker="甲")
    watchdog(at=NOON)
    assert run_timers(at=NOON + 30 * SECOND, worker="甲") == 1
    assert AlarmTimer.objects.get(alarm=alarm, taken_at=None).due_at == NOON + 60 * SECOND


def test_count_whom_a_message_really_reached(alarm, person_id, operator, monkeypatch) -> None:
    """The stand-in sends nothing: the desk is asked to call. A gateway that breaks stops no chain."""
    for number, ways in enumerate((("sms",), ("phone",))):
        relative = Relative(f"测亲{number}", "子女", ways, NOON.date(), phone="13900005678")
        add_contact(person_id, relative, by=story.clerk(), at=NOON)

    def family() -> dict:
        return telling.tell(Alarm.objects.get(), telling.Who.FAMILY, at=NOON)

    assert family() == {"who": "family", "told": 0, "by_phone": 2}
    assert Notice.objects.filter(role="call_operator", text="请打电话告诉家属").exists()
    monkeypatch.setitem(messages._CHANNELS, "sms", lambda recipient, text: "sent")
    assert family() == {"who": "family", "told": 1, "by_phone": 1}
    monkeypatch.setitem(messages._CHANNELS, "sms", lambda recipient, text: 1 / 0)
    assert family()["told"] == 0


def test_run_once_by_command(capsys, person_id) -> None:
    call(person_id, at=timezone.now())
    call_command("alarms_run", "--once")
    assert capsys.readouterr().out == "执行 1 步；未关闭 1，补上 0，超时 0\n"


def test_survive_a_database_that_is_away(alarm, monkeypatch, caplog) -> None:
    """Said once, tried each tick, and said when it is back."""
    loop, away = Loop("甲"), {"is": True}
    monkeypatch.setattr("yinling.care.alarms.management.commands.alarms_run.connection.close", lambda: None)
    monkeypatch.setattr("yinling.care.alarms.management.commands.alarms_run.close_old_connections", lambda: None)
    work = run_timers

    def fails(**what):
        if away["is"]:
            raise Error("locked")
        return work(**what)

    monkeypatch.setattr("yinling.care.alarms.management.commands.alarms_run.run_timers", fails)
    for tick in range(3):
        loop.tick(NOON, tick)
    away["is"] = False
    loop.tick(NOON + SECOND, 4)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert AlarmStep.objects.filter(verb="tell").count() == 1
    assert Pulse.objects.get(name=TIMERS).at == NOON + SECOND


def test_raise_many_and_double_none(db) -> None:
    """The same hundred sources, told several times in any order."""
    for number in range(300):
        raised = Raised(Source.PERSON, str(number * 7 % 100), "sos", "critical", VILLAGE)
        raise_(raised, by=DEVICES, at=NOON + timedelta(milliseconds=number))
    assert Alarm.objects.count() == 100
    assert set(Alarm.objects.values_list("times_raised", flat=True)) == {3}
    assert AlarmTimer.objects.filter(taken_at=None).count() == 100
    assert run_timers(at=NOON + SECOND, worker="甲", at_once=60) == 60
    assert run_timers(at=NOON + SECOND, worker="乙", at_once=60) == 40
