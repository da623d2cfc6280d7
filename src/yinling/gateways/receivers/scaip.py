"""Receives SCAIP: a SIP MESSAGE is answered 200 at once, and once it is durable with a MESSAGE of our own."""

import asyncio
import secrets
from collections import OrderedDict

from yinling.engines.telemetry import scaip, sip
from yinling.engines.telemetry.reports import Fault, FrameFault
from yinling.engines.telemetry.sip import SipMessage, SipStream
from yinling.gateways.receivers.intake import Intake, Verdict
from yinling.gateways.receivers.sockets import Peer
from yinling.gateways.receivers.tally import Tally

# RFC 3261, timers E and F: repeated after 0.5, 1, 2, 4, 4 … seconds, given up after 32.
REPEAT_SECONDS = (0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0)
TRANSACTIONS_MAX = 20_000
REPEATING_MAX = 1_000
TAKEN, CALLER_UNKNOWN, UNDEFINED = 0, 5, 99  # snu


class Scaip:
    """A repeated SIP request is answered 200 again and not read twice; a repeated `mrq` in a new one gets its `mrs`
    again. Without a place to keep it there is no `mrs`, so the device repeats."""

    def __init__(self, intake: Intake, *, host: str, repeat_seconds: tuple[float, ...] = REPEAT_SECONDS) -> None:
        self.tally = Tally("scaip")
        self._intake, self._host, self._repeat_seconds = intake, host, repeat_seconds
        self._seen: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._unconfirmed: dict[str, asyncio.Event] = {}
        self._repeating: set[asyncio.Task[None]] = set()

    def cutter(self) -> SipStream:
        """For one connection."""
        return SipStream()

    async def heard(self, raw: bytes, peer: Peer) -> None:
        """Answers one message."""
        self.tally.count("received")
        try:
            message = sip.read(raw)
        except FrameFault as fault:
            self._note(raw, fault, peer)
            return
        if message.status:
            self._confirmed(message)
        elif message.method == "OPTIONS":  # a device asks whether anybody is there
            peer.send(sip.answer(message, 200, tag=secrets.token_hex(4)))
        elif status := sip.refusal(message, scaip.MEDIA_TYPE):
            self.tally.count(f"refused_{status}")
            peer.send(sip.answer(message, status, tag=secrets.token_hex(4)))
        else:
            await self._take(message, peer)

    async def _take(self, message: SipMessage, peer: Peer) -> None:
        try:
            request = scaip.read(message)
        except FrameFault as fault:
            self._note(message.raw, fault, peer)
            status = 403 if fault.reason is Fault.SENDER else 400
            peer.send(sip.answer(message, status, tag=secrets.token_hex(4)))
            return
        peer.send(sip.answer(message, 200, tag=secrets.token_hex(4)))
        if not self._is_first(message, peer):
            self.tally.count("repeated")
            return
        verdicts = await self._intake.keep([scaip.report(request, message.raw)], f"scaip {peer}")
        if verdicts is None:
            self.tally.count("unanswered")
            self._forget(message, peer)
            return
        snu = {Verdict.UNKNOWN: CALLER_UNKNOWN, Verdict.FAILED: UNDEFINED}.get(verdicts[0], TAKEN)
        self.tally.count(f"snu_{snu}")
        self._send(scaip.Response(request["ref"], snu), request["cid"], peer)

    def _transaction(self, message: SipMessage, peer: Peer) -> tuple[str, ...]:
        return (peer.address, *(message.first(name) for name in ("via", "call-id", "cseq")))

    def _is_first(self, message: SipMessage, peer: Peer) -> bool:
        transaction = self._transaction(message, peer)
        if transaction in self._seen:
            return False
        self._seen[transaction] = None
        if len(self._seen) > TRANSACTIONS_MAX:
            self._seen.popitem(last=False)
        return True

    def _forget(self, message: SipMessage, peer: Peer) -> None:
        self._seen.pop(self._transaction(message, peer), None)

    def _send(self, response: scaip.Response, account: str, peer: Peer) -> None:
        """The `mrs`; over UDP repeated until confirmed, unless nobody knows the caller: a sender may be invented."""
        call = secrets.token_hex(16)
        host = f"[{peer.address}]" if ":" in peer.address else peer.address
        target = f"sip:{account}@{host}:{peer.port}"
        headers = [
            ("Via", f"SIP/2.0/{'TCP' if peer.is_stream else 'UDP'} {self._host};branch=z9hG4bK{call[:16]};rport"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:alarms@{self._host}>;tag={call[16:24]}"),
            ("To", f"<{target}>"),
            ("Call-ID", f"{call}@{self._host}"),
            ("CSeq", "1 MESSAGE"),
            ("Content-Type", scaip.MEDIA_TYPE),
        ]
        raw = sip.write("MESSAGE", target, headers, scaip.write_response(response))
        peer.send(raw)
        if not peer.is_stream and response.snu != CALLER_UNKNOWN and len(self._repeating) < REPEATING_MAX:
            task = asyncio.get_running_loop().create_task(self._repeat(raw, f"{call}@{self._host}", peer))
            self._repeating.add(task)
            task.add_done_callback(self._repeating.discard)

    async def _repeat(self, raw: bytes, call: str, peer: Peer) -> None:
        confirmed = self._unconfirmed[call] = asyncio.Event()
        try:
            for seconds in self._repeat_seconds:
                try:
                    await asyncio.wait_for(confirmed.wait(), seconds)
                    return
                except TimeoutError:
                    peer.send(raw)
            self.tally.count("mrs_unconfirmed")
        finally:
            del self._unconfirmed[call]

    def _confirmed(self, message: SipMessage) -> None:
        """An answer to an `mrs`: whatever it says, it arrived; a provisional one says less."""
        if message.status >= 200 and (waiting := self._unconfirmed.get(message.first("call-id"))):
            waiting.set()
            self.tally.count("mrs_confirmed")

    def _note(self, raw: bytes, fault: FrameFault, peer: Peer) -> None:
        self.tally.count(f"fault_{fault.reason}")
        self.tally.tell(f"{peer}: {fault}", raw)

    async def close(self) -> None:
        """Ends what is repeated."""
        for task in list(self._repeating):
            task.cancel()
        await asyncio.gather(*self._repeating, return_exceptions=True)
