"""Cuts the stream of a TCP connection into DC-09 frames."""

import re

from yinling.engines.telemetry.dc09 import LONGEST

_LENGTH = re.compile(rb"[0-9A-Fa-f]{4}")
_UNKNOWN = -1


class FrameStream:
    """Keeps what has come until a frame is whole. Skips what is none, and never keeps more than the longest frame."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest, self._held = longest, bytearray()

    @property
    def held(self) -> int:
        """Bytes waiting for the rest of their frame."""
        return len(self._held)

    def feed(self, chunk: bytes) -> list[bytes]:
        """Frames completed by this chunk, from LF to CR, unchecked but for envelope and length."""
        held, frames, at = self._held, list[bytes](), 0
        held += chunk
        while (at := held.find(b"\n", at)) >= 0:
            size = self._size(at)
            if size == _UNKNOWN or (size and at + size > len(held)):
                break
            if size and held[at + size - 1] == 0x0D:
                frames.append(bytes(held[at : at + size]))
                at += size
            else:
                at += 1
        del held[: at if at >= 0 else len(held)]
        return frames

    def _size(self, at: int) -> int:
        """Bytes of the frame that begins here, by its length; 0 if none begins here, -1 if that cannot be told yet."""
        held = self._held
        for quote in (7, 9):  # after a checksum of two bytes, or of four digits
            if len(held) <= at + quote:
                return _UNKNOWN
            if held[at + quote] == 0x22 and _LENGTH.fullmatch(held, at + quote - 4, at + quote):
                size = quote + int(held[at + quote - 4 : at + quote], 16) + 1
                return size if size <= self._longest else 0
        return 0
