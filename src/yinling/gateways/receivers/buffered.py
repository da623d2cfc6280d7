"""An MQTT client that takes all that has come in one read, where paho asks the system three times for each message.

Two methods of paho are replaced; a test holds both names.
"""

import socket
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode

READ_BYTES = 65_536
AT_ONE_LOOK = 500  # messages; then what is to be written has its turn


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

    def __getattr__(self, name: str) -> Any:
        return getattr(self._way, name)


class BufferedClient(paho.Client):
    """paho's client, over a buffered socket."""

    def _create_socket(self) -> Any:
        return BufferedSocket(super()._create_socket())  # type: ignore[arg-type]

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Handles what was read, and all that came with it."""
        for _ in range(AT_ONE_LOOK):
            result = super().loop_read(max_packets)
            way = self._sock
            if result or not isinstance(way, BufferedSocket) or not way.pending():
                break
        return result
