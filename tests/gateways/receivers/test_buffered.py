"""The client that reads ahead: the same bytes in the same order, in few reads."""

import socket

import paho.mqtt.client as paho
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion

from yinling.gateways.receivers.buffered import AT_ONE_LOOK, BufferedClient, BufferedSocket

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


def test_connect_over_a_socket_that_reads_ahead() -> None:
    """Holds the two names of paho that are replaced."""
    assert hasattr(paho.Client, "_create_socket")
    with socket.create_server(("127.0.0.1", 0)) as broker:
        client = BufferedClient(CallbackAPIVersion.VERSION2, client_id="c")
        client.connect("127.0.0.1", broker.getsockname()[1])
        way = client.socket()
        assert isinstance(way, BufferedSocket)
        assert way.fileno() > 0
        way.close()
