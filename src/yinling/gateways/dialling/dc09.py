"""A DC-09 dialler: one frame, one answer, over TCP or UDP."""

import socket

from yinling.engines.telemetry.dc09 import Head, read
from yinling.engines.telemetry.dc09_stream import FrameStream
from yinling.engines.telemetry.reports import FrameFault
from yinling.gateways.dialling.answers import ANSWER_SECONDS, Answered, timed

CHUNK = 4096
REPEATS_OF_DATAGRAM = 3


def dial(host: str, port: int, frame: bytes, *, key: bytes | None = None, is_udp: bool = False) -> Answered:
    """Sends the frame; `ACK`, `NAK`, `DUH` or nothing."""

    def ask() -> tuple[str, bool]:
        raw = _by_udp(host, port, frame) if is_udp else _by_tcp(host, port, frame)
        return _word(raw, key)

    return timed(ask)


def _by_tcp(host: str, port: int, frame: bytes) -> bytes:
    with socket.create_connection((host, port), ANSWER_SECONDS) as line:
        line.sendall(frame)
        stream = FrameStream()
        while chunk := line.recv(CHUNK):
            if frames := stream.feed(chunk):
                return frames[0]
    return b""


def _by_udp(host: str, port: int, frame: bytes) -> bytes:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.connect((host, port))
        line.settimeout(ANSWER_SECONDS / REPEATS_OF_DATAGRAM)
        for _ in range(REPEATS_OF_DATAGRAM):
            line.send(frame)
            try:
                return line.recv(CHUNK)
            except TimeoutError:
                continue
    return b""


def _word(raw: bytes, key: bytes | None) -> tuple[str, bool]:
    def key_of(_head: Head) -> bytes | None:
        return key

    if not raw:
        return "", False
    try:
        token = read(raw, key_of).head.token
    except FrameFault as fault:
        return str(fault), False
    return token, token == "ACK"
