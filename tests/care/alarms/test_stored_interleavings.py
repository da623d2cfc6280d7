"""Anything in any order on the database: it stands as the desk in memory does, step by step."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care.alarms.conftest import DEVICES, NOON, call
from tests.care.alarms.memory import Kept, Memory
from yinling.care.alarms.actions import answering, raising
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.actions.keeping import life_of, owner_of
from yinling.care.alarms.actions.watching import watchdog
from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.models import Alarm, AlarmTimer
from yinling.care.orders.domain.states import StepRefused
from yinling.gateways.policy.alarms import load_alarms
from yinling.kernel.actor import Actor

VERBS = ["raise", "acknowledge", "outcome", "close", "clear", "run", "watch"]
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(0, 200)), min_size=4, max_size=25)


def stored(verb: str, who: Actor, at) -> None:
    """The verb on the database; a refusal is an answer too."""
    alarm = Alarm.objects.order_by("-pk").first()
    if verb == "raise":
        call(at=at)
    elif verb == "run":
        run_timers(at=at, worker=who.name)
    elif verb == "watch":
        assert watchdog(at=at).repaired == 0
    elif verb == "clear":
        Alarm.objects.filter(closed_at=None).update(source_key="device:1")
        raising.device_cleared(device_id=1, kind="sos", by=DEVICES, at=at)
        Alarm.objects.filter(closed_at=None).update(source_key="person:1")
    elif alarm is not None and verb == "acknowledge":
        answering.acknowledge(alarm_id=alarm.pk, by=who, at=at)
    elif alarm is not None and verb == "outcome":
        answering.record_outcome(alarm_id=alarm.pk, outcome="helped", by=who, at=at)
    elif alarm is not None:
        answering.close(alarm_id=alarm.pk, by=who, at=at)


def remembered(desk: Memory, verb: str, who: Actor, at) -> None:
    """The same in memory."""
    alarm, owner = (desk.alarms[-1] if desk.alarms else None), owner_of(who)
    if verb == "raise":
        desk.raise_(("person:1", "sos"), at)
    elif verb == "run":
        for one, timer in desk.due(at):
            desk.run_one(one, timer, at)
    elif alarm is None or verb == "watch":
        return
    elif verb == "clear":
        if alarm in desk.opened() and not alarm.life.is_cleared:
            desk.keep(alarm, lives.clear(alarm.life), verb, at)
    elif verb == "acknowledge":
        desk.keep(alarm, lives.acknowledge(alarm.life, owner=owner, at=at), verb, at)
    else:
        verb = "record_outcome" if verb == "outcome" else verb
        desk.keep(alarm, lives.act(alarm.life, verb, owner=owner, at=at), verb, at)


def try_both(desk: Memory, verb: str, who: Actor, at) -> None:
    refused = []
    for one in (lambda: stored(verb, who, at), lambda: remembered(desk, verb, who, at)):
        try:
            one()
        except StepRefused as refusal:
            refused.append(type(refusal))
    assert len(refused) != 1, (verb, refused)


def same(row: Alarm, kept: Kept) -> None:
    timers = AlarmTimer.objects.filter(alarm=row, taken_at=None).values_list("what", "number", "due_at")
    assert list(timers) == [(one.what.value, one.number, one.due_at) for one in kept.open_timers]
    assert (life_of(row), row.times_raised) == (kept.life, kept.raised)


@pytest.mark.django_db
def test_stand_as_the_desk_in_memory(operator, other) -> None:
    @settings(max_examples=25, deadline=None)
    @given(STEPS)
    def agree(steps) -> None:
        desk, at = Memory(dict(load_alarms("national").chain("critical"))), NOON
        with transaction.atomic():
            for verb, who, seconds in [("raise", 0, 0), *steps]:
                at += timedelta(seconds=seconds)
                try_both(desk, verb, (operator, other)[who], at)
            rows = list(Alarm.objects.order_by("pk"))
            assert len(rows) == len(desk.alarms)
            for row, kept in zip(rows, desk.alarms, strict=True):
                same(row, kept)
            transaction.set_rollback(True)

    agree()
