"""DC-09: frames as the standard and three libraries write them, contents, replies, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.telemetry.samples import ACK, BY_AREA, EMERGENCY, KEY, LIBRARIES, SUPERVISION, framed
from yinling.engines.telemetry import dc09
from yinling.engines.telemetry.dc09 import Head, checksum, read, write
from yinling.engines.telemetry.dc09_contents import contact_id_content, reports, sia_content
from yinling.engines.telemetry.dc09_replies import Answer, reply, verdict
from yinling.engines.telemetry.reports import Fault, FrameFault, Place, Qualifier

AT = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


def fault_of(raw: bytes, key: bytes | None = None) -> Fault:
    with pytest.raises(FrameFault) as caught:
        reports(read(raw, lambda head: key))
    return caught.value.reason


def only(body: bytes):
    [one] = reports(read(framed(body)))
    return one


def test_check_a_known_sum() -> None:
    assert checksum(b"123456789") == 0xBB3D


def test_read_a_personal_emergency() -> None:
    [one] = reports(read(EMERGENCY))
    assert (one.protocol, one.account, one.code, one.qualifier, one.zone) == ("adm-cid", "1234", "101", "new", "1")
    assert (one.reference, one.occurred_at, one.raw) == ("L0/0001", None, EMERGENCY)


def test_read_an_emergency_of_an_area_with_its_time() -> None:
    [one] = reports(read(BY_AREA))
    assert (one.protocol, one.code, one.zone, one.values, one.occurred_at) == ("sia", "QA", "1", {"area": "1"}, AT)


def test_read_supervision_as_a_report_without_number() -> None:
    [one] = reports(read(SUPERVISION))
    assert (one.protocol, one.code, one.reference, one.key) == ("dc09", "NULL", "", None)
    assert reports(read(ACK)) == ()


@pytest.mark.parametrize("row", LIBRARIES, ids=lambda row: f"{row['by']}-{row['frame'][9:17]}")
def test_read_what_libraries_write(row) -> None:
    frame = read(row["frame"].encode("latin-1"), lambda head: bytes.fromhex(row["key"] or ""))
    said = ", ".join(f"{one.code} {one.qualifier} {one.zone}" for one in reports(frame))
    assert (said, frame.head.is_encrypted) == (row["says"], bool(row["key"]))


def test_take_a_checksum_of_two_bytes() -> None:
    body = EMERGENCY[9:-1]
    raw = b"\n" + checksum(body).to_bytes(2, "big") + b"%04X" % len(body) + body + b"\r"
    assert read(raw).head == read(EMERGENCY).head


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Fault.SHAPE), (EMERGENCY[1:], Fault.SHAPE), (EMERGENCY[:-1], Fault.SHAPE),
        (EMERGENCY.replace(b"F016", b"F017"), Fault.CHECKSUM), (EMERGENCY.replace(b"0027", b"0028"), Fault.LENGTH),
        (b"\n" + b"x" * 5000 + b"\r", Fault.TOO_LONG), (framed(b'"ADM-CID"0001L0#1234[#1234|hello]'), Fault.CONTENT),
        (framed(b'"ADM-CID"0001L0#1234[#1234|2101 00 001]'), Fault.CONTENT),
        (framed(b'"SIA-DCS"0001L0#1[]'), Fault.CONTENT),
        (framed(b'"ADM-CID"1L0#1234[]'), Fault.SHAPE), (framed(b'"NULL"0000L0#1234[]_25:00:00,01-01-2026'), Fault.TIME),
        (framed(b'"NULL"0000L0#1[]rest'), Fault.SHAPE), (framed(b'"*NULL"0000L0#1[AB'), Fault.KEY),
    ],
)  # fmt: skip
def test_refuse_a_frame_with_its_reason(raw, reason) -> None:
    assert fault_of(raw) == reason


def test_read_several_codes_of_one_content() -> None:
    every = reports(read(framed(b'"SIA-DCS"0007L0#1234[#1234|Nri2/FA003^kitchen^/id5QA001|NTA|Awater everywhere]')))
    assert [(one.code, one.zone, one.text) for one in every] == [
        ("FA", "3", "kitchen"), ("QA", "1", "water everywhere"), ("TA", "", "water everywhere")
    ]  # fmt: skip
    assert every[1].values == {"area": "2", "user": "5"}
    assert len({one.key for one in every}) == 3


def test_keep_the_alarm_before_what_cannot_be_read() -> None:
    assert only(b'"SIA-DCS"0007L0#1234[#1234|NQA1/%%%]').code == "QA"


def test_tell_ends_and_states_from_beginnings() -> None:
    said = [only(f'"ADM-CID"0001L0#1[#1|{digit}111 00 001]'.encode()).qualifier for digit in "136"]
    assert said == [Qualifier.NEW, Qualifier.RESTORED, Qualifier.STATUS]
    assert only(b'"SIA-DCS"0001L0#1[#1|OFA1]').qualifier == Qualifier.STATUS


def test_read_the_blocks_after_the_data() -> None:
    one = only(
        b'"ADM-CID"0001R1L0#1234[#1234|1103 00 001][H11:59:00,01-02-2026][X121W30.0][Y31N12.0]'
        + "[I二楼][R302][Ksecret][B80]".encode()
    )
    assert one.occurred_at == AT - timedelta(minutes=1)
    assert one.place == Place(-121.5, 31.2)
    assert (one.text, one.values) == ("二楼", {"room": "302", "battery": "80"})
    assert one.reference == "R1L0/0001"


def test_take_the_account_that_the_key_vouches_for() -> None:
    one = only(b'"ADM-CID"0001L0#1234[#9999|1101 00 001]')
    assert (one.account, one.values) == ("1234", {"data_account": "9999"})


def test_hand_on_what_has_no_table_and_say_duh() -> None:
    frame = read(framed(b'"SCN-S8"0001L0#1234[#1234|12345678]'))
    assert [(one.code, one.text) for one in reports(frame)] == [("SCN-S8", "12345678")]
    assert verdict(frame, at=AT, behind=timedelta(seconds=40), ahead=timedelta(seconds=20)) == Answer.DUH


@pytest.mark.parametrize(("seconds", "answer"), [(-21, "NAK"), (-20, "ACK"), (0, "ACK"), (40, "ACK"), (41, "NAK")])
def test_refuse_a_clock_that_is_too_far_off(seconds, answer) -> None:
    at = AT + timedelta(seconds=seconds)
    assert verdict(read(BY_AREA), at=at, behind=timedelta(seconds=40), ahead=timedelta(seconds=20)) == answer


def test_answer_a_frame() -> None:
    assert reply(Answer.ACK, to=read(EMERGENCY).head, at=AT) == ACK
    nak = read(reply(Answer.NAK, to=None, at=AT))
    assert (nak.head.token, nak.head.receiver, nak.sent_at) == ("NAK", "0", AT)


def test_answer_a_sealed_frame_sealed() -> None:
    sealed = read(write(Head("NULL", 0, "1234"), at=AT, key=KEY), lambda head: KEY)
    ack = reply(Answer.ACK, to=sealed.head, at=AT, key=KEY)
    assert (ack[9:15], read(ack, lambda head: KEY).sent_at) == (b'"*ACK"', AT)
    assert reply(Answer.DUH, to=sealed.head, at=AT, key=KEY)[9:14] == b'"DUH"'
    with pytest.raises(FrameFault):
        reply(Answer.ACK, to=sealed.head, at=AT)


def test_refuse_a_sealed_frame_with_another_key_or_without_time() -> None:
    sealed = write(Head("ADM-CID", 1, "1234"), contact_id_content("1234", "101"), at=AT, key=KEY)
    assert fault_of(sealed, bytes(16)) in (Fault.CIPHER, Fault.TIME)
    assert fault_of(sealed, b"short") == Fault.KEY
    assert fault_of(framed(b'"*NULL"0000L0#1[AB'), KEY) == Fault.CIPHER
    text = dc09._sealed(b"]", KEY, bytes)
    assert fault_of(framed(b'"*NULL"0000L0#1[' + text), KEY) == Fault.TIME


def test_seal_the_same_frame_differently_each_time() -> None:
    assert write(Head("NULL", 0, "1"), at=AT, key=KEY) != write(Head("NULL", 0, "1"), at=AT, key=KEY)


heads = st.builds(
    Head,
    token=st.sampled_from(["ADM-CID", "SIA-DCS", "NULL", "XNM", "SCN-S8", "ACK"]),
    sequence=st.integers(0, 9999),
    account=st.text("0123456789ABCDEF", min_size=3, max_size=16),
    line=st.text("0123456789ABCDEF", min_size=1, max_size=6),
    receiver=st.text("0123456789ABCDEF", max_size=6),
)
contents = st.binary(max_size=60).map(lambda data: bytes(byte for byte in data if byte not in b"[]\r\n|"))


@settings(max_examples=60)
@given(
    head=heads, data=contents, extra=st.lists(contents, max_size=3),
    at=st.integers(946_684_800, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    key=st.sampled_from([None, KEY, bytes(24), bytes(32)]), noise=st.binary(min_size=32, max_size=32),
)  # fmt: skip
def test_read_again_what_was_written(head, data, extra, at, key, noise) -> None:
    raw = write(head, data, extra=tuple(extra), at=at, key=key, noise=lambda size: noise[:size])
    frame = read(raw, lambda said: key)
    assert (frame.data, list(frame.extra), frame.sent_at) == (data, extra, at)
    assert frame.head == Head(head.token, head.sequence, head.account, head.line, head.receiver, bool(key))


@settings(max_examples=60)
@given(
    code=st.text("0123456789ABCDEF", min_size=3, max_size=3), zone=st.integers(0, 999), area=st.integers(0, 99),
    qualifier=st.sampled_from(Qualifier),
)  # fmt: skip
def test_read_again_contact_ids(code, zone, area, qualifier) -> None:
    content = contact_id_content("1234", code, qualifier=qualifier, area=str(area), zone=str(zone))
    [one] = reports(read(write(Head("ADM-CID", 1, "1234"), content)))
    assert (one.code, one.qualifier, int(one.zone or 0)) == (code, qualifier, zone)
    assert int(one.values.get("area", 0)) == area


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text("QFGWTAR", min_size=2, max_size=2), st.integers(0, 9999)), min_size=1, max_size=9))
def test_read_again_sia_codes(codes) -> None:
    content = sia_content("1234", tuple((code, str(zone)) for code, zone in codes), area="1")
    every = reports(read(write(Head("SIA-DCS", 1, "1234"), content)))
    assert [(one.code, int(one.zone or 0)) for one in every] == codes
