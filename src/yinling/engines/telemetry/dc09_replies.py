"""What a receiver answers to a DC-09 frame; sealed when the frame was."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from yinling.engines.telemetry.dc09 import Frame, Head, Noise, write
from yinling.engines.telemetry.dc09_contents import READ_TOKENS
from yinling.engines.telemetry.reports import Fault, FrameFault


class Answer(StrEnum):
    """Taken over; your clock is wrong, here is mine; cannot be handled, do not repeat; taken over, with data."""

    ACK = "ACK"
    NAK = "NAK"
    DUH = "DUH"
    RSP = "RSP"


def verdict(frame: Frame, *, at: datetime, behind: timedelta, ahead: timedelta) -> Answer:
    """The answer a frame earns by itself. ACK is only said once what it reports is stored for good."""
    if not frame.is_in_time(at, behind, ahead):
        return Answer.NAK
    return Answer.ACK if frame.head.token in READ_TOKENS else Answer.DUH


def reply(
    answer: Answer, *, to: Head | None, at: datetime, key: bytes | None = None, data: bytes = b"",
    noise: Noise = secrets.token_bytes,
) -> bytes:  # fmt: skip
    """The answer as a frame. NAK repeats nothing, so it may answer a frame whose head could not be read.

    A sealed frame is answered sealed, with `key` and the time; NAK and DUH are always in clear. Raises FrameFault.
    """
    if answer is Answer.NAK or to is None:
        return write(Head(Answer.NAK, 0, "", receiver="0"), at=at)
    head = Head(answer, to.sequence, to.account, to.line, to.receiver)
    if not to.is_encrypted or answer is Answer.DUH:
        return write(head, data)
    if key is None:
        raise FrameFault(Fault.KEY)
    return write(head, data, at=at, key=key, noise=noise)
