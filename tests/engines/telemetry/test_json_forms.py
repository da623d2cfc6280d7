"""JSON of brokers and platforms, read by the forms that the policy files say."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.engines.telemetry import onenet
from yinling.engines.telemetry.forms import Form
from yinling.engines.telemetry.json_forms import EVENTS_MAX, Forms, read_time, write_own
from yinling.engines.telemetry.reports import Fault, FrameFault, Place, Qualifier, Report
from yinling.gateways.policy.devices import load_devices

FORMS = Forms(load_devices("national").forms)
PROPERTIES = "$oc/devices/d1/sys/properties/report"


def said(topic: str, message: object, forms: Forms = FORMS) -> list[tuple[str, str, str]]:
    every = forms.read_topic(topic, json.dumps(message).encode())
    return [(one.account, one.code, one.qualifier) for one in every]


def fault_of(payload: bytes, topic: str = "yinling/1/event") -> Fault:
    with pytest.raises(FrameFault) as caught:
        FORMS.read_topic(topic, payload)
    return caught.value.reason


def test_read_every_flag_of_a_sensor() -> None:
    message = {"smoke": True, "tamper": False, "battery": 91, "linkquality": 80, "nonsense": [1, 2]}
    assert said("zigbee2mqtt/hall", message) == [("hall", "smoke", "new"), ("hall", "tamper", "restored")]
    [one, _] = FORMS.read_topic("zigbee2mqtt/hall", json.dumps(message).encode())
    assert one.values == {"battery": 91, "signal": 80}


def test_read_a_pressed_button_and_its_silence() -> None:
    assert said("zigbee2mqtt/button", {"action": "emergency"}) == [("button", "emergency", "new")]
    assert said("zigbee2mqtt/button", {"action": ""}) == [("button", "heartbeat", "new")]


def test_read_several_events_of_one_message() -> None:
    services = [
        {"service_id": "hall", "properties": {"smoke": 1, "battery": 4}, "event_time": "20260102T120000Z"},
        {"service_id": "bath", "properties": {"water": "0"}},
    ]
    first, second = FORMS.read_topic(PROPERTIES, json.dumps({"services": services}).encode())
    assert (first.account, first.zone, first.code, first.values) == ("d1", "hall", "smoke", {"battery": 4})
    assert first.occurred_at == datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert (second.zone, second.code, second.qualifier, second.occurred_at) == ("bath", "water", "restored", None)


def test_read_a_text_that_is_json_again() -> None:
    inner = {"deviceName": "imei7", "notifyType": "property", "data": {"params": {"sos": {"value": True}}}}
    body = json.dumps({"msg": json.dumps(inner), "id": "n1", "time": 1767355200000}).encode()
    every = FORMS.read_named("onenet", body)
    assert [(one.account, one.code, one.reference) for one in every][-1] == ("imei7", "sos", "n1")
    assert every[0].occurred_at == datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_read_a_webhook_by_name() -> None:
    body = b'{"device_id": 7, "event_type": "fall", "confidence": 0.9, "timestamp": 1767355200}'
    [one] = FORMS.read_named("webhook", body)
    assert (one.account, one.code, one.values) == ("7", "fall", {"confidence": 0.9})


def test_take_a_code_from_the_topic() -> None:
    forms = Forms([Form("x", topic="v/{account}/{code}", restored=("off",), qualifier="state")])
    assert said("v/9/sos", {"state": "off"}, forms) == [("9", "sos", "restored")]
    assert forms.filters == ("v/+/+",)


def test_say_what_to_subscribe_to() -> None:
    assert {"yinling/+/heartbeat", "$oc/devices/+/sys/properties/report"} <= set(FORMS.filters)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", Fault.SHAPE), (b"{", Fault.SHAPE), (b"\xff", Fault.SHAPE), (b"[1]", Fault.CONTENT), (b"7", Fault.CONTENT),
        (b'{"a": NaN}', Fault.SHAPE), (b'{"a": -Infinity}', Fault.SHAPE), (b"[" * 60_000, Fault.SHAPE),
        (b'{"a":' * 20 + b"1" + b"}" * 20, Fault.TOO_LONG), (b" " * 70_000, Fault.TOO_LONG),
        (b'{"a": ' + b"9" * 5000 + b"}", Fault.SHAPE),
    ],
)  # fmt: skip
def test_refuse_json_with_its_reason(payload, reason) -> None:
    assert fault_of(payload) == reason


def test_refuse_what_has_no_form_or_no_account_or_no_end() -> None:
    assert fault_of(b"{}", "other/1/event") == Fault.NO_FORM
    assert fault_of(b"{}", "yinling//event") == Fault.CONTENT
    assert fault_of(b"{}", f"yinling/{'9' * 65}/event") == Fault.CONTENT
    assert fault_of(json.dumps({"services": [{}] * (EVENTS_MAX + 1)}).encode(), PROPERTIES) == Fault.TOO_LONG
    with pytest.raises(FrameFault):
        FORMS.read_named("nobody", b"{}")


def test_let_no_unfit_text_or_number_through() -> None:
    body = b'{"code": "a\\u0000b\\ud800", "battery": 1e999, "steps": 99999999999999999999, "text": "%b"}' % (b"x" * 900)
    [one] = FORMS.read_topic("yinling/1/event", body)
    assert (one.code, one.values, len(one.text)) == ("a b", {}, 500)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1767355200, "2026-01-02T12:00:00+00:00"), (1767355200123, "2026-01-02T12:00:00.123000+00:00"),
        ("1767355200", "2026-01-02T12:00:00+00:00"), ("2026-01-02T20:00:00", "2026-01-02T20:00:00+08:00"),
        ("2026-01-02 20:00:00Z", "2026-01-02T20:00:00+00:00"), ("yesterday", None), (5, None), (True, None),
        (None, None),        (1e300, None), ("0001-01-01T00:00:00+14:00", None), (-1, None), ([], None),
    ],
)  # fmt: skip
def test_read_a_moment_however_it_is_written(value, moment) -> None:
    read = read_time(value)
    assert (read.isoformat() if read else None) == moment


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


@settings(max_examples=60)
@given(
    account=texts.filter(lambda text: text and "/" not in text), code=st.sampled_from(["sos", "fall", "heartbeat"]),
    qualifier=st.sampled_from([Qualifier.NEW, Qualifier.RESTORED]), zone=texts, reference=texts, text=texts,
    at=st.none() | st.integers(946_684_800, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    battery=st.integers(0, 100), place=st.none() | st.builds(Place, st.floats(1, 180), st.floats(-90, 90)),
)  # fmt: skip
def test_read_again_what_was_written(account, code, qualifier, zone, reference, text, at, battery, place) -> None:
    if code == "heartbeat":
        qualifier, zone = Qualifier.NEW, ""
    report = Report("json", account, code, qualifier, zone, reference, at, {"battery": battery}, place, text)
    topic, payload = write_own(report)
    [one] = FORMS.read_topic(topic, payload)
    assert one == Report(
        "json", account, code, qualifier, zone, reference, at, {"battery": battery}, place, text, payload
    )


def test_open_an_address_only_to_the_signed() -> None:
    signed = onenet.signature("token", "nonce", "hello")
    assert signed == "KbPildL2ztzlG/2+A27Z4w=="
    assert onenet.echo({"msg": "hello", "nonce": "nonce", "signature": signed}, "token") == "hello"
    assert onenet.echo({"msg": "hello", "nonce": "nonce", "signature": signed.replace("+", " ")}, "token") == "hello"
    for wrong in ({"msg": "hello2", "nonce": "nonce", "signature": signed}, {"msg": "hello"}, {}):
        with pytest.raises(FrameFault):
            onenet.echo(wrong, "token")


def test_take_only_signed_pushes() -> None:
    for message, text in (("hello", "hello"), ({"a": 1, "b": "好"}, '{"a":1,"b":"好"}')):
        push = {"msg": message, "nonce": "n", "signature": onenet.signature("token", "n", text), "id": "1"}
        assert onenet.verify_push(json.dumps(push).encode(), "token") is None
        for wrong in (push | {"nonce": "m"}, push | {"signature": ""}, push | {"signature": 5}, push | {"msg": None}):
            with pytest.raises(FrameFault):
                onenet.verify_push(json.dumps(wrong).encode(), "token")
    with pytest.raises(FrameFault):
        onenet.verify_push(json.dumps({"msg": "", "nonce": "", "signature": onenet.signature("", "", "")}).encode(), "")
