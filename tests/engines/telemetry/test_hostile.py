"""Whatever arrives, a reader gives a value or says FrameFault: bytes at random, true frames with bytes changed."""

import contextlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.telemetry.samples import ALARM, BY_AREA, EMERGENCY, HEADERS, HEARTBEAT, KEY, LIBRARIES, framed
from yinling.engines.telemetry import onenet, scaip, sip
from yinling.engines.telemetry.dc09 import read
from yinling.engines.telemetry.dc09_contents import reports
from yinling.engines.telemetry.json_forms import Forms
from yinling.engines.telemetry.reports import FrameFault
from yinling.gateways.policy.devices import load_devices

FORMS = Forms(load_devices("national").forms)
FRAMES = [EMERGENCY, BY_AREA, *(row["frame"].encode("latin-1") for row in LIBRARIES)]
MESSAGES = [sip.write("MESSAGE", "sip:alarm@example.test", HEADERS, body) for body in (ALARM, HEARTBEAT)]
PUSH = (
    b'{"msg":"{\\"deviceName\\":\\"1\\"}","nonce":"n","signature":"s","services":[{"properties":{"smoke":1}}],"at":1}'
)


@st.composite
def changed(draw, originals: list[bytes]) -> bytes:
    """A true frame with some bytes put in, left out or written over."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 4))
        data[at : at + size] = draw(
            st.binary(max_size=4) | st.sampled_from([b"[", b"]", b"|", b'"', b"\r\n", b"<", b"&a;"])
        )
    return bytes(data)


def heard(raw: bytes) -> None:
    for one in reports(read(raw, lambda head: KEY)):
        assert len(one.text) <= 500
        assert one.key is None or len(one.key) == 32


@settings(max_examples=150)
@given(st.binary(max_size=300) | changed(FRAMES) | changed([frame[9:-1] for frame in FRAMES]).map(framed))
def test_survive_any_frame(raw) -> None:
    with contextlib.suppress(FrameFault):
        heard(raw)


contents = st.text(st.sampled_from('NOA#|/^*.:ri1QA 3"é\x00'), max_size=80).map(lambda text: text.encode("utf-8"))


@settings(max_examples=150)
@given(
    st.sampled_from([b"SIA-DCS", b"ADM-CID", b"SCN-S8"]),
    contents | st.binary(max_size=80),
    st.lists(contents, max_size=3),
)
def test_survive_any_content(token, data, extra) -> None:
    body = b'"%b"0001L0#1[%b]' % (token, data) + b"".join(b"[%b]" % part for part in extra)
    with contextlib.suppress(FrameFault):
        heard(framed(body))


@settings(max_examples=150)
@given(st.binary(max_size=300) | changed(MESSAGES))
def test_survive_any_message(raw) -> None:
    with contextlib.suppress(FrameFault):
        message = sip.read(raw)
        sip.read(sip.answer(message, sip.refusal(message, scaip.MEDIA_TYPE) or 200, tag="1"))
        scaip.report(scaip.read(message)).key  # noqa: B018


@settings(max_examples=150)
@given(st.binary(max_size=200) | changed([ALARM, HEARTBEAT]))
def test_survive_any_xml(body) -> None:
    for reader in (scaip.read_request, scaip.read_response):
        with contextlib.suppress(FrameFault):
            reader(body)


WORDS = [
    "services", "properties", "smoke", "action", "code", "at", "time", "msg", "data", "params", "value", "longitude",
    "latitude", "device_id", "event_type", "timestamp", "battery", "id", "qualifier", "deviceName",
]  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=12,
)
TOPICS = [
    "yinling/1/event",
    "yinling/1/heartbeat",
    "zigbee2mqtt/a",
    "$oc/devices/d/sys/properties/report",
    "a\x00/b",
    "",
]


@settings(max_examples=150)
@given(
    st.sampled_from(TOPICS),
    st.binary(max_size=100) | changed([PUSH]) | values.map(lambda one: json.dumps(one).encode()),
)
def test_survive_any_json(topic, payload) -> None:
    for reader in (
        lambda: FORMS.read_topic(topic, payload), lambda: FORMS.read_named("onenet", payload),
        lambda: FORMS.read_named("webhook", payload), lambda: onenet.verify_push(payload, "token"),
    ):  # fmt: skip
        with contextlib.suppress(FrameFault):
            for one in reader() or ():
                one.text.encode()
                assert one.key is None or len(one.key) == 32
