"""Four faults of others' call desks, each as a property: whatever is raised, taken, cleared, climbing and timed in any
order, at any hour, by workers that saw what was due before somebody acted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.care.alarms.chains import ALL
from tests.care.alarms.memory import OPERATORS, Kept, Memory
from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.domain.chain import What
from yinling.care.alarms.domain.states import State
from yinling.care.orders.domain.states import StepRefused

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
KEY = ("device:1", "inactivity")
CLIMBING = (What.CALL.value, What.END.value)
VERBS = ["raise", "acknowledge", "clear", "outcome", "close", "look", "run"]
ANYTHING = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(0, 300)), max_size=25)
NOT_TAKEN = st.lists(st.tuples(st.sampled_from(["raise", "clear", "look", "run"]), st.just(0), st.integers(0, 300)),
                     max_size=15)  # fmt: skip
HOURS = st.integers(0, 47).map(lambda hours: NOON + timedelta(hours=hours))
CHAINS = st.sampled_from(sorted(ALL))


@dataclass
class Story:
    """What happened so far; `seen` is what a worker saw some time ago and does now."""

    desk: Memory
    now: datetime
    seen: list = field(default_factory=list)

    def play(self, steps) -> "Story":
        self.desk.raise_(KEY, self.now)
        for verb, who, seconds in steps:
            self.now += timedelta(seconds=seconds)
            self.step(verb, who)
        return self

    def step(self, verb: str, who: int) -> None:
        alarm, owner = self.desk.alarms[-1], OPERATORS[who]
        ways = {
            "acknowledge": lambda: lives.acknowledge(alarm.life, owner=owner, at=self.now),
            "outcome": lambda: lives.act(alarm.life, "record_outcome", owner=owner, at=self.now),
            "close": lambda: lives.act(alarm.life, "close", owner=owner, at=self.now),
            "clear": lambda: lives.clear(alarm.life),
        }
        if verb == "raise":
            self.desk.raise_(KEY, self.now)
        elif verb == "look":
            self.seen = self.desk.due(self.now)
        elif verb == "run":
            for one, timer in self.seen or self.desk.due(self.now):
                self.desk.run_one(one, timer, self.now)
        else:
            try:
                self.desk.keep(alarm, ways[verb](), verb, self.now)
            except StepRefused:
                return

    def next(self, alarm: Kept):
        """Its one timer goes off when it is due, and what was done then."""
        [timer] = alarm.open_timers
        self.now = max(self.now, timer.due_at)
        return self.desk.run_one(alarm, timer, self.now)

    def run_until_end(self, alarm: Kept) -> None:
        """Nobody does anything; everybody was told and the end was said."""
        for _ in range(400):
            done = self.next(alarm)
            if done and done.what is What.END and len(alarm.told) == len(alarm.chain.calls):
                return
        raise AssertionError("never comes to its end")


@given(CHAINS, HOURS, ANYTHING)
def test_never_escalate_after_the_acknowledgement(chain, at, steps) -> None:
    """The first fault: a timer that was under way when somebody took the alarm climbs nevertheless."""
    story = Story(Memory(ALL[chain]), at).play(steps)
    for alarm in story.desk.alarms:
        states = [state for _verb, state, _at in alarm.log]
        for before, (verb, _state, _at) in zip(states, alarm.log[1:], strict=False):
            assert verb not in CLIMBING or before is State.RAISED


@given(CHAINS, HOURS, ANYTHING)
def test_always_resume_the_escalation_that_was_stopped(chain, at, steps) -> None:
    """The second: taken, forgotten, and never taken up again. Left alone it goes on, with nobody told twice."""
    story = Story(Memory(ALL[chain]), at).play(steps)
    for alarm in story.desk.opened():
        if alarm.life.state is State.RAISED:
            story.desk.keep(alarm, lives.acknowledge(alarm.life, owner=OPERATORS[0], at=story.now), "take", story.now)
        if alarm.life.state is State.OUTCOME:
            continue  # somebody has seen to it: it is asked to be closed
        stopped, left = story.now, alarm.chain.idle[alarm.life.state]
        while alarm.life.state is not State.RAISED:
            story.next(alarm)
        assert story.now <= max(stopped, alarm.life.counts_from) + left
        story.run_until_end(alarm)
        assert len(alarm.told) == len(set(alarm.told))


@given(CHAINS, HOURS, NOT_TAKEN)
def test_lose_no_alarm_in_the_race_of_inactivity_and_all_clear(chain, at, steps) -> None:
    """The third: the device falls quiet, moves, falls quiet again, just while somebody is told. One alarm stays open,
    the all-clear takes back no step, and it goes on to its end."""
    story = Story(Memory(ALL[chain]), at).play(steps)
    [alarm] = story.desk.opened()
    assert alarm.raised == 1 + sum(verb == "raise" for verb, _who, _seconds in steps)
    before, timers = alarm.life, [(one.what, one.number, one.due_at) for one in alarm.open_timers]
    story.step("clear", 0)
    assert (alarm.life.state, alarm.life.done, alarm.life.counts_from) == (
        before.state,
        before.done,
        before.counts_from,
    )
    assert [(one.what, one.number, one.due_at) for one in alarm.open_timers] == timers
    story.run_until_end(alarm)


@given(st.sampled_from(["plain", "passing"]), HOURS, NOT_TAKEN)
def test_tell_somebody_again_and_again_where_nobody_acknowledges(chain, at, steps) -> None:
    """The fourth: it reaches the end of its chain and is heard of no more. However long nobody comes, day or night,
    somebody is told within the longest wait of the chain."""
    story = Story(Memory(ALL[chain]), at).play(steps)
    [alarm] = story.desk.opened()
    longest = max(alarm.chain.end_repeat, *(call.wait for call in alarm.chain.calls))
    begins = story.now
    while story.now < begins + timedelta(days=1):
        last = story.now
        story.next(alarm)
        assert story.now - last <= longest
    assert sorted(alarm.told) == list(range(len(alarm.chain.calls)))
    assert alarm.life.is_exhausted
