"""The client that reads ahead: the same bytes in the same order, in few reads."""

import socket
from collections.abc import Sequence

import paho.mqtt.client as paho
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from yinling.gateways.receivers.buffered import AT_ONE_LOOK, BufferedClient, BufferedSocket, Passing

CONNACK = b"\x20\x02\x00\x00"


class Said:
    """A socket that gives what was said piece by piece, then nothing."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.reads = list(pieces), 0

    def recv(self, size: int) -> bytes:
        self.reads += 1
        if not self.pieces:
            return b""
        piece = self.pieces[0][:size]
        self.pieces[0] = self.pieces[0][size:]
        if not self.pieces[0]:
            self.pieces.pop(0)
        return piece


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.lists(st.integers(1, 50), min_size=1))
def test_give_the_same_bytes_whatever_is_asked_for(pieces: list[bytes], sizes: list[int]) -> None:
    way, taken, number = BufferedSocket(Said(pieces)), b"", 0  # type: ignore[arg-type]
    while got := way.recv(sizes[number % len(sizes)]):
        assert len(got) <= sizes[number % len(sizes)]
        taken, number = taken + got, number + 1
    assert taken == b"".join(pieces)
    assert way.pending() == 0


def published(number: int) -> bytes:
    body = b"\x00\x01y" + b"%03d" % number
    return b"\x30" + bytes([len(body)]) + body


def test_hear_all_that_has_come_with_one_read() -> None:
    """Also a message whose end has not come yet; and what a client writes goes out."""
    ours, broker = socket.socketpair()
    client, heard = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c"), []
    client.on_message = lambda _client, _data, message: heard.append(message.payload)
    client._sock = way = BufferedSocket(ours)
    ours.setblocking(False)
    reads = []
    recv = ours.recv
    way._way = type("Way", (), {"recv": lambda _self, size: reads.append(size) or recv(size)})()
    with ours, broker:
        messages = b"".join(map(published, range(100)))
        broker.sendall(CONNACK + messages[:-2])
        assert not client.loop_read()
        assert heard == [b"%03d" % number for number in range(99)]
        broker.sendall(messages[-2:])
        assert not client.loop_read()
        assert heard[-1] == b"099"
        assert len(reads) <= 5
        client._sock = None


def test_let_what_is_to_be_written_have_its_turn() -> None:
    ours, broker = socket.socketpair()
    client, heard = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c"), []
    client.on_message = lambda _client, _data, message: heard.append(message.payload)
    client._sock = way = BufferedSocket(ours)
    ours.setblocking(False)
    with ours, broker:
        broker.sendall(b"".join(map(published, range(AT_ONE_LOOK + 10))))
        assert not client.loop_read()
        assert len(heard) == AT_ONE_LOOK
        assert way.pending()
        client._sock = None


def length_of(size: int) -> bytes:
    """As MQTT writes it: seven bits a byte, the least first."""
    more = size >> 7
    return bytes([size & 0x7F | 0x80]) + length_of(more) if more else bytes([size])


def packet(topic: str, payload: bytes, first: int, number: int) -> bytes:
    """PUBLISH, with a number of its own where it is to be acknowledged."""
    words = topic.encode()
    quality = first >> 1 & 3
    body = len(words).to_bytes(2, "big") + words + (number.to_bytes(2, "big") if quality else b"") + payload
    return bytes([0x30 | first]) + length_of(len(body)) + body


def heard_by(client: paho.Client, pieces: Sequence[bytes]) -> list[tuple[str, bytes, bool, int]]:
    """What a client makes of what came in these pieces."""
    heard: list[tuple[str, bytes, bool, int]] = []
    client.on_message = lambda _client, _data, said: heard.append((said.topic, said.payload, said.retain, said.qos))
    waiting = list(pieces)

    class Way:
        def recv(self, size: int) -> bytes:
            if not waiting:
                raise BlockingIOError
            piece, rest = waiting[0][:size], waiting[0][size:]
            waiting[:1] = [rest] if rest else []
            return piece

        def send(self, data: bytes) -> int:
            return len(data)

    client._sock = BufferedSocket(Way()) if isinstance(client, BufferedClient) else Way()  # type: ignore[assignment]
    before = (1, 0)
    while before != (0, len(heard)):  # paho may have read a message whole, and hand it on when it is called again
        before = (len(waiting), len(heard))
        assert client.loop_read() == MQTTErrorCode.MQTT_ERR_SUCCESS
    client._sock = None
    return heard


MESSAGE = st.tuples(
    st.text(st.characters(codec="utf-8", exclude_characters="#+\0"), min_size=1, max_size=8),
    st.binary(max_size=10) | st.binary(min_size=100, max_size=300),
    st.sampled_from((0x0, 0x1, 0x2, 0x3)),
)


@example([("y" * 8, bytes(288), 2)], [1])
@given(st.lists(MESSAGE, min_size=1, max_size=12), st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_hear_what_paho_hears_however_it_is_cut(messages, sizes) -> None:
    said = b"".join(packet(*message, number) for number, message in enumerate(messages, 1))
    pieces, at = [], 0
    while at < len(said):
        size = sizes[len(pieces) % len(sizes)]
        pieces, at = [*pieces, said[at : at + size]], at + size
    ours = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c")
    theirs = paho.Client(CallbackAPIVersion.VERSION2, client_id="c")
    assert heard_by(ours, pieces) == heard_by(theirs, pieces)
    assert len(heard_by(ours, [said])) == len(messages)


@given(st.binary(max_size=12))
def test_leave_to_paho_what_is_no_message_sent_at_most_once(said: bytes) -> None:
    """It takes exactly as many bytes as the protocol says, or none."""
    way = BufferedSocket(Said([b"\x00", said] if said else [b"\x00"]))  # type: ignore[arg-type]
    assert way.recv(1) == b"\x00"
    way._ahead, way._at = said, 0
    message = way.passing()
    if message is None:
        assert way.pending() == len(said)
    else:
        first = said[0] & 1
        assert message == Passing(message.topic, message.payload, bool(first))
        whole = packet(message.topic, message.payload, first, 0)
        assert said[2 : len(said) - way.pending()].endswith(whole[2:])


def test_a_long_message_is_left_to_paho() -> None:
    long = packet("t", bytes(20_000), 0, 0)
    client = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c")
    assert [len(payload) for _, payload, _, _ in heard_by(client, [published(1) + long + published(2)])] == [
        3,
        20_000,
        3,
    ]


def test_connect_over_a_socket_that_reads_ahead() -> None:
    """Holds the names of paho that are replaced or read."""
    assert hasattr(paho.Client, "_create_socket")
    assert BufferedClient(CallbackAPIVersion.VERSION2)._in_packet["command"] == 0
    with socket.create_server(("127.0.0.1", 0)) as broker:
        client = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c")
        client.connect("127.0.0.1", broker.getsockname()[1])
        way = client.socket()
        assert isinstance(way, BufferedSocket)
        assert way.fileno() > 0
        way.close()
