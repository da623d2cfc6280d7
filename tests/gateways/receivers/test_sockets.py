"""What one sender may take: connections, time, bytes, speed."""

import asyncio
from dataclasses import dataclass, field

import pytest

from tests.gateways.receivers.conftest import datagrams, listening, said
from yinling.gateways.receivers.doors import Door, DoorLimits, TooMany
from yinling.gateways.receivers.sockets import Peer, SocketLimits
from yinling.gateways.receivers.tally import Tally


class Lines:
    """Cuts at line ends."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, chunk: bytes) -> list[bytes]:
        *lines, self._held = (self._held + chunk).split(b"\n")
        self._held = self._held[-100:]
        return lines


@dataclass
class Echo:
    """Says every line again; `boom` is a defect."""

    tally: Tally = field(default_factory=lambda: Tally("echo"))
    answer_to: dict[bytes, bytes] = field(default_factory=dict)

    def cutter(self) -> Lines:
        return Lines()

    async def heard(self, raw: bytes, peer: Peer) -> None:
        if raw.strip() == b"boom":
            raise KeyError("boom")
        peer.send(self.answer_to.get(raw, raw) + b"\n")


async def closed(reader: asyncio.StreamReader) -> bool:
    """Whether the other side hangs up."""
    try:
        return await asyncio.wait_for(reader.read(), 3) is not None
    except ConnectionError:
        return True


def test_hang_up_on_silence() -> None:
    async def story() -> None:
        async with listening(Echo(), limits=SocketLimits(idle_seconds=0.05)) as port:
            reader, _writer = await asyncio.open_connection("127.0.0.1", port)
            assert await closed(reader)

    asyncio.run(story())


def test_hang_up_on_a_frame_that_never_ends() -> None:
    """One byte every now and then does not keep a connection open."""

    async def story() -> None:
        async with listening(Echo(), limits=SocketLimits(frame_seconds=0.15)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            hung_up = asyncio.ensure_future(closed(reader))
            for _ in range(40):
                writer.write(b"x")
                done, _ = await asyncio.wait([hung_up], timeout=0.05)
                if done:
                    return
        pytest.fail("still open")

    asyncio.run(story())


def test_hang_up_on_noise() -> None:
    async def story() -> Tally:
        echo = Echo()
        async with listening(echo, limits=SocketLimits(unframed=10_000)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"x" * 50_000)
            assert await closed(reader)
        return echo.tally

    assert asyncio.run(story()).counts["noise"] == 1


def test_cut_off_who_does_not_read() -> None:
    """Answers that nobody takes are not piled up."""

    async def story() -> None:
        echo = Echo(answer_to={b"a": b"x" * 1_000_000})
        async with listening(echo, limits=SocketLimits(unsent=100_000)) as port:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
            for _ in range(200):
                writer.write(b"a\n")
                await asyncio.sleep(0.01)
                if writer.transport.is_closing():
                    return
        pytest.fail("still open")

    asyncio.run(story())


def test_turn_away_too_many_connections() -> None:
    async def story() -> None:
        async with listening(Echo(), door=DoorLimits(connections=2, connections_of_address=9)) as port:
            held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
            for _reader, writer in held:
                writer.write(b"hello\n")
            assert [await said(reader, b"\n") for reader, _writer in held] == [b"hello\n"] * 2
            reader, _writer = await asyncio.open_connection("127.0.0.1", port)
            assert await closed(reader)
            held[0][1].close()
            await asyncio.sleep(0.05)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"again\n")
            assert await said(reader, b"\n") == b"again\n"

    asyncio.run(story())


def test_outlive_a_defect() -> None:
    async def story() -> Tally:
        echo = Echo()
        async with listening(echo) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"boom\n")
            assert await closed(reader)
            async with datagrams(port) as (way, device):
                way.sendto(b"boom")
                way.sendto(b"hello")
                assert await asyncio.wait_for(device.came.get(), 5) == b"hello\n"
        return echo.tally

    assert asyncio.run(story()).counts["failed"] == 2


def test_let_datagrams_go_that_come_too_fast() -> None:
    async def story() -> Tally:
        echo = Echo()
        limits = DoorLimits(frames_a_second=0.001, burst=3)
        async with listening(echo, door=limits) as port, datagrams(port) as (way, device):
            for _ in range(5):
                way.sendto(b"x")
            for _ in range(3):
                assert await asyncio.wait_for(device.came.get(), 5) == b"x\n"
            while echo.tally.counts["turned_away"] < 2:
                await asyncio.sleep(0.01)
        return echo.tally

    assert asyncio.run(story()).counts["turned_away"] == 2


def test_give_each_address_its_share() -> None:
    now = [0.0]
    door = Door(DoorLimits(frames_a_second=2, burst=2, addresses=2), lambda: now[0])
    assert [door.seconds_to_wait("a") for _ in range(4)] == [0, 0, 0.5, 1]
    assert [door.admits("b") for _ in range(9)] == [True, True] + [False] * 7
    now[0] = 0.5
    assert [door.admits("b"), door.admits("b"), door.admits("a")] == [True, False, False]
    now[0] = 10
    assert [door.seconds_to_wait("a") for _ in range(3)] == [0, 0, 0.5]
    assert all(door.admits(f"c{number}") for number in range(50))
    assert len(door._spent) == 2


def test_count_connections_of_an_address() -> None:
    door = Door(DoorLimits(connections_of_address=1))
    with door.connection("a"):
        with pytest.raises(TooMany), door.connection("a"):
            pass
        with door.connection("b"):
            pass
    with door.connection("a"):
        pass
    assert not door._inside
