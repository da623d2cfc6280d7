"""Streams of TCP: frames cut anywhere, garbage between them, and never more kept than one frame."""

from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.engines.telemetry import sip
from yinling.engines.telemetry.dc09 import Head, write
from yinling.engines.telemetry.dc09_contents import contact_id_content
from yinling.engines.telemetry.dc09_stream import FrameStream

FRAMES = [write(Head("ADM-CID", n, "1234"), contact_id_content("1234", "101", zone=str(n))) for n in range(1, 6)]
PING = (
    b"MESSAGE sip:a@b SIP/2.0\r\nVia: v\r\nFrom: <sip:1@b>\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 MESSAGE\r\n"
    b"Content-Length: 4\r\n\r\nbody"
)


def in_pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[start:end] for start, end in zip(ends, ends[1:], strict=False)]


garbage = st.binary(max_size=30).map(lambda data: data.replace(b"\n", b"").replace(b'"', b""))


@settings(max_examples=80)
@given(st.lists(st.tuples(garbage, st.sampled_from(FRAMES)), max_size=6), garbage, st.lists(st.integers(0, 999)))
def test_find_every_frame_between_garbage(parts, tail, cuts) -> None:
    stream, whole = FrameStream(), b"".join(rubbish + frame for rubbish, frame in parts) + tail
    found = [frame for piece in in_pieces(whole, cuts) for frame in stream.feed(piece)]
    assert found == [frame for _, frame in parts]
    assert stream.held == 0


def test_go_on_after_a_broken_frame() -> None:
    stream = FrameStream()
    broken = FRAMES[0][:-1] + b"X"
    assert stream.feed(broken + FRAMES[1] + b"\n\n\n" + FRAMES[2]) == [FRAMES[1], FRAMES[2]]


def test_find_a_frame_whose_checksum_is_two_bytes() -> None:
    raw = b"\n\n\r" + b"0013" + b'"NULL"0000L0#1234[]' + b"\r"
    assert FrameStream().feed(raw) == [raw]


@settings(max_examples=80)
@given(st.lists(st.binary(max_size=200) | st.sampled_from([b'\n00000FFF"', b'\nAB0FFF"', b"\n" * 50]), max_size=30))
def test_never_hold_more_than_the_longest_frame(pieces) -> None:
    stream = FrameStream(longest=300)
    for piece in pieces:
        assert all(len(frame) <= 300 for frame in stream.feed(piece))
        assert stream.held <= 300


@settings(max_examples=60)
@given(st.integers(0, 5), st.lists(st.integers(0, 2000)), st.sampled_from([b"", b"\r\n", b"\r\n\r\n"]))
def test_find_every_message(count, cuts, between) -> None:
    stream = sip.SipStream()
    found = [message for piece in in_pieces((between + PING) * count, cuts) for message in stream.feed(piece)]
    assert found == [PING] * count
    assert stream.held == 0


def test_skip_a_body_that_is_too_long_without_keeping_it() -> None:
    stream, size = sip.SipStream(), 10 * sip.BODY_MAX
    head = PING.replace(b"Content-Length: 4", b"Content-Length: %d" % size)[:-4]
    [message] = stream.feed(head)
    assert sip.refusal(sip.read(message), "x/y") == 413
    for _ in range(10):
        assert stream.feed(b"x" * sip.BODY_MAX) == []
        assert stream.held == 0
    assert stream.feed(PING) == [PING]


def test_give_up_a_head_without_end() -> None:
    stream = sip.SipStream()
    found = [message for _ in range(20) for message in stream.feed(b"x" * 1000)]
    assert len(found) == 2
    assert stream.held <= sip.HEAD_MAX + 4


@settings(max_examples=60)
@given(
    st.lists(st.binary(max_size=300) | st.sampled_from([b"\r\n\r\n", b"Content-Length: 9\r\n", PING[:60]]), max_size=30)
)
def test_never_hold_more_than_one_message(pieces) -> None:
    stream = sip.SipStream()
    for piece in pieces:
        stream.feed(piece)
        assert stream.held <= sip.HEAD_MAX + sip.BODY_MAX + 8
