"""Signed pushes over HTTP: taken once, refused unsigned, repeated where the database is away."""

import json
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from yinling.care.devices.models import DeviceEvent
from yinling.care.reception.domain import signing
from yinling.care.reception.models import Push
from yinling.care.reception.web import pushes
from yinling.engines.telemetry import onenet

pytestmark = pytest.mark.django_db
TOKEN = "a token of the tests"
FALL = json.dumps({"device_id": "radar-1", "event_type": "fall", "event_id": "e1"}).encode()


@pytest.fixture(autouse=True)
def _token(settings):
    settings.PUSH_TOKEN = TOKEN


def send(client, payload=FALL, *, form="webhook", age=0, token=TOKEN, **more):
    seconds = f"{datetime.now(UTC).timestamp() - age:.0f}"
    headers = {"X-Yinling-Time": seconds, "X-Yinling-Signature": signing.signature(token, seconds, payload)} | more
    return client.post(f"/pushes/{form}/", payload, content_type="application/json", headers=headers)


def test_take_a_signed_push(client, radar) -> None:
    answer = send(client)
    assert (answer.status_code, answer.json()) == (200, {"taken": 1})
    event = DeviceEvent.objects.get()
    assert (event.device_id, event.kind, bytes(event.raw)) == (radar.pk, "fall", FALL)


def test_take_a_repeated_push_once(client, radar) -> None:
    said = {"X-Yinling-Time": f"{datetime.now(UTC).timestamp():.0f}"}
    said["X-Yinling-Signature"] = signing.signature(TOKEN, said["X-Yinling-Time"], FALL)
    answers = [send(client, **said).json() for _ in range(3)]
    assert answers == [{"taken": 1}] + [{"taken": 0, "repeated": True}] * 2
    assert DeviceEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("how", "status"),
    [
        pytest.param({"token": "another"}, 403, id="another token"),
        pytest.param({"age": 301}, 403, id="too old"),
        pytest.param({"age": -400}, 403, id="from the future"),
        pytest.param({"X-Yinling-Time": "soon"}, 403, id="no time"),
        pytest.param({"X-Yinling-Signature": ""}, 403, id="unsigned"),
        pytest.param({"form": "nobody-knows"}, 404, id="no such form"),
        pytest.param({"payload": b"[1"}, 400, id="no JSON"),
        pytest.param({"payload": b" " * 65_537}, 413, id="too long"),
    ],
)
def test_refuse(client, radar, how, status) -> None:
    assert send(client, **how).status_code == status
    assert not DeviceEvent.objects.exists()
    assert not Push.objects.exists()


def test_refuse_everything_without_a_token(client, radar, settings) -> None:
    settings.PUSH_TOKEN = ""
    assert send(client, token="").status_code == 403
    signed = {"msg": "x", "nonce": "n", "signature": onenet.signature("", "n", "x")}
    assert client.get("/pushes/onenet/", signed).status_code == 403


def test_ask_for_a_repetition_where_nothing_can_be_kept(client, radar, monkeypatch) -> None:
    def locked(*_anything, **_more):
        raise OperationalError("database is locked")

    with monkeypatch.context() as away:
        away.setattr(pushes, "take_push", locked)
        away.setattr(pushes.connection, "close", lambda: None)
        answer = send(client)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert send(client).json() == {"taken": 1}


def test_open_an_address_as_a_platform_tries_it(client) -> None:
    said = {"msg": "Hello+%", "nonce": "n1", "signature": onenet.signature(TOKEN, "n1", "Hello+%")}
    answer = client.get("/pushes/onenet/", said)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"Hello+%", "text/plain")
    assert client.get("/pushes/onenet/", said | {"msg": "other"}).status_code == 403


def test_take_what_a_platform_pushes_once(client, radar) -> None:
    message = json.dumps({"deviceName": "radar-1", "data": {"params": {"fall": {"value": True}}}})
    body = {"msg": message, "nonce": "n2", "id": "7", "signature": onenet.signature(TOKEN, "n2", message)}
    answers = [client.post("/pushes/onenet/", body | {"id": f"{number}"}, content_type="application/json").json()
               for number in range(2)]  # fmt: skip
    assert answers == [{"taken": 1}, {"taken": 0, "repeated": True}]
    assert DeviceEvent.objects.get().kind == "fall"
