"""Between the sockets and the database: what is said waits here, bounded, until it is durable.

There are three lanes, each with a thread of its own. Alarms go at once; those that another receiver takes first wait a
little, and only what it did not store is kept; signs of life are gathered for a moment, and of one sender only the last
is kept. None waits for another, and the thread of a lane is the only one that may block.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from yinling.engines.telemetry.reports import Report

logger = logging.getLogger(__name__)

RETRY_SECONDS_FIRST, RETRY_SECONDS_MAX = 0.1, 5.0
STOP_SECONDS = 8.0


class Verdict(StrEnum):
    """What became of a report. Unless it failed it is durable, this time or before, and may be acknowledged."""

    KEPT = "kept"
    UNKNOWN = "unknown"
    FAILED = "failed"


class Away(Exception):
    """What keeps reports cannot be reached just now. Nothing of this batch was kept; trying again may help."""


class Heard(NamedTuple):
    """A report, when it came in, and by which way: protocol and address."""

    report: Report
    at: datetime
    origin: str


Keep = Callable[[Sequence[Heard]], Sequence[Verdict]]
Told = Callable[[Verdict], None]


@dataclass(frozen=True)
class LaneLimits:
    """At most `batch` reports are kept at once and `held` wait; a batch goes `gather_seconds` after its first came."""

    batch: int
    held: int
    gather_seconds: float = 0.0


ALARMS = LaneLimits(batch=100, held=10_000)
LATER_SECONDS = 0.75  # whoever is first needs a twentieth of that; who waits for help does not notice it
SIGNS = LaneLimits(batch=20_000, held=500_000, gather_seconds=0.15)


@dataclass(slots=True)
class _Waiting:
    heard: Heard
    told: list[Told] = field(default_factory=list)


class Lane:
    """Reports on their way to `keep`, which is called by one thread and may take its time or raise `Away`.

    While it is away the same reports are tried again, others wait, and what exceeds the limit is not taken. A report
    that `keep` chokes on fails alone: it never stops the others.
    """

    def __init__(self, name: str, keep: Keep, limits: LaneLimits) -> None:
        self.name, self.limits = name, limits
        self.is_away = False
        self._keep = keep
        self._held: dict[Hashable, _Waiting] = {}
        self._began = 0.0  # when the first of those that are held came
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lane {name}", daemon=True)

    def __len__(self) -> int:
        return len(self._held)

    def start(self) -> None:
        """Begins to keep what was and will be offered."""
        self._thread.start()

    def stop(self) -> None:
        """Keeps what is held, unless that is away, and ends."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()
        self._thread.join(STOP_SECONDS)

    def offer(self, heard: Heard, key: Hashable, told: Told | None = None) -> bool:
        """Takes a report in place of a waiting one of the same key; false if there is no room. Called by any thread.

        `told` is called by the lane's thread as soon as the report is durable or failed, and never if neither happens.
        """
        with self._changed:
            waiting = self._held.get(key)
            if waiting is not None:
                waiting.heard = heard
            elif len(self._held) >= self.limits.held or self._stopping.is_set():
                return False
            else:
                waiting = self._held[key] = _Waiting(heard)
                if len(self._held) == 1:
                    self._began = time.monotonic()
                    self._changed.notify()
            if told is not None:
                waiting.told.append(told)
        return True

    def _run(self) -> None:
        while batch := self._next():
            for waiting, verdict in zip(batch, self._kept(batch), strict=False):
                for told in waiting.told:
                    told(verdict)

    def _next(self) -> list[_Waiting]:
        """The next batch; empty when there will be none any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._held or self._stopping.is_set())
            began = self._began
        if self.limits.gather_seconds:
            self._stopping.wait(max(0.0, began + self.limits.gather_seconds - time.monotonic()))
        with self._changed:
            if len(self._held) <= self.limits.batch:
                taken, self._held = self._held, {}
                return list(taken.values())
            first = [key for key, _ in zip(self._held, range(self.limits.batch), strict=False)]
            return [self._held.pop(key) for key in first]

    def _kept(self, batch: Sequence[_Waiting]) -> Sequence[Verdict]:
        pause = RETRY_SECONDS_FIRST
        while True:
            try:
                verdicts = self._keep([waiting.heard for waiting in batch])
            except Away as reason:
                self._say(away=True, reason=str(reason))
                if self._stopping.wait(pause):
                    return ()
                pause = min(2 * pause, RETRY_SECONDS_MAX)
            except Exception:
                if len(batch) == 1:
                    logger.exception("%s: a report from %s cannot be kept", self.name, batch[0].heard.origin)
                    return (Verdict.FAILED,)
                return [verdict for waiting in batch for verdict in self._kept([waiting])]
            else:
                self._say(away=False)
                return verdicts

    def _say(self, *, away: bool, reason: str = "") -> None:
        if away and not self.is_away:
            logger.error("%s: nothing can be kept, nothing is acknowledged: %s", self.name, reason)
        elif self.is_away and not away:
            logger.error("%s: reports are kept again; %d were waiting", self.name, len(self))
        self.is_away = away


class Intake:
    """The lanes, and how a receiver uses them. `keep_missing` keeps what another receiver has not stored by then."""

    def __init__(
        self,
        *,
        keep: Keep,
        keep_signs: Keep,
        is_sign: Callable[[Report], bool],
        clock: Callable[[], datetime],
        keep_missing: Keep | None = None,
        answer_seconds: float = 10.0,
        limits: tuple[LaneLimits, LaneLimits] = (ALARMS, SIGNS),
    ) -> None:
        self.clock = clock
        self.alarms = Lane("alarms", keep, limits[0])
        self.later = Lane("alarms of others", keep_missing or keep, replace(limits[0], gather_seconds=LATER_SECONDS))
        self.signs = Lane("signs of life", keep_signs, limits[1])
        self._is_sign = is_sign
        self._answer_seconds = answer_seconds

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All of them."""
        return self.alarms, self.later, self.signs

    def start(self) -> None:
        """Begins to keep."""
        for lane in self.lanes:
            lane.start()

    def stop(self) -> None:
        """Keeps what is held, if that is possible, and ends."""
        for lane in self.lanes:
            lane.stop()

    def offer(self, report: Report, origin: str, told: Told | None = None, *, is_ours: bool = True) -> bool:
        """Puts a report on its lane; false if there is no room. Unless it `is_ours` another receiver takes it first."""
        heard = Heard(report, self.clock(), origin)
        if self._is_sign(report):
            return self.signs.offer(heard, (report.protocol, report.account), told)
        return (self.alarms if is_ours else self.later).offer(heard, report.key or object(), told)

    async def keep(self, reports: Sequence[Report], origin: str) -> list[Verdict] | None:
        """Waits until all are durable or failed; None if that takes too long, and then nothing is acknowledged."""
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Verdict]] = []
        for report in reports:
            future = loop.create_future()
            if not self.offer(report, origin, _across(loop, future)):
                return None
            futures.append(future)
        try:
            return list(await asyncio.wait_for(asyncio.gather(*futures), self._answer_seconds))
        except TimeoutError:
            return None


def _across(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Verdict]") -> Told:
    """Tells a future of `loop` from another thread; what nobody waits for any more is let go."""

    def settle(verdict: Verdict) -> None:
        if not future.done():
            future.set_result(verdict)

    def told(verdict: Verdict) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, verdict)

    return told
