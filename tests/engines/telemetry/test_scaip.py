"""SCAIP: messages as devices send them, what SIP asks of an answer, and XML that is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.telemetry.samples import ALARM, HEADERS, HEARTBEAT
from yinling.engines.telemetry import scaip, sip
from yinling.engines.telemetry.reports import Fault, FrameFault, Qualifier


def sent(body: bytes, method: str = "MESSAGE", headers=tuple(HEADERS)) -> sip.SipMessage:
    return sip.read(sip.write(method, "sip:alarm@example.test", headers, body))


def fault_of(body: bytes) -> Fault:
    with pytest.raises(FrameFault) as caught:
        scaip.read_request(body)
    return caught.value.reason


def test_read_a_heartbeat() -> None:
    one = scaip.report(scaip.read(sent(HEARTBEAT)))
    assert (one.protocol, one.account, one.code, one.qualifier) == ("scaip", "26317", "PI", Qualifier.STATUS)
    assert (one.reference, one.values["crd"]) == ("00001A85", "no-voice:")


def test_read_an_alarm() -> None:
    request = scaip.read(sent(ALARM))
    one = scaip.report(request, raw=ALARM)
    assert (one.code, one.qualifier, one.reference, one.raw) == ("10/4", Qualifier.NEW, "787025300001", ALARM)
    assert (request["ver"], request["ame"], request["lte"]) == ("01.00", "0", "")


def test_put_in_what_a_request_leaves_out() -> None:
    one = scaip.report(scaip.read_request(b"<mrq><dty>4</dty><ref>1</ref><cid>5</cid></mrq>"))
    assert (one.code, one.qualifier) == ("10/4", Qualifier.NEW)


@pytest.mark.parametrize(("mty", "qualifier"), [("ME", "new"), ("RE", "restored"), ("IN", "status")])
def test_tell_alarms_resets_and_news_apart(mty, qualifier) -> None:
    one = scaip.report(scaip.read_request(ALARM.replace(b"ME", mty.encode())))
    assert one.qualifier == qualifier


def test_know_a_request_that_comes_twice_and_late() -> None:
    first, again, other = (
        scaip.report(scaip.read_request(body)) for body in (ALARM, ALARM, ALARM.replace(b"0001<", b"0002<"))
    )
    assert first.key == again.key != other.key


def test_read_places_as_they_stand() -> None:
    body = b"<mrq><ref>1</ref><cid>5</cid><dty>4</dty><lge><geo>31.1,121.2</geo><tim>t</tim></lge></mrq>"
    assert scaip.read_request(body)["lge/geo"] == "31.1,121.2"
    assert scaip.write_request(scaip.read_request(body).fields) == body


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Fault.SHAPE), (b"<mrq>", Fault.SHAPE), (b"<mrs/>", Fault.CONTENT), (b"\xff", Fault.SHAPE),
        (b"<mrq><ref>1</ref><cid>5</cid></mrq>", Fault.CONTENT), (b"<mrq>&x;</mrq>", Fault.SHAPE),
        (b'<!DOCTYPE mrq [<!ENTITY a "b">]><mrq><ref>&a;</ref></mrq>', Fault.CONTENT),
        (b'<!DOCTYPE mrq SYSTEM "file:///etc/passwd"><mrq/>', Fault.CONTENT), (b"<?php x?><mrq/>", Fault.CONTENT),
        (b"<mrq><ref>1</ref><ref>2</ref></mrq>", Fault.CONTENT), (b"<mrq>" + b"<a>" * 9 + b"</a>" * 9, Fault.CONTENT),
        (b"<mrq><ref>" + b"1" * 1001 + b"</ref></mrq>", Fault.TOO_LONG), (b" " * 20_000, Fault.TOO_LONG),
        (b"<mrq>" + b"".join(b"<a%d/>" % n for n in range(200)) + b"</mrq>", Fault.CONTENT),
        (ALARM.replace(b"ME", b"??"), Fault.CONTENT),
    ],
)  # fmt: skip
def test_refuse_xml_with_its_reason(body, reason) -> None:
    assert fault_of(body) == reason


def test_refuse_who_speaks_for_another() -> None:
    with pytest.raises(FrameFault) as caught:
        scaip.read(sent(ALARM.replace(b"26317", b"26318")))
    assert caught.value.reason == Fault.SENDER


def test_answer_with_what_the_request_said() -> None:
    said = sip.read(sip.answer(sent(ALARM), 200, tag="9"))
    assert (said.status, said.every("via")) == (200, [HEADERS[0][1], HEADERS[1][1]])
    assert (said.first("from"), said.first("to")) == (HEADERS[2][1], "<sip:alarm@example.test>;tag=9")
    assert (said.first("call-id"), said.first("cseq"), said.body) == ("77@192.0.2.7", "1 MESSAGE", b"")


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (sent(ALARM), 0), (sent(ALARM, "INVITE"), 405), (sent(ALARM, headers=HEADERS[:-1]), 415),
        (sent(ALARM, headers=HEADERS[2:]), 400),
        (sip.read(sip.write("MESSAGE", "sip:a@b", HEADERS, b"")[:-4] + b"\r\nl: 9\r\n\r\n"), 400),
    ],
)  # fmt: skip
def test_refuse_other_requests(message, status) -> None:
    assert sip.refusal(message, scaip.MEDIA_TYPE) == status
    if status == 405:
        assert sip.read(sip.answer(message, status)).first("allow") == "MESSAGE, OPTIONS"


def test_go_on_with_a_folded_header_and_a_body_without_length() -> None:
    raw = b"MESSAGE sip:a@b SIP/2.0\r\nFrom:\r\n <sip:5@b>\r\nTO : x\r\n\r\nall of it"
    message = sip.read(raw)
    assert (message.sender, message.first("to"), message.body) == ("5", "x", b"all of it")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        b"MESSAGE sip:a@b SIP/2.0\r\nno colon\r\n\r\n",
        b"MESSAGE sip:a@b SIP/2.0\r\nA: b\nB: c\r\n\r\n",
        b"MESSAGE sip:a@b SIP/2.0\r\n" + b"A: b\r\n" * 100 + b"\r\n",
        b"x" * 9000 + b"\r\n\r\n",
    ],
)
def test_refuse_a_head_that_is_none(raw) -> None:
    with pytest.raises(FrameFault):
        sip.read(raw)


def test_write_no_header_that_breaks_out_of_its_line() -> None:
    with pytest.raises(FrameFault):
        sip.write("MESSAGE", "sip:a@b", [("To", "x\nEvil: y")])


def test_ask_for_a_call_in_the_response() -> None:
    asked = scaip.Response("00001A85", mre=1, cre=62, tnu="sip:desk@example.test", ste="<好>")
    assert scaip.read_response(scaip.write_response(asked)) == asked
    assert scaip.write_response(scaip.Response("1")) == (
        b"<mrs><ref>1</ref><snu>0</snu><cve>01.00</cve><mre>0</mre><cre>61</cre></mrs>"
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        dict.fromkeys(scaip.MANDATORY, words), optional={"lte": words, "lge/geo": words, "ite": words}
    )
)
def test_read_again_what_was_written(fields) -> None:
    read = scaip.read_request(scaip.write_request(fields))
    assert read.fields.items() >= fields.items()
