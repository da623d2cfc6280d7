"""A SCAIP controller: a SIP MESSAGE out, 200 and the answer's own MESSAGE back, which is confirmed."""

import secrets
import socket
from collections.abc import Mapping

from yinling.engines.telemetry import scaip, sip
from yinling.engines.telemetry.reports import FrameFault
from yinling.gateways.dialling.answers import ANSWER_SECONDS, Answered, timed

CHUNK = 8192


def message(fields: Mapping[str, str], host: str) -> bytes:
    """The request as a SIP MESSAGE from the controller that `cid` names."""
    call, account = secrets.token_hex(12), fields["cid"]
    headers = [
        ("Via", f"SIP/2.0/TCP {account}.invalid;branch=z9hG4bK{call[:12]};rport"),
        ("Max-Forwards", "70"),
        ("From", f"<sip:{account}@{host}>;tag={call[12:20]}"),
        ("To", f"<sip:alarms@{host}>"),
        ("Call-ID", call),
        ("CSeq", "1 MESSAGE"),
        ("Content-Type", scaip.MEDIA_TYPE),
    ]
    return sip.write("MESSAGE", f"sip:alarms@{host}", headers, scaip.write_request(fields))


def call(host: str, port: int, fields: Mapping[str, str]) -> Answered:
    """Sends the request over TCP; `200 · snu 0` when it is taken over."""

    def ask() -> tuple[str, bool]:
        said: list[str] = []
        with socket.create_connection((host, port), ANSWER_SECONDS) as line:
            line.sendall(message(fields, host))
            stream = sip.SipStream()
            while chunk := line.recv(CHUNK):
                for raw in stream.feed(chunk):
                    came = sip.read(raw)
                    if came.status:
                        said.append(str(came.status))
                        if came.status >= 300:
                            return " · ".join(said), False
                        continue
                    line.sendall(sip.answer(came, 200))
                    snu = scaip.read_response(came.body).snu
                    return " · ".join([*said, f"snu {snu}"]), snu == 0
        return " · ".join(said), False

    def understood() -> tuple[str, bool]:
        try:
            return ask()
        except FrameFault as fault:
            return str(fault), False

    return timed(understood)
