"""Devices that dial in over real sockets, and what they hear."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.gateways.receivers import test_dc09, test_scaip
from tests.gateways.receivers.conftest import Keeper, listening, taking
from tests.gateways.receivers.test_mqtt import brokering, free_port
from yinling.gateways.dialling import dc09, pushing, scaip
from yinling.gateways.dialling.answers import Answered
from yinling.gateways.dialling.mqtt import Publisher
from yinling.gateways.receivers.mqtt import Broker

FIELDS = {"ref": "1A85", "mty": "ME", "cid": "26317", "dty": "0004", "stc": "0010"}


def dial(keeper: Keeper, speaker: Callable[..., Any], ask: Callable[[int], Answered]) -> Answered:
    async def story() -> Answered:
        async with taking(keeper) as intake, listening(speaker(intake)) as port:
            return await asyncio.to_thread(ask, port)

    return asyncio.run(story())


@pytest.mark.parametrize("is_udp", [False, True])
def test_hear_that_a_frame_is_taken(keeper: Keeper, is_udp: bool) -> None:
    answered = dial(keeper, test_dc09.speaker, lambda port: dc09.dial("127.0.0.1", port, test_dc09.SOS, is_udp=is_udp))
    assert (answered.word, answered.is_taken) == ("ACK", True)
    assert answered.milliseconds > 0


def test_hear_a_sealed_answer(keeper: Keeper) -> None:
    frame = test_dc09.sealed()
    answered = dial(keeper, test_dc09.speaker, lambda port: dc09.dial("127.0.0.1", port, frame, key=test_dc09.KEY))
    assert answered.word == "ACK"


def test_hear_that_a_frame_cannot_be_handled(keeper: Keeper) -> None:
    frame = test_dc09.sealed(key=None)
    answered = dial(keeper, test_dc09.speaker, lambda port: dc09.dial("127.0.0.1", port, frame))
    assert (answered.word, answered.is_taken) == ("DUH", False)


def test_hear_that_a_call_is_taken(keeper: Keeper) -> None:
    answered = dial(keeper, test_scaip.speaker, lambda port: scaip.call("127.0.0.1", port, FIELDS))
    assert (answered.word, answered.is_taken) == ("200 · snu 0", True)


def test_hear_that_nobody_knows_the_caller(keeper: Keeper) -> None:
    keeper.unknown = "26317"
    answered = dial(keeper, test_scaip.speaker, lambda port: scaip.call("127.0.0.1", port, FIELDS))
    assert (answered.word, answered.is_taken) == ("200 · snu 5", False)


def test_hear_from_a_broker() -> None:
    free = free_port()
    with brokering(free), Publisher(Broker("127.0.0.1", free)) as publisher:
        answered = publisher.publish("y/1/event", b"{}")
    assert (answered.word, answered.is_taken) == ("PUBACK", True)


def test_hear_that_nobody_is_there() -> None:
    port = free_port()
    for answered in (
        dc09.dial("127.0.0.1", port, test_dc09.SOS),
        scaip.call("127.0.0.1", port, FIELDS),
        pushing.post(f"http://127.0.0.1:{port}/", b"{}", {}),
    ):
        assert not answered.is_taken
        assert "refused" in answered.word
    with pytest.raises(OSError, match="refused"), Publisher(Broker("127.0.0.1", port)):
        pass


def test_hear_nothing_from_who_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        async def story() -> Answered:
            dialled = asyncio.to_thread(dc09.dial, "127.0.0.1", server.getsockname()[1], test_dc09.SOS)
            task = asyncio.ensure_future(dialled)
            line, _ = await asyncio.to_thread(server.accept)
            line.recv(100)
            line.close()
            return await task

        answered = asyncio.run(story())
    assert (answered.word, answered.is_taken) == ("", False)
