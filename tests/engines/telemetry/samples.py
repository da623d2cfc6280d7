"""Frames and messages as devices send them, and an envelope for bodies of our own."""

import json
from pathlib import Path

from yinling.engines.telemetry.dc09 import checksum

KEY = bytes(range(16))
EMERGENCY = b'\nF0160027"ADM-CID"0001L0#1234[#1234|1101 00 001]\r'
BY_AREA = b'\n028A003A"SIA-DCS"0002L0#1234[#1234|Nri1/QA001]_12:00:00,01-02-2026\r'
SUPERVISION = b'\n1EF20013"NULL"0000L0#1234[]\r'
ACK = b'\n1BC10012"ACK"0001L0#1234[]\r'
LIBRARIES = json.loads((Path(__file__).parent / "frames_of_libraries.json").read_text(encoding="utf-8"))

HEARTBEAT = (
    b"<mrq><ref>00001A85</ref><cha>0</cha><mty>PI</mty><cid>26317</cid><dty>02</dty><did>00</did>"
    b"<crd>no-voice:</crd><stc>102</stc></mrq>"
)
ALARM = (
    b"<mrq><ref>787025300001</ref><cha>1</cha><mty>ME</mty><cid>26317</cid><dty>0004</dty><stc>0010</stc>"
    b"<crd>gsm:26317</crd></mrq>"
)
HEADERS = [
    ("v", "SIP/2.0/TCP 192.0.2.7:5060;branch=z9hG4bK1"), ("Via", "SIP/2.0/TCP 192.0.2.8;branch=z9hG4bK2"),
    ("f", '"<sip:1@other.test>" <sip:26317@example.test>;tag=4'), ("t", "<sip:alarm@example.test>"),
    ("i", "77@192.0.2.7"),    ("CSeq", "1 MESSAGE"), ("c", "application/scaip+xml; charset=utf-8"),
]  # fmt: skip


def framed(body: bytes) -> bytes:
    return b"\n%04X%04X%b\r" % (checksum(body), len(body), body)
