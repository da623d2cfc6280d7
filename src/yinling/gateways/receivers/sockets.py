"""TCP and UDP for anybody who answers frames: bounded in connections, time and bytes whatever a sender does."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from yinling.gateways.receivers.doors import Door, TooMany
from yinling.gateways.receivers.tally import Tally

logger = logging.getLogger(__name__)

CHUNK = 4096


@dataclass(frozen=True)
class SocketLimits:
    """Seconds without a frame, seconds for the rest of one, bytes without any, bytes unsent, datagrams at work."""

    idle_seconds: float = 600.0
    frame_seconds: float = 10.0
    unframed: int = 65_536
    unsent: int = 65_536
    datagrams: int = 2_000


@dataclass(frozen=True, slots=True)
class Peer:
    """Who sent a frame, and the way back."""

    address: str
    port: int
    is_stream: bool
    send: Callable[[bytes], None]

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'tcp' if self.is_stream else 'udp'}://{host}:{self.port}"


class Cutter(Protocol):
    """Cuts a stream into frames; `held` bytes wait for the rest of theirs."""

    @property
    def held(self) -> int: ...

    def feed(self, chunk: bytes) -> list[bytes]: ...


class Speaker(Protocol):
    """Answers frames of one protocol."""

    tally: Tally

    def cutter(self) -> Cutter: ...

    async def heard(self, raw: bytes, peer: Peer) -> None: ...


class Listening:
    """One protocol on one address and port, over TCP and UDP; `port` 0 takes a free one, the same for both."""

    def __init__(self, speaker: Speaker, door: Door, limits: SocketLimits | None = None) -> None:
        self._speaker, self._door, self._limits = speaker, door, limits or SocketLimits()
        self._at_work: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._datagrams: asyncio.DatagramTransport | None = None

    async def open(self, host: str, port: int) -> int:
        """Listens; the port. Raises OSError where it is taken."""
        loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._converse, host, port, limit=CHUNK, backlog=512)
        port = self._server.sockets[0].getsockname()[1]
        self._datagrams, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self), (host, port))
        return port

    async def close(self) -> None:
        """Takes nothing new, and ends what is at work."""
        if self._datagrams is not None:
            self._datagrams.close()
        if self._server is not None:
            self._server.close()
        for task in list(self._at_work):
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        address, port = (writer.get_extra_info("peername") or ("?", 0))[:2]
        count = self._speaker.tally.count
        try:
            with self._door.connection(address):
                await self._read(reader, Peer(address, port, True, _bounded(writer, self._limits.unsent)))
        except TooMany:
            count("turned_away")
        except (TimeoutError, OSError):
            count("broken_off")
        except asyncio.CancelledError:
            pass  # closing: nothing more is answered
        except Exception:
            count("failed")
            logger.exception("%s: a connection from %s failed", self._speaker.tally.name, address)
        finally:
            self._at_work.discard(task)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader, peer: Peer) -> None:
        clock, limits, cutter = asyncio.get_running_loop().time, self._limits, self._speaker.cutter()
        until, unframed = clock() + limits.idle_seconds, 0
        while unframed <= limits.unframed:
            async with asyncio.timeout_at(until):
                chunk = await reader.read(CHUNK)
            if not chunk:
                return
            frames = cutter.feed(chunk)
            for raw in frames:
                if pause := self._door.seconds_to_wait(peer.address):
                    await asyncio.sleep(pause)
                await self._speaker.heard(raw, peer)
            unframed = 0 if frames else unframed + len(chunk)
            if frames or not cutter.held:
                until = clock() + (limits.frame_seconds if cutter.held else limits.idle_seconds)
            else:  # the rest of a frame has its time from the frame's beginning on
                until = min(until, clock() + limits.frame_seconds)
        self._speaker.tally.count("noise")

    def take(self, raw: bytes, address: tuple[Any, ...]) -> None:
        """A datagram; let go where there are too many, for its sender will repeat it."""
        count, transport = self._speaker.tally.count, self._datagrams
        if len(self._at_work) >= self._limits.datagrams or not self._door.admits(address[0]):
            count("turned_away")
            return
        assert transport is not None
        peer = Peer(address[0], address[1], False, lambda answer: transport.sendto(answer, address))
        task = asyncio.get_running_loop().create_task(self._answer(raw, peer))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _answer(self, raw: bytes, peer: Peer) -> None:
        try:
            await self._speaker.heard(raw, peer)
        except Exception:
            self._speaker.tally.count("failed")
            logger.exception("%s: a datagram from %s failed", self._speaker.tally.name, peer.address)


class _Datagrams(asyncio.DatagramProtocol):
    """Hands datagrams on."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        self._listening.take(data, addr)


def _bounded(writer: asyncio.StreamWriter, unsent: int) -> Callable[[bytes], None]:
    """Sends without waiting; a peer that does not read is cut off."""

    def send(answer: bytes) -> None:
        if writer.transport.get_write_buffer_size() > unsent:
            writer.transport.abort()
        elif not writer.is_closing():
            writer.write(answer)

    return send
