"""SCAIP over real sockets: 200 at once, the answer when it is durable, repeats answered without being read twice."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.receivers.conftest import Keeper, datagrams, listening, taking
from yinling.engines.telemetry import scaip, sip
from yinling.gateways.receivers.intake import Intake
from yinling.gateways.receivers.scaip import Scaip

QUICK = (0.05, 0.05, 0.05)


def message(
    ref: str = "1A85", *, call: str = "call-1", cid: str = "26317", sender: str = "", kind: str = "ME"
) -> bytes:
    body = scaip.write_request({"ref": ref, "mty": kind, "cid": cid, "dty": "0004", "stc": "0010"})
    headers = [
        ("Via", "SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776"),
        ("From", f"<sip:{sender or cid}@192.0.2.7>;tag=1"),
        ("To", "<sip:alarms@192.0.2.1>"),
        ("Call-ID", call),
        ("CSeq", "1 MESSAGE"),
        ("Content-Type", scaip.MEDIA_TYPE),
    ]
    return sip.write("MESSAGE", "sip:alarms@192.0.2.1", headers, body)


def speaker(intake: Intake) -> Scaip:
    return Scaip(intake, host="yinling.example", repeat_seconds=QUICK)


async def ask_by_tcp(keeper: Keeper, *sent: bytes, answers: int) -> list[sip.SipMessage]:
    """What comes back over one connection."""
    came: list[bytes] = []
    async with taking(keeper) as intake, listening(speaker(intake)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        cutter = sip.SipStream()
        for each in sent:
            writer.write(each)
        while len(came) < answers:
            came += cutter.feed(await asyncio.wait_for(reader.read(4096), 5))
        writer.close()
    return [sip.read(each) for each in came]


def test_answer_at_once_and_again_when_it_is_durable(keeper: Keeper) -> None:
    taken, answered = asyncio.run(ask_by_tcp(keeper, message(), answers=2))
    assert (taken.status, taken.first("call-id")) == (200, "call-1")
    assert ";tag=" in taken.first("to")
    assert (answered.method, answered.first("content-type")) == ("MESSAGE", scaip.MEDIA_TYPE)
    assert answered.target.startswith("sip:26317@127.0.0.1:")
    response = scaip.read_response(answered.body)
    assert (response.ref, response.snu, response.mre) == ("1A85", 0, 0)
    assert keeper.codes == ["10/4"]


def test_answer_signs_of_life(keeper: Keeper) -> None:
    _taken, answered = asyncio.run(ask_by_tcp(keeper, message(kind="PI"), answers=2))
    assert scaip.read_response(answered.body).snu == 0


def test_answer_a_request_said_again_in_another_message(keeper: Keeper) -> None:
    came = asyncio.run(ask_by_tcp(keeper, message(), message(call="call-2"), answers=4))
    assert [one.status or scaip.read_response(one.body).snu for one in came] == [200, 0, 200, 0]
    assert keeper.codes == ["10/4"]


def test_tell_a_stranger(keeper: Keeper) -> None:
    keeper.unknown = "26317"
    _taken, answered = asyncio.run(ask_by_tcp(keeper, message(), answers=2))
    assert scaip.read_response(answered.body).snu == 5


def test_tell_what_cannot_be_kept(keeper: Keeper) -> None:
    keeper.chokes_on = "10/4"
    _taken, answered = asyncio.run(ask_by_tcp(keeper, message(), answers=2))
    assert scaip.read_response(answered.body).snu == 99


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(message(sender="99999"), 403, id="for somebody else"),
        pytest.param(message().replace(b"</mrq>", b"</xrq>"), 400, id="no XML"),
        pytest.param(message().replace(b"MESSAGE sip:", b"INVITE sip:"), 405, id="another method"),
        pytest.param(message().replace(b"scaip+xml", b"other+xml"), 415, id="another content"),
    ],
)
def test_refuse(keeper: Keeper, sent: bytes, status: int) -> None:
    [answer] = asyncio.run(ask_by_tcp(keeper, sent, answers=1))
    assert answer.status == status
    assert not keeper.kept


def test_answer_whoever_asks_whether_somebody_is_there(keeper: Keeper) -> None:
    asked = message().replace(b"MESSAGE sip:", b"OPTIONS sip:").replace(b"1 MESSAGE", b"1 OPTIONS")
    [answer] = asyncio.run(ask_by_tcp(keeper, asked, answers=1))
    assert (answer.status, answer.first("allow"), keeper.kept) == (200, "MESSAGE, OPTIONS", {})


def test_repeat_the_answer_over_udp_until_it_is_confirmed(keeper: Keeper) -> None:
    async def story() -> list[sip.SipMessage]:
        async with taking(keeper) as intake, listening(speaker(intake)) as port, datagrams(port) as (way, device):
            way.sendto(message())
            came = [sip.read(await asyncio.wait_for(device.came.get(), 5)) for _ in range(3)]
            way.sendto(sip.answer(came[2], 200))
            while not device.came.empty():
                device.came.get_nowait()
            await asyncio.sleep(3 * QUICK[0])
            assert device.came.qsize() <= 1  # one may have crossed the confirmation
            return came

    taken, first, second = asyncio.run(story())
    assert taken.status == 200
    assert first.raw == second.raw


def test_never_repeat_an_answer_to_a_stranger(keeper: Keeper) -> None:
    """The sender's address may be invented: whoever lives there gets one message, not ten."""
    keeper.unknown = "26317"

    async def story() -> int:
        async with taking(keeper) as intake, listening(speaker(intake)) as port, datagrams(port) as (way, device):
            way.sendto(message())
            for _ in range(2):
                await asyncio.wait_for(device.came.get(), 5)
            await asyncio.sleep(2 * QUICK[0])
            return device.came.qsize()

    assert asyncio.run(story()) == 0


def test_read_a_repeated_datagram_once_and_say_200_again(keeper: Keeper) -> None:
    async def story() -> list[int]:
        async with taking(keeper) as intake, listening(speaker(intake)) as port, datagrams(port) as (way, device):
            way.sendto(message())
            way.sendto(message())
            came = [sip.read(await asyncio.wait_for(device.came.get(), 5)) for _ in range(3)]
            return sorted(one.status for one in came)

    assert asyncio.run(story()) == [0, 200, 200]
    assert keeper.calls == [1]


def test_say_200_but_give_no_answer_until_kept(keeper: Keeper) -> None:
    async def story() -> tuple[list[int], list[int]]:
        keeper.is_away = True
        async with taking(keeper, answer_seconds=0.05) as intake, listening(speaker(intake)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            cutter = sip.SipStream()
            writer.write(message())
            early = [sip.read(each).status for each in cutter.feed(await reader.read(4096))]
            await asyncio.sleep(0.1)
            keeper.is_away = False
            late: list[int] = []
            while 0 not in late:  # a device repeats until it is answered
                writer.write(message())
                await asyncio.sleep(0.1)
                late += [sip.read(each).status for each in cutter.feed(await reader.read(4096))]
            return early, late

    early, late = asyncio.run(asyncio.wait_for(story(), 20))
    assert early == [200]
    assert late.count(0) == 1
    assert keeper.codes == ["10/4"]


@settings(max_examples=20)
@given(st.lists(st.one_of(
    st.binary(max_size=300),
    st.tuples(st.integers(0, 600), st.binary(min_size=1, max_size=3)).map(
        lambda change: message(call="x")[: change[0]] + change[1] + message(call="x")[change[0] + 1 :]
    ),
), max_size=6))  # fmt: skip
def test_outlive_anything(hostile: list[bytes]) -> None:
    """Whatever came over TCP and UDP before, the next request is kept and answered."""
    keeper = Keeper()

    async def story() -> list[bytes]:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            async with datagrams(port) as (way, _device):
                for piece in hostile:
                    writer.write(piece)
                    way.sendto(piece)
            reader, honest = await asyncio.open_connection("127.0.0.1", port)
            honest.write(message("99", call="honest"))
            cutter, came = sip.SipStream(), list[bytes]()
            while len(came) < 2:
                came += cutter.feed(await asyncio.wait_for(reader.read(4096), 5))
            return came

    taken, answered = asyncio.run(story())
    assert sip.read(taken).status == 200
    assert scaip.read_response(sip.read(answered).body).ref == "99"
