"""When two reports are one: the same frame sent twice, through whichever receiver. Pure.

Senders count round and begin again after a power cut, so the same number a week later is another event: sameness holds
within a window. Each report has two keys, of windows shifted by half: two reports less than half a window apart share
at least one of them, and a unique column for each makes the database refuse the second, whoever is faster.
"""

from datetime import datetime, timedelta
from hashlib import blake2b

from yinling.engines.telemetry.reports import Report

WINDOW = timedelta(minutes=20)
NAMELESS_WINDOW = timedelta(seconds=20)  # nothing in the frame tells a second press from a second sending
DAY = timedelta(days=1)
# A clock that is further off says nothing: neither when it happened nor whether it is the same.
CLOCK_BEHIND_MAX = timedelta(hours=1)
CLOCK_AHEAD_MAX = timedelta(minutes=10)


def is_believable(occurred_at: datetime | None, received_at: datetime) -> bool:
    """Whether the device's time may be taken for the time of the event."""
    if occurred_at is None:
        return True
    return -CLOCK_BEHIND_MAX <= occurred_at - received_at <= CLOCK_AHEAD_MAX


def keys_of(report: Report, received_at: datetime) -> tuple[str, str]:
    """The two keys; a report that shares either with an earlier one is the same."""
    if report.key is None:
        return windowed(_digest(report), received_at, NAMELESS_WINDOW)
    said = report.occurred_at if is_believable(report.occurred_at, received_at) else None
    return windowed(report.key, said or received_at, WINDOW)


def daily_keys(line: str, account: str, moment: datetime) -> tuple[str, str]:
    """Keys of what is noted once a day for an account, whatever else it says."""
    identity = blake2b(f"{line}\x1f{account}".encode(), digest_size=16).hexdigest()
    return windowed(f"day:{identity}", moment, 2 * DAY)


def windowed(identity: str, moment: datetime, window: timedelta) -> tuple[str, str]:
    """`identity` in its window and in the one shifted by half."""
    seconds, width = moment.timestamp(), window.total_seconds()
    return f"{identity}:{int(seconds // width)}", f"{identity}+{int((seconds + width / 2) // width)}"


def _digest(report: Report) -> str:
    parts = (report.protocol, report.account, report.code, report.qualifier, report.zone)
    return blake2b("\x1f".join(parts).encode() + b"\x1f" + report.raw, digest_size=16).hexdigest()
