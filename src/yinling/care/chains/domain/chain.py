"""A chain: who is told one after the other, how long each is waited for, and in which hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from yinling.kernel.dates import day_moment, day_of, minute_of_day


class Who(StrEnum):
    """Who is told."""

    DESK = "desk"
    STATION = "station"
    COMMUNITY = "community"
    FAMILY = "family"
    AMBULANCE = "ambulance"


WHO_WORDS = {
    Who.DESK: "呼叫中心",
    Who.STATION: "服务站",
    Who.COMMUNITY: "居村委会",
    Who.FAMILY: "家属",
    Who.AMBULANCE: "120",
}


@dataclass(frozen=True)
class Hours:
    """Minutes of the day [from_, until) in which somebody is told; past midnight where `until` is not later."""

    from_: int
    until: int

    def covers(self, minute: int) -> bool:
        """Whether a minute of the day lies within."""
        if self.from_ < self.until:
            return self.from_ <= minute < self.until
        return minute >= self.from_ or minute < self.until

    def opening(self, at: datetime) -> datetime:
        """The first moment from `at` on that lies within."""
        if self.covers(minute_of_day(at)):
            return at
        today = day_moment(day_of(at), self.from_)
        return today if today >= at else day_moment(day_of(at), self.from_ + 24 * 60)


@dataclass(frozen=True)
class Call:
    """Telling somebody once: so long after the step before. Outside its hours it is waited for, or passed over."""

    who: Who
    wait: timedelta
    hours: Hours | None = None
    is_waited_for: bool = True


@dataclass(frozen=True)
class Chain:
    """All calls in order, repeats among them. `idle` is how long a state may last with nothing done."""

    calls: tuple[Call, ...]
    end_repeat: timedelta
    idle: Mapping[str, timedelta]


def chain_of(written: Mapping[str, Any]) -> Chain:
    """The chain from its entry in alarms.yaml, from a version of the district, or from the copy that an alarm keeps."""
    calls: list[Call] = []
    for step in written["steps"]:
        said = step.get("hours")
        hours = Hours(_minutes(said["from"]), _minutes(said["until"])) if said else None
        waits = [step["wait_seconds"], *([step["repeat_seconds"]] * step["repeats"])]
        waited_for = step.get("outside", "wait") == "wait"
        calls += [Call(Who(step["who"]), timedelta(seconds=wait), hours, waited_for) for wait in waits]
    idle = {state: timedelta(seconds=one) for state, one in written["idle_seconds"].items()}
    return Chain(tuple(calls), timedelta(seconds=written["end_repeat_seconds"]), idle)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
