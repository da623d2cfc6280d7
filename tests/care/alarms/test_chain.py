"""How an alarm climbs, by example and for any hour: nothing lost, nothing twice, the end always reached."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.care.alarms.chains import CHAINS
from yinling.care.alarms.domain.chain import Hours, Standing, What, next_step
from yinling.care.alarms.domain.states import State

NOON, NIGHT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC), datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 12:00 and 23:00
SECOND = timedelta(seconds=1)


def climb(name: str, at: datetime, *, done=frozenset()) -> list[tuple[str, datetime]]:
    """All calls of an alarm that nobody takes, with their moments, until all are done and the end is said."""
    told, chain = [], CHAINS[name]
    standing = Standing(State.RAISED, done, at)
    while True:
        step = next_step(chain, standing, at)
        if step.what is What.END and len(standing.done) == len(chain.calls):
            return told
        assert step.at >= at
        at = step.at
        if step.what is What.END:
            standing = Standing(State.RAISED, standing.done, at)
            continue
        told.append((chain.calls[step.number].who.value, at))
        standing = Standing(State.RAISED, standing.done | {step.number}, at)


def test_tell_one_after_the_other_by_their_waits() -> None:
    seconds = [(who, int((when - NOON).total_seconds())) for who, when in climb("plain", NOON)]
    assert seconds == [("desk", 0), ("desk", 30), ("station", 90), ("family", 180), ("ambulance", 240)]


def test_go_past_those_out_of_hours_and_come_back_to_them() -> None:
    told = climb("passing", NIGHT)
    assert [who for who, _when in told] == ["desk", "station", "family", "community"]
    assert told[-1][1] == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)  # eight in the morning


def test_go_on_saying_so_while_nothing_but_hours_is_waited_for() -> None:
    """At night, all but the community told: whoever watches is reminded until the morning, not left alone."""
    done = frozenset({0, 2, 3})
    step = next_step(CHAINS["passing"], Standing(State.RAISED, done, NIGHT), NIGHT)
    assert (step.what, step.at) == (What.END, NIGHT + 600 * SECOND)
    nearly = datetime(2026, 3, 2, 23, 59, 0, tzinfo=UTC)  # a minute to eight
    step = next_step(CHAINS["passing"], Standing(State.RAISED, done, nearly), nearly)
    assert (step.number, step.at) == (1, nearly + 60 * SECOND)


def test_wait_for_the_hours_where_the_chain_says_so() -> None:
    told = climb("waiting", NIGHT)
    morning = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert told == [
        ("desk", morning),
        ("community", morning + timedelta(hours=1)),
        ("family", told[1][1] + 60 * SECOND),
    ]


@pytest.mark.parametrize(
    ("state", "what", "seconds"),
    [("acknowledged", What.RESUME, 120), ("sent", What.RESUME, 600), ("on_the_spot", What.RESUME, 900),
     ("outcome", What.REMIND, 1800)],
)  # fmt: skip
def test_take_an_alarm_back_where_nobody_acts(state, what, seconds) -> None:
    step = next_step(CHAINS["plain"], Standing(State(state), frozenset(), NOON), NOON)
    assert (step.what, step.at) == (what, NOON + seconds * SECOND)


def test_wait_for_nothing_once_closed() -> None:
    assert next_step(CHAINS["plain"], Standing(State.CLOSED, frozenset(), NOON), NOON) is None


def test_go_on_where_it_was_left() -> None:
    step = next_step(CHAINS["plain"], Standing(State.RAISED, frozenset({0, 1, 2}), NOON), NOON)
    assert (step.number, step.at) == (3, NOON + 90 * SECOND)


def test_never_wait_longer_for_a_clock_that_was_set_back() -> None:
    ahead = NOON + timedelta(days=400)
    step = next_step(CHAINS["plain"], Standing(State.RAISED, frozenset({0, 1}), ahead), NOON)
    assert step.at == NOON + 60 * SECOND


moments = st.integers(0, 3 * 86_400).map(lambda seconds: NOON + timedelta(seconds=seconds))


@given(st.sampled_from(sorted(CHAINS)), moments, st.sets(st.integers(0, 3)))
def test_reach_the_end_from_anywhere_with_each_call_once(name, at, done) -> None:
    """An alarm that nobody takes comes to the end of its chain, whatever is done already and whatever the hour."""
    chain = CHAINS[name]
    done = frozenset(done) & frozenset(range(len(chain.calls)))
    told = climb(name, at, done=done)
    assert len(told) == len(chain.calls) - len(done)
    for who, when in told:
        minute = ((when - NOON).total_seconds() // 60 + 720) % 1440
        call = next(call for call in chain.calls if call.who.value == who)
        assert call.hours is None or call.hours.covers(int(minute))
    assert all(before[1] <= after[1] for before, after in zip(told, told[1:], strict=False))
    assert not told or told[-1][1] - at <= timedelta(days=len(chain.calls) + 1)


@given(st.integers(0, 1439), st.integers(0, 1439), moments)
def test_open_within_a_day(from_, until, at) -> None:
    hours = Hours(from_, until)
    opens = hours.opening(at)
    assert at <= opens <= at + timedelta(days=1)
