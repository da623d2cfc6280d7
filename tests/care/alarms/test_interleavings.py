"""Anything in any order: raised, taken, cleared, climbing, taken back, closed; chains edited, clocks jumping.

Four faults of others' call desks are properties here: an alarm that climbs although somebody has it, one that never
goes on after a pause of hours, one that a device's all-clear leaves with nobody, and one that nobody ever hears of.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.care.alarms.chains import ALL
from tests.care.alarms.memory import LONG, OPERATORS, RESPONDER, Kept, Memory
from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.domain.chain import What
from yinling.care.alarms.domain.states import State
from yinling.care.orders.domain.states import StepRefused

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SOURCES = st.tuples(st.sampled_from(["device:1", "device:2"]), st.sampled_from(["sos", "inactivity"]))
WHICH = st.integers(0, 20)


class Desk(RuleBasedStateMachine):
    """One call desk, two operators, a responder, two workers that may see what is due before somebody acts."""

    @initialize(chain=st.sampled_from(sorted(ALL)))
    def begin(self, chain) -> None:
        self.desk, self.now, self.seen = Memory(ALL[chain]), START, {"a": [], "b": []}

    def pick(self, which: int) -> Kept | None:
        return self.desk.alarms[which % len(self.desk.alarms)] if self.desk.alarms else None

    def change(self, which: int, verb: str, make) -> None:
        alarm = self.pick(which)
        if alarm is None:
            return
        try:
            life = make(alarm.life)
        except StepRefused:
            return
        self.desk.keep(alarm, life, verb, self.now)

    @rule(key=SOURCES)
    def raise_again(self, key) -> None:
        alarm = self.desk.raise_(key, self.now)
        assert [one for one in self.desk.opened() if one.key == key] == [alarm]

    @rule(which=WHICH, who=st.sampled_from(OPERATORS))
    def acknowledge(self, which, who) -> None:
        alarm = self.pick(which)
        had = alarm.life.owner if alarm else None
        self.change(which, "acknowledge", lambda life: lives.acknowledge(life, owner=who, at=self.now))
        if had is not None:
            assert alarm.life.owner == had  # nobody takes what another has

    @rule(which=WHICH, to=st.sampled_from(OPERATORS))
    def hand_over(self, which, to) -> None:
        self.change(which, "hand_over", lambda life: lives.hand_over(life, to=to, at=self.now))

    @rule(
        which=WHICH, who=st.sampled_from(OPERATORS), verb=st.sampled_from(["send", "recall", "record_outcome", "close"])
    )
    def act(self, which, who, verb) -> None:
        self.change(which, verb, lambda life: lives.act(life, verb, owner=who, at=self.now))

    @rule(which=WHICH)
    def arrive(self, which) -> None:
        self.change(which, "arrive", lambda life: lives.arrive(life, who=RESPONDER, at=self.now))

    @rule(which=WHICH)
    def clear(self, which) -> None:
        alarm = self.pick(which)
        before = alarm.life if alarm else None
        self.change(which, "clear", lives.clear)
        if before is not None:
            after = alarm.life
            assert (after.state, after.owner, after.done) == (before.state, before.owner, before.done)

    @rule(chain=st.sampled_from(sorted(ALL)))
    def edit_chain(self, chain) -> None:
        self.desk.written = ALL[chain]

    @rule(seconds=st.integers(0, 400))
    def wait(self, seconds) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(hours=st.integers(-400, 60))
    def jump(self, hours) -> None:
        self.now += timedelta(hours=hours)

    @rule(worker=st.sampled_from("ab"))
    def look(self, worker) -> None:
        self.seen[worker] = self.desk.due(self.now)

    @rule(worker=st.sampled_from("ab"))
    def run(self, worker) -> None:
        for alarm, timer in self.seen[worker]:
            before = alarm.life
            done = self.desk.run_one(alarm, timer, self.now)
            if done is not None and done.what in (What.CALL, What.END):
                assert before.state is State.RAISED, "climbs although somebody has it, or closed it"

    @rule()
    def watch(self) -> None:
        self.desk.watch(self.now)

    @invariant()
    def has_an_owner_or_climbs(self) -> None:
        """The race of inactivity and all-clear never leaves an alarm without somebody or a next step."""
        for alarm in self.desk.alarms if hasattr(self, "desk") else []:
            is_open = alarm.life.state is not State.CLOSED
            assert len(alarm.open_timers) == is_open
            assert (alarm.life.owner is None) == (alarm.life.state is State.RAISED)

    @invariant()
    def told_nobody_twice(self) -> None:
        for alarm in self.desk.alarms if hasattr(self, "desk") else []:
            assert len(alarm.told) == len(set(alarm.told))
            assert set(alarm.told) == alarm.life.done

    def teardown(self) -> None:
        """From wherever it stands: left alone, every open alarm comes to the end of its chain and says so."""
        if not hasattr(self, "desk"):
            return
        for alarm in self.desk.opened():
            self.left_alone(alarm)

    def left_alone(self, alarm: Kept) -> None:
        now, until, ends, idle = self.now, self.now + LONG, 0, 0
        while ends < 2 or (alarm.life.state is State.RAISED and len(alarm.life.done) < len(alarm.chain.calls)):
            self.desk.watch(now)
            [timer] = alarm.open_timers
            now = max(now, timer.due_at)
            assert now < until, "never goes on, or never reaches its end"
            done = self.desk.run_one(alarm, timer, now)
            idle += done is None
            assert idle <= 3, "goes off again and again and does nothing"
            if alarm.life.state is State.OUTCOME:
                assert done is None or done.what is What.REMIND
                ends += done is not None
            else:
                ends += done is not None and done.what is What.END
        if alarm.life.state is State.RAISED:
            assert alarm.life.is_exhausted
            assert alarm.life.done == frozenset(range(len(alarm.chain.calls)))


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.fixture
def alarm() -> tuple[Memory, Kept]:
    """One that was just raised."""
    desk = Memory(ALL["plain"])
    return desk, desk.raise_(("device:1", "sos"), START)


def test_never_climb_once_somebody_has_it(alarm) -> None:
    """A worker saw the timer, then an operator took the alarm: the worker comes too late."""
    desk, one = alarm
    seen = desk.due(START)
    desk.keep(one, lives.acknowledge(one.life, owner=OPERATORS[0], at=START), "acknowledge", START)
    assert [desk.run_one(*each, START) for each in seen] == [None]
    assert not one.told


def test_go_on_after_a_pause_without_telling_anybody_again(alarm) -> None:
    """Taken, nothing done, taken back: the chain goes on where it was."""
    desk, one = alarm
    desk.run_one(one, one.open_timers[0], START)
    desk.keep(one, lives.acknowledge(one.life, owner=OPERATORS[0], at=START), "acknowledge", START)
    later = START + timedelta(seconds=120)
    assert desk.run_one(one, one.open_timers[0], later).what is What.RESUME
    later += timedelta(seconds=30)
    assert desk.run_one(one, one.open_timers[0], later).number == 1
    assert one.told == [0, 1]


def test_let_two_workers_do_a_step_once(alarm) -> None:
    desk, _one = alarm
    seen = desk.due(START) * 2
    assert [bool(desk.run_one(*each, START)) for each in seen] == [True, False]
