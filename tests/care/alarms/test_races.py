"""The same alarm raised, taken, and climbing in several threads at one moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.care import story
from tests.care.alarms.conftest import DEVICES, NOON, VILLAGE, call
from yinling.care.alarms.actions import answering
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.actions.raising import Raised, raise_all
from yinling.care.alarms.domain.states import TakenBy
from yinling.care.alarms.models import Alarm, AlarmStep, Source
from yinling.care.devices.actions.receiving import beside_others

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="threads need a database on disk or a server"),
]


def at_once(*verbs) -> list[BaseException]:
    """Runs verbs in threads that start together; gives what they raised."""
    start, raised = Barrier(len(verbs)), []

    def run(verb):
        start.wait()
        try:
            verb()
        except Exception as fault:
            raised.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_raise_at_once_opens_one() -> None:
    assert not at_once(*[call] * 6)
    assert Alarm.objects.get().times_raised == 6


def test_raise_many_at_once_opens_one_of_each() -> None:
    """Several are given calls of the same sources, cut into groups in different places."""
    calls = [Raised(Source.PERSON, str(number), "sos", "critical", VILLAGE) for number in range(20)]
    halves = [calls[:13], calls[13:]], [calls[:5], calls[5:]]

    def take(groups):
        for group in groups:
            beside_others(lambda group=group: raise_all(group, by=DEVICES, at=NOON))

    assert not at_once(*[lambda groups=groups: take(groups) for groups in (*halves, *halves)])
    assert (Alarm.objects.count(), set(Alarm.objects.values_list("times_raised", flat=True))) == (20, {4})


def test_take_at_once_gives_it_to_one() -> None:
    alarm = call()
    operators = [story.actor("call_operator", f"话务员{n}", area=story.DISTRICT) for n in range(4)]
    refused = at_once(*[lambda by=by: answering.acknowledge(alarm_id=alarm.pk, by=by, at=NOON) for by in operators])
    assert [type(one) for one in refused] == [TakenBy] * 3


def test_climb_at_once_tells_each_once() -> None:
    for number in range(20):
        call(key=str(number))
    assert not at_once(*[lambda worker=worker: run_timers(at=NOON, worker=worker) for worker in "甲乙丙"])
    run_timers(at=NOON, worker="丁")
    assert AlarmStep.objects.filter(verb="tell").count() == 20
