"""An MQTT client that takes all that has come in one read, where paho asks the system three times for each message.

Two methods of paho are replaced and two of its names are read; a test holds all four. What was sent at most once, as
signs of life are, is taken apart here: for each message paho makes an object with a lock of its own and asks for four
more, which was half of all that a receiver did.
"""

import socket
from typing import Any, NamedTuple

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode

READ_BYTES = 65_536
AT_ONE_LOOK = 500  # messages; then what is to be written has its turn
_PUBLISHED_ONCE, _KIND, _RETAINED = 0x30, 0xF6, 0x01  # PUBLISH at most once; kind and quality of the first byte
_MORE, _SIZE = 0x80, 2  # a length goes on; bytes of a length: of a topic, and at most those of a message taken here


class Passing(NamedTuple):
    """A message that was sent at most once, with paho's names for its parts."""

    topic: str
    payload: bytes
    retain: bool
    qos: int = 0
    mid: int = 0


class BufferedSocket:
    """A socket, plain or of TLS, that reads ahead. What was read ahead and not yet taken is `pending`."""

    def __init__(self, way: socket.socket) -> None:
        self._way, self._ahead, self._at = way, b"", 0

    def recv(self, size: int) -> bytes:
        """At most so many bytes; empty when the other side has left. Raises as the socket does."""
        if self._at >= len(self._ahead):
            self._ahead, self._at = self._way.recv(max(size, READ_BYTES)), 0
        taken = self._ahead[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def pending(self) -> int:
        """Bytes that can be taken without asking the system."""
        ahead = len(self._ahead) - self._at
        return ahead or (self._way.pending() if hasattr(self._way, "pending") else 0)

    def passing(self) -> Passing | None:
        """Takes the next message if it was sent at most once and is read whole; None: whatever comes is paho's to take.

        So is a topic beyond ASCII, which may be none, and whatever is not as the protocol has it.
        """
        ahead, at = self._ahead, self._at
        if len(ahead) < at + 2 or ahead[at] & _KIND != _PUBLISHED_ONCE:
            return None
        size, begins = ahead[at + 1], at + 2
        if size & _MORE:
            if len(ahead) == begins or ahead[begins] & _MORE:
                return None
            size, begins = size - _MORE + (ahead[begins] << 7), begins + 1
        ends, topic_at = begins + size, begins + _SIZE
        topic_ends = topic_at + int.from_bytes(ahead[begins:topic_at])
        topic = ahead[topic_at:topic_ends]
        if not begins + _SIZE < topic_ends <= ends <= len(ahead) or not topic.isascii():
            return None
        self._at = ends
        return Passing(topic.decode("ascii"), ahead[topic_ends:ends], bool(ahead[at] & _RETAINED))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._way, name)


class BufferedClient(paho.Client):
    """paho's client for MQTT 3.1.1, over a buffered socket; `on_message` hears everything."""

    def _create_socket(self) -> Any:
        return BufferedSocket(super()._create_socket())  # type: ignore[arg-type]

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Handles what was read, and all that came with it."""
        result, left = super().loop_read(max_packets), AT_ONE_LOOK - 1
        while not result and left > 0 and isinstance(way := self._sock, BufferedSocket) and way.pending():
            passed = self._pass(way, left)
            left -= passed
            if not passed:
                result, left = super().loop_read(max_packets), left - 1
        return result

    def _pass(self, way: BufferedSocket, most: int) -> int:
        """Hands on what can be handed on without paho; how many."""
        hear = self.on_message
        if hear is None or self._in_packet["command"]:  # paho has begun to read a message
            return 0
        for number in range(most):
            message = way.passing()
            if message is None:
                return number
            hear(self, self._userdata, message)  # type: ignore[arg-type]
        return most
