"""MQTT against the embedded broker: what is acknowledged when, what is not read, what comes again."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

import paho.mqtt.client as paho
import pytest

from tests.gateways.receivers.conftest import AT, QUICK, Keeper, is_sign
from tests.gateways.receivers.test_intake import wait_for
from yinling.engines.telemetry.forms import Form
from yinling.gateways.receivers.embedded import EmbeddedBroker
from yinling.gateways.receivers.intake import Away, Heard, Intake, Verdict
from yinling.gateways.receivers.mqtt import Broker, Hears, Mqtt, NoBroker, broker_at, client_of
from yinling.gateways.receivers.turns import Turns

FORMS = (
    Form("sign", topic="y/{account}/heartbeat", reference="id"),
    Form("event", topic="y/{account}/event", code="code", reference="id"),
    Form("batch", topic="y/{account}/batch", each="all", code="code", reference="id"),
)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def brokering(port: int) -> Iterator[None]:
    """An embedded broker in a thread."""
    loop, up = asyncio.new_event_loop(), threading.Event()

    async def open_one() -> EmbeddedBroker:
        opened = EmbeddedBroker("127.0.0.1", port)
        await opened.open()
        up.set()
        return opened

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(open_one(), loop).result(10)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(opened.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    free = free_port()
    with brokering(free):
        yield free


@contextmanager
def subscribed(
    keeper: Keeper,
    at: Broker,
    client_id: str,
    *,
    forms: Sequence[Form] = FORMS,
    group: str = "",
    hears: Hears = Hears.ALL,
) -> Iterator[Mqtt]:
    """A receiver at work, and subscribed."""
    intake = Intake(keep=keeper.keep, keep_signs=keeper.keep, is_sign=is_sign, clock=lambda: AT, limits=QUICK)
    with at_work(intake, at, client_id, forms=forms, group=group, hears=hears) as receiver:
        yield receiver


@contextmanager
def at_work(
    intake: Intake, at: Broker, client_id: str, *, forms: Sequence[Form] = FORMS, group: str = "",
    hears: Hears = Hears.ALL,
) -> Iterator[Mqtt]:  # fmt: skip
    """The same over an intake that is given."""
    receiver = Mqtt(intake, forms, broker=at, client_id=client_id, group=group, hears=hears)
    intake.start()
    receiver.start()
    try:
        wait_for(lambda: receiver.tally.counts["subscribed"])
        yield receiver
    finally:
        receiver.stop()
        intake.stop()


def receiving(keeper: Keeper, port: int, client_id: str, *, hears: Hears = Hears.ALL) -> AbstractContextManager[Mqtt]:
    """The same at the embedded broker."""
    return subscribed(keeper, Broker("127.0.0.1", port), client_id, hears=hears)


@contextmanager
def device(port: int) -> Iterator[paho.Client]:
    """Somebody who publishes."""
    client = client_of(Broker("127.0.0.1", port), f"device{threading.get_ident()}{free_port()}")
    client.connect("127.0.0.1", port)
    client.loop_start()
    try:
        yield client
    finally:
        client.disconnect()
        client.loop_stop()


def publish(client: paho.Client, topic: str, payload: bytes, **how: bool) -> None:
    client.publish(topic, payload, qos=1, **how).wait_for_publish(5)


def test_keep_events_and_signs_of_life(keeper: Keeper, port: int) -> None:
    with receiving(keeper, port, "r1") as receiver, device(port) as sender:
        publish(sender, "y/7/event", b'{"code": "sos", "id": "1"}')
        publish(sender, "y/7/heartbeat", b'{"id": "2"}')
        wait_for(lambda: len(keeper.kept) == 2)
        assert sorted(keeper.codes) == ["heartbeat", "sos"]
        assert receiver.tally.counts["received"] == 2


def test_pass_over_what_cannot_be_read(keeper: Keeper, port: int) -> None:
    with receiving(keeper, port, "r2") as receiver, device(port) as sender:
        for payload in (b"", b"\xff\x00", b"[" * 60_000, b'{"code": "sos"', b"{}" * 9):
            publish(sender, "y/7/event", payload)
        publish(sender, "y/7/event", b'{"code": "fall", "id": "3"}')
        wait_for(lambda: keeper.codes == ["fall"])
        assert receiver.tally.counts["fault"] == 5


def test_leave_alone_what_was_said_before_we_asked(keeper: Keeper, port: int) -> None:
    """A retained alarm comes again at each connection: it would be raised each time."""
    with device(port) as sender:
        publish(sender, "y/8/event", b'{"code": "sos", "id": "old"}', retain=True)
        with receiving(keeper, port, "r3") as receiver:
            wait_for(lambda: receiver.tally.counts["retained"])
            publish(sender, "y/9/event", b'{"code": "fall", "id": "new"}')
            wait_for(lambda: keeper.kept)
        publish(sender, "y/8/event", b"", retain=True)
    assert keeper.codes == ["fall"]


def test_acknowledge_only_when_all_of_a_message_is_kept(keeper: Keeper, port: int) -> None:
    """While nothing can be kept the broker has its message still; the acknowledgement follows when it can."""
    keeper.is_away = True
    with receiving(keeper, port, "r4") as receiver, device(port) as sender:
        acknowledged: list[int] = []
        acknowledge = receiver._client.ack
        receiver._client.ack = lambda mid, qos: (acknowledged.append(mid), acknowledge(mid, qos))[1]  # type: ignore
        publish(sender, "y/7/batch", b'{"all": [{"code": "sos", "id": "1"}, {"code": "fall", "id": "2"}]}')
        keeper.tried.wait(5)
        assert not acknowledged
        keeper.is_away = False
        wait_for(lambda: len(acknowledged) == 1)
    assert keeper.codes == ["sos", "fall"]


@pytest.mark.parametrize("is_first_away", [False, True])
def test_take_turns_and_make_up_for_whoever_stands_still(port: int, is_first_away: bool) -> None:
    """Both acknowledge each call; it is written by whoever's turn it was, or a little later by the other."""
    kept, writers, acknowledged, signs = set[object](), Counter[str](), Counter[str](), Keeper()

    def keeping(name: str) -> Intake:
        def keep(heard: Sequence[Heard]) -> list[Verdict]:
            if is_first_away and name == "r8":
                raise Away("stands still")
            writers[name] += len({one.report.key for one in heard} - kept)
            kept.update(one.report.key for one in heard)
            return [Verdict.KEPT] * len(heard)

        return Intake(keep=keep, keep_signs=signs.keep, is_sign=is_sign, clock=lambda: AT, limits=QUICK)

    with ExitStack() as held, device(port) as sender:
        for name in ("r8", "r9"):
            receiver = held.enter_context(at_work(keeping(name), Broker("127.0.0.1", port), name))
            receiver.turns.know({"r8", "r9"})
            ack = receiver._client.ack
            receiver._client.ack = lambda mid, qos, name=name, ack=ack: (acknowledged.update([name]), ack(mid, qos))[1]  # type: ignore
        for number in range(20):
            publish(sender, f"y/{number}/event", b'{"code": "sos", "id": "%d"}' % number)
        wait_for(lambda: len(kept) == 20 and acknowledged["r9"] == 20)
        if not is_first_away:
            wait_for(lambda: acknowledged["r8"] == 20)
    mine = sum(turns_of("r8", f"{number}") for number in range(20))
    assert 0 < mine < 20
    assert writers == ({"r9": 20} if is_first_away else {"r8": mine, "r9": 20 - mine})
    assert acknowledged["r8"] == (0 if is_first_away else 20)


def turns_of(name: str, account: str) -> bool:
    turns = Turns(name)
    turns.know({"r8", "r9"})
    return turns.is_ours(account)


def test_come_back_when_the_broker_does(keeper: Keeper) -> None:
    free = free_port()
    intake = Intake(keep=keeper.keep, keep_signs=keeper.keep, is_sign=is_sign, clock=lambda: AT, limits=QUICK)
    receiver = Mqtt(intake, FORMS, broker=Broker("127.0.0.1", free), client_id="r5", group="")
    receiver._client.reconnect_delay_set(0.05, 0.2)
    intake.start()
    receiver.start()  # no broker yet
    try:
        for number in range(2):
            with brokering(free), device(free) as sender:
                wait_for(lambda number=number: receiver.tally.counts["subscribed"] == number + 1)
                publish(sender, "y/7/event", b'{"code": "sos", "id": "%d"}' % number)
                wait_for(lambda number=number: len(keeper.kept) == number + 1)
            wait_for(lambda: not receiver.is_connected)
    finally:
        receiver.stop()
        intake.stop()


def test_share_only_what_is_nothing_but_a_sign_of_life() -> None:
    receiver = Mqtt(None, FORMS, broker=Broker("h", 1), client_id="r", group="yinling")  # type: ignore[arg-type]
    assert receiver._filters == [("$share/yinling/y/+/heartbeat", 0), ("y/+/event", 1), ("y/+/batch", 1)]


def test_ask_for_calls_alone_or_for_signs_of_life_alone() -> None:
    """And no longer for the other sort, which the broker remembers of a client of that name."""
    everything = [("$share/yinling/y/+/heartbeat", 0), ("y/+/event", 1), ("y/+/batch", 1)]
    for hears, wanted in ((Hears.SIGNS, everything[:1]), (Hears.CALLS, everything[1:])):
        receiver = Mqtt(None, FORMS, broker=Broker("h", 1), client_id="r", group="yinling", hears=hears)  # type: ignore
        assert receiver._filters == wanted
        assert receiver._others == [topic for topic, _ in everything if (topic, _) not in wanted]


def test_hear_calls_and_signs_of_life_apart(keeper: Keeper, port: int) -> None:
    signs = Keeper()
    with receiving(keeper, port, "r6"):
        pass  # this name once asked for everything
    with (
        receiving(keeper, port, "r6", hears=Hears.CALLS),
        receiving(signs, port, "r7", hears=Hears.SIGNS),
        device(port) as sender,
    ):
        publish(sender, "y/7/heartbeat", b'{"id": "1"}')
        publish(sender, "y/7/event", b'{"code": "sos", "id": "2"}')
        wait_for(lambda: keeper.kept and signs.kept)
    assert (keeper.codes, signs.codes) == (["sos"], ["heartbeat"])


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("mqtt://h", Broker("h", 1883)),
        ("mqtts://h", Broker("h", 8883, is_tls=True)),
        ("mqtts://u:p%40@h:9", Broker("h", 9, "u", "p@", True)),
    ],
)
def test_read_where_the_broker_is(url: str, broker: Broker) -> None:
    assert broker_at(url) == broker
    assert "p@" not in repr(broker)


@pytest.mark.parametrize("url", ["http://h", "mqtt://", "h:1883"])
def test_refuse_an_address_that_is_none(url: str) -> None:
    with pytest.raises(NoBroker):
        broker_at(url)
