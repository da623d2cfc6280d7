"""Drawn pictures that stand for photographs of works."""

import struct
import zlib

WIDTH, HEIGHT = 320, 240


def picture(shade: int) -> bytes:
    """A PNG of a tiled floor with a rail; `shade` 0–255 tells before from after."""
    rows = b"".join(b"\0" + bytes(_pixel(x, y, shade) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _pixel(x: int, y: int, shade: int) -> int:
    if 96 <= y < 104 and 40 <= x < 280 and shade > 127:
        return 30
    return max(0, shade - 40) if x % 40 == 0 or y % 40 == 0 else shade


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
