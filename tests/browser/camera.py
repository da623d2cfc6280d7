"""What a phone's camera sees: a film of one picture, a code upon white, as Chromium takes it for a camera."""

from pathlib import Path

import segno

WIDE, HIGH, DOT = 640, 480, 8
FRAMES = 4
WHITE, BLACK = 235, 16  # of luma, ITU-R BT.601


def film(path: Path, code: str) -> None:
    """Writes YUV4MPEG2 without colour; the browser begins anew when it is over."""
    lines = [[WHITE] * WIDE for _ in range(HIGH)]
    dots = [list(row) for row in segno.make(code, error="h", micro=False).matrix]
    left, top = (WIDE - len(dots) * DOT) // 2, (HIGH - len(dots) * DOT) // 2
    for row, cells in enumerate(dots):
        for column, is_dark in enumerate(cells):
            for line in range(top + row * DOT, top + (row + 1) * DOT):
                at = left + column * DOT
                lines[line][at : at + DOT] = [BLACK if is_dark else WHITE] * DOT
    grey = bytes([128]) * (WIDE * HIGH // 2)
    frame = b"FRAME\n" + b"".join(bytes(line) for line in lines) + grey
    path.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F4:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
