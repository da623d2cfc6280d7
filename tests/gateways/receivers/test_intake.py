"""The lanes between sockets and database: order, bounds, being away, choking."""

import asyncio
import threading
import time
from collections.abc import Callable

from tests.gateways.receivers.conftest import AT, Keeper, taking
from yinling.engines.telemetry.reports import Report
from yinling.gateways.receivers.intake import Heard, Lane, LaneLimits, Verdict


def heard(code: str, account: str = "1") -> Heard:
    return Heard(Report("json", account, code, reference=code), AT, "test")


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def lane_of(keeper: Keeper, **limits: float) -> Lane:
    return Lane("test", keeper.keep, LaneLimits(**{"batch": 100, "held": 100} | limits))  # type: ignore[arg-type]


def test_hold_a_bounded_number_while_away_and_keep_all_of_it_later(keeper: Keeper) -> None:
    keeper.is_away = True
    lane = lane_of(keeper, held=10, batch=4)
    lane.start()
    assert lane.offer(heard("first"), "first")
    keeper.tried.wait(5)
    wait_for(lambda: lane.is_away)
    taken = [lane.offer(heard(str(number)), number) for number in range(30)]
    assert taken == [True] * 10 + [False] * 20
    assert len(lane) == 10
    keeper.is_away = False
    wait_for(lambda: len(keeper.kept) == 11)
    assert keeper.codes == ["first", *map(str, range(10))]
    assert max(keeper.calls) <= 4
    assert not lane.is_away
    lane.stop()


def test_take_the_later_of_two_of_one_key_and_tell_both(keeper: Keeper) -> None:
    told: list[Verdict] = []
    lane = lane_of(keeper)
    lane.offer(heard("old"), "device", told.append)
    lane.offer(heard("new"), "device", told.append)
    lane.start()
    lane.stop()
    assert keeper.codes == ["new"]
    assert told == [Verdict.KEPT] * 2


def test_fail_alone_what_cannot_be_kept(keeper: Keeper) -> None:
    keeper.chokes_on = "bad"
    told: dict[str, Verdict] = {}
    lane = lane_of(keeper)
    for code in ("a", "bad", "b"):
        lane.offer(heard(code), code, lambda verdict, code=code: told.update({code: verdict}))
    lane.start()
    lane.stop()
    assert told == {"a": Verdict.KEPT, "bad": Verdict.FAILED, "b": Verdict.KEPT}


def test_end_in_spite_of_being_away_without_telling_anybody(keeper: Keeper) -> None:
    keeper.is_away = True
    told: list[Verdict] = []
    lane = lane_of(keeper)
    lane.start()
    lane.offer(heard("a"), "a", told.append)
    keeper.tried.wait(5)
    lane.stop()
    assert not lane._thread.is_alive()
    assert not told
    assert not lane.offer(heard("b"), "b")


def test_never_wait_behind_signs_of_life(keeper: Keeper) -> None:
    """Signs of life that are slow to keep do not hold an alarm up."""
    blocked, release = threading.Event(), threading.Event()

    def slowly(signs: object) -> list[Verdict]:
        blocked.set()
        release.wait(5)
        return []

    async def story() -> None:
        async with taking(keeper) as intake:
            intake.signs._keep = slowly
            assert intake.offer(Report("json", "1", "heartbeat"), "test")
            await asyncio.to_thread(blocked.wait, 5)
            assert await intake.keep([Report("json", "1", "sos", reference="1")], "test") == [Verdict.KEPT]
            release.set()

    asyncio.run(story())


def test_gather_signs_of_life_and_keep_the_last_of_each_device(keeper: Keeper) -> None:
    async def story() -> None:
        async with taking(keeper) as intake:
            for number in range(40):
                assert intake.offer(Report("json", f"{number % 2}", "heartbeat", reference=f"{number}"), "test")

    asyncio.run(story())
    assert {"38", "39"} <= {one.report.reference for one in keeper.kept.values()}
    assert sum(keeper.calls) < 40


def test_answer_nothing_when_there_is_no_room(keeper: Keeper) -> None:
    async def story() -> None:
        keeper.is_away = True
        async with taking(keeper, answer_seconds=0.05) as intake:
            for number in range(200):
                intake.offer(Report("json", "1", "sos", reference=f"{number}"), "test")
            assert len(intake.alarms) == intake.alarms.limits.held
            assert await intake.keep([Report("json", "1", "sos", reference="last")], "test") is None

    asyncio.run(story())


def test_tell_a_frame_that_says_nothing_that_it_is_kept(keeper: Keeper) -> None:
    async def story() -> None:
        async with taking(keeper) as intake:
            assert await intake.keep([], "test") == []

    asyncio.run(story())
