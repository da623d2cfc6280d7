"""Somebody who keeps reports, or cannot just now; and a receiver on a free port."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from yinling.engines.telemetry.reports import Report
from yinling.gateways.receivers.doors import Door, DoorLimits
from yinling.gateways.receivers.intake import Away, Heard, Intake, LaneLimits, Verdict
from yinling.gateways.receivers.sockets import Listening, SocketLimits, Speaker

AT = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
QUICK = (LaneLimits(batch=100, held=50), LaneLimits(batch=100, held=50, gather_seconds=0.01))


@dataclass
class Keeper:
    """Keeps each report once, by its key."""

    kept: dict[Any, Heard] = field(default_factory=dict)
    calls: list[int] = field(default_factory=list)
    is_away: bool = False
    chokes_on: str = ""
    unknown: str = ""
    tried: threading.Event = field(default_factory=threading.Event)

    def keep(self, heard: Sequence[Heard]) -> list[Verdict]:
        self.tried.set()
        if self.is_away:
            raise Away("locked")
        if any(one.report.code == self.chokes_on for one in heard):
            raise KeyError(self.chokes_on)
        self.calls.append(len(heard))
        for one in heard:
            self.kept.setdefault(one.report.key or object(), one)
        return [Verdict.UNKNOWN if one.report.account == self.unknown else Verdict.KEPT for one in heard]

    @property
    def codes(self) -> list[str]:
        return [heard.report.code for heard in self.kept.values()]


def is_sign(report: Report) -> bool:
    return report.code in {"NULL", "PI", "heartbeat"}


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@asynccontextmanager
async def taking(keeper: Keeper, *, answer_seconds: float = 5.0) -> AsyncIterator[Intake]:
    """An intake at work."""
    intake = Intake(
        keep=keeper.keep, keep_signs=keeper.keep, is_sign=is_sign, clock=lambda: AT,
        answer_seconds=answer_seconds, limits=QUICK,
    )  # fmt: skip
    intake.start()
    try:
        yield intake
    finally:
        await asyncio.to_thread(intake.stop)


@asynccontextmanager
async def listening(
    speaker: Speaker, *, door: DoorLimits | None = None, limits: SocketLimits | None = None
) -> AsyncIterator[int]:
    """A receiver on a free port of this machine."""
    opened = Listening(speaker, Door(door or DoorLimits()), limits)
    port = await opened.open("127.0.0.1", 0)
    try:
        yield port
    finally:
        await opened.close()


class Datagrams(asyncio.DatagramProtocol):
    """A device that speaks UDP."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.came.put_nowait(data)


@asynccontextmanager
async def datagrams(port: int) -> AsyncIterator[tuple[asyncio.DatagramTransport, Datagrams]]:
    loop = asyncio.get_running_loop()
    transport, device = await loop.create_datagram_endpoint(Datagrams, remote_addr=("127.0.0.1", port))
    try:
        yield transport, device
    finally:
        transport.close()


async def said(reader: asyncio.StreamReader, until: bytes = b"\r") -> bytes:
    """The next answer."""
    return await asyncio.wait_for(reader.readuntil(until), 5)


async def silent(reader: asyncio.StreamReader, seconds: float = 0.15) -> bool:
    """Whether nothing is answered."""
    try:
        await asyncio.wait_for(reader.readexactly(1), seconds)
    except TimeoutError:
        return True
    return False
