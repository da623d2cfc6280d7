"""Receives SIA DC-09: reads a frame, has it kept, and only then acknowledges it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from yinling.engines.telemetry.dc09 import LONGEST, Frame, Head, read, read_head
from yinling.engines.telemetry.dc09_contents import REPLY_TOKENS, reports
from yinling.engines.telemetry.dc09_replies import Answer, reply, verdict
from yinling.engines.telemetry.dc09_stream import FrameStream
from yinling.engines.telemetry.reports import Fault, FrameFault
from yinling.gateways.receivers.intake import Away, Intake, Verdict
from yinling.gateways.receivers.sockets import Peer
from yinling.gateways.receivers.tally import Tally

KEY_SECONDS = 10.0
# A damaged frame, or one of a wrong time, is asked for again with our time; what has no envelope is not answered.
_AGAIN = frozenset((Fault.CHECKSUM, Fault.TIME))
_CANNOT = frozenset((Fault.KEY, Fault.CIPHER, Fault.CONTENT))

KeyOf = Callable[[str], Awaitable[bytes | None]]


class Dc09:
    """ACK: durable, or it was before. NAK: damaged, or out of the clock's window. DUH: cannot be handled. Silence:
    not durable, so the sender repeats it. A device that has a key is not believed in clear.

    `key_of` finds the key of an account; it may raise Away.
    """

    def __init__(
        self, intake: Intake, *, key_of: KeyOf, behind: timedelta, ahead: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self.tally = Tally("dc09")
        self._intake, self._key_of, self._clock = intake, key_of, clock
        self._behind, self._ahead = behind, ahead

    def cutter(self) -> FrameStream:
        """For one connection."""
        return FrameStream(LONGEST)

    async def heard(self, raw: bytes, peer: Peer) -> None:
        """Answers one frame."""
        self.tally.count("received")
        head: Head | None = None
        key: bytes | None = None
        try:
            head, _rest = read_head(raw)
            if head.token in REPLY_TOKENS:  # two receivers must never begin to answer each other's answers
                return
            async with asyncio.timeout(KEY_SECONDS):
                key = await self._key_of(head.account)
            answer = await self._answer(read(raw, lambda _: key), key, peer)
        except (Away, TimeoutError):
            answer = None
        except FrameFault as fault:
            answer = self._refusal(raw, fault, peer)
        self.tally.count(answer.lower() if answer else "unanswered")
        if answer is not None:
            peer.send(reply(answer, to=head, at=self._clock(), key=key))

    async def _answer(self, frame: Frame, key: bytes | None, peer: Peer) -> Answer | None:
        """What the frame earns; None if it could not be kept. Raises FrameFault."""
        if key is not None and not frame.head.is_encrypted:
            raise FrameFault(Fault.KEY)
        earned = verdict(frame, at=self._clock(), behind=self._behind, ahead=self._ahead)
        if earned is not Answer.ACK:
            return earned
        verdicts = await self._intake.keep(reports(frame), f"dc09 {peer}")
        return None if verdicts is None or Verdict.FAILED in verdicts else Answer.ACK

    def _refusal(self, raw: bytes, fault: FrameFault, peer: Peer) -> Answer | None:
        self.tally.count(f"fault_{fault.reason}")
        self.tally.tell(f"{peer}: {fault}", raw)
        if fault.reason in _AGAIN:
            return Answer.NAK
        return Answer.DUH if fault.reason in _CANNOT else None
