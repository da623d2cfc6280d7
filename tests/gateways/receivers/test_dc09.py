"""DC-09 over real sockets: what is acknowledged, what is refused, what is passed over in silence."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.receivers.conftest import AT, Keeper, datagrams, listening, said, silent, taking
from yinling.engines.telemetry.dc09 import Head, read, write
from yinling.engines.telemetry.dc09_contents import contact_id_content
from yinling.gateways.receivers.dc09 import Dc09
from yinling.gateways.receivers.intake import Away, Intake

SOS = b'\nF0160027"ADM-CID"0001L0#1234[#1234|1101 00 001]\r'
ALIVE = b'\n1EF20013"NULL"0000L0#1234[]\r'
ACK = b'\n1BC10012"ACK"0001L0#1234[]\r'
KEY = bytes(range(16))


async def key_of(account: str) -> bytes | None:
    if account == "A1A1":
        raise Away("locked")
    return KEY if account == "5678" else None


def speaker(intake: Intake) -> Dc09:
    window = timedelta(seconds=40), timedelta(seconds=20)
    return Dc09(intake, key_of=key_of, behind=window[0], ahead=window[1], clock=lambda: AT)


def sealed(sequence: int = 7, *, at=AT, key: bytes | None = KEY) -> bytes:
    return write(Head("ADM-CID", sequence, "5678"), contact_id_content("5678", "101"), at=at, key=key)


async def ask(keeper: Keeper, *frames: bytes) -> list[bytes]:
    """Answers over TCP, one by one."""
    answers = []
    async with taking(keeper) as intake, listening(speaker(intake)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for frame in frames:
            writer.write(frame)
            answers.append(await said(reader))
        writer.close()
    return answers


def test_acknowledge_over_tcp_once_kept(keeper: Keeper) -> None:
    answers = asyncio.run(ask(keeper, SOS))
    assert answers == [ACK]
    assert keeper.codes == ["101"]
    [heard] = keeper.kept.values()
    assert (heard.at, heard.report.raw, heard.origin[:21]) == (AT, SOS, "dc09 tcp://127.0.0.1:")


def test_acknowledge_a_repeated_frame_again(keeper: Keeper) -> None:
    assert asyncio.run(ask(keeper, SOS, SOS)) == [ACK, ACK]
    assert keeper.codes == ["101"]


def test_acknowledge_over_udp(keeper: Keeper) -> None:
    async def story() -> bytes:
        async with taking(keeper) as intake, listening(speaker(intake)) as port, datagrams(port) as (way, device):
            way.sendto(SOS)
            return await asyncio.wait_for(device.came.get(), 5)

    assert asyncio.run(story()) == ACK


def test_acknowledge_signs_of_life(keeper: Keeper) -> None:
    [answer] = asyncio.run(ask(keeper, ALIVE))
    assert read(answer).head == Head("ACK", 0, "1234")


def test_answer_a_sealed_frame_sealed(keeper: Keeper) -> None:
    [answer] = asyncio.run(ask(keeper, sealed()))
    frame = read(answer, lambda _head: KEY)
    assert (frame.head.token, frame.head.is_encrypted, frame.sent_at) == ("ACK", True, AT)


@pytest.mark.parametrize(
    ("frame", "token"),
    [
        pytest.param(SOS.replace(b"F016", b"F017"), "NAK", id="damaged"),
        pytest.param(sealed(at=AT - timedelta(seconds=41)), "NAK", id="too late"),
        pytest.param(sealed(at=AT + timedelta(seconds=21)), "NAK", id="too early"),
        pytest.param(sealed(key=KEY[::-1]), "DUH", id="another key"),
        pytest.param(sealed(key=None), "DUH", id="in clear in spite of a key"),
        pytest.param(write(Head("ADM-CID", 1, "1234"), b"#1234|9999"), "DUH", id="no content"),
        pytest.param(write(Head("FBI", 1, "1234"), b"#1234|x"), "DUH", id="another kind"),
    ],
)
def test_refuse(keeper: Keeper, frame: bytes, token: str) -> None:
    [answer] = asyncio.run(ask(keeper, frame))
    assert read(answer).head.token == token
    assert read(answer).sent_at == (AT if token == "NAK" else None)
    assert not keeper.kept


def test_say_nothing_until_kept_and_keep_the_repeated_frame_once(keeper: Keeper) -> None:
    """The database is locked: no ACK; the device repeats; when it is back there is one alarm."""

    async def story() -> bytes:
        keeper.is_away = True
        async with taking(keeper, answer_seconds=0.1) as intake, listening(speaker(intake)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _ in range(3):
                writer.write(SOS)
                assert await silent(reader)
            assert len(intake.alarms) <= 1  # the same frame waits once, and once at most is at work
            keeper.is_away = False
            for _ in range(50):  # a device repeats until it is answered
                writer.write(SOS)
                if not await silent(reader):
                    return ACK
        return b""

    assert asyncio.run(story()) == ACK
    assert keeper.codes == ["101"]


def test_say_nothing_to_what_fails_and_go_on(keeper: Keeper) -> None:
    keeper.chokes_on = "103"

    async def story() -> bytes:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(write(Head("ADM-CID", 9, "1234"), contact_id_content("1234", "103")))
            assert await silent(reader)
            writer.write(SOS)
            return await said(reader)

    assert asyncio.run(story()) == ACK


def test_say_nothing_where_the_key_cannot_be_looked_up(keeper: Keeper) -> None:
    async def story() -> None:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(write(Head("ADM-CID", 9, "A1A1"), contact_id_content("A1A1", "101")))
            assert await silent(reader)

    asyncio.run(story())
    assert not keeper.kept


def test_never_answer_an_answer(keeper: Keeper) -> None:
    async def story() -> None:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(ACK)
            assert await silent(reader)

    asyncio.run(story())


@settings(max_examples=25)
@given(st.lists(st.one_of(
    st.binary(max_size=200),
    st.tuples(st.integers(0, len(SOS) - 1), st.integers(0, 255)).map(
        lambda change: SOS[: change[0]] + bytes([change[1]]) + SOS[change[0] + 1 :]
    ),
    st.integers(0, len(SOS)).map(lambda cut: SOS[:cut]),
), max_size=8))  # fmt: skip
def test_outlive_anything(hostile: list[bytes]) -> None:
    """Whatever came over TCP and UDP before, the next alarm is kept and acknowledged."""
    keeper = Keeper()

    async def story() -> bytes:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            async with datagrams(port) as (way, _device):
                for piece in hostile:
                    writer.write(piece)
                    way.sendto(piece)
            reader, honest = await asyncio.open_connection("127.0.0.1", port)
            honest.write(SOS)
            answer = await said(reader)
            for each in (writer, honest):
                each.close()
            return answer

    assert asyncio.run(story()) == ACK
    assert "101" in keeper.codes
