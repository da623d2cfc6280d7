"""A broker as docs/operating/devices.md sets it up: TLS, a log-in each, and nobody says or hears what is not theirs."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.gateways.receivers.conftest import Keeper
from tests.gateways.receivers.test_intake import wait_for
from tests.gateways.receivers.test_mqtt import free_port, subscribed
from yinling.engines.telemetry.forms import Form
from yinling.gateways.receivers.broker_files import SALT_BYTES, is_name, kept_lines, password_line, rights
from yinling.gateways.receivers.mqtt import Broker, Mqtt, broker_at, client_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "operating" / "devices.md"
MOSQUITTO = shutil.which("mosquitto") or shutil.which("/usr/sbin/mosquitto")
FORMS = (
    Form("sign", topic="yinling/{account}/heartbeat", reference="id"),
    Form("event", topic="yinling/{account}/event", code="code", reference="id"),
)
PASSWORDS = {"receiver-a": "tomato soup/:@", "7": "seven", "8": "eight"}
real = pytest.mark.killing


@dataclass(frozen=True)
class Running:
    """A broker at work."""

    port: int
    authority: str

    def at(self, user: str, password: str = "", authority: str = "") -> Broker:
        return Broker("localhost", self.port, user, password or PASSWORDS[user], True, authority or self.authority)


def documented(folder: Path, port: int) -> str:
    """The settings that the document gives, in a folder of ours."""
    text = DOCUMENT.read_text(encoding="utf-8")
    settings = text[text.index("listener 8883") :].partition("```")[0]
    found = settings.replace("/etc/mosquitto/", f"{folder}/").replace("/var/lib/mosquitto/", f"{folder}/")
    found = found.replace("listener 8883", f"listener {port} 127.0.0.1") + "log_type error\n"
    return found + ("user root\n" if os.geteuid() == 0 else "")


def signed(name: str, folder: Path, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None):
    """A certificate for this machine in `name`.crt and .key; of its own authority unless there is an issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, by_key = issuer or (subject, key)
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(by).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2)).add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(by_key, hashes.SHA256())
    )  # fmt: skip
    (folder / f"{name}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))  # fmt: skip
    return subject, key


@pytest.fixture(scope="module")
def broker(tmp_path_factory) -> Iterator[Running]:
    if MOSQUITTO is None:
        pytest.skip("Debian's mosquitto is not installed; the embedded broker knows no log-ins")
    folder, port = tmp_path_factory.mktemp("mosquitto"), free_port()
    signed("broker", folder, signed("ca", folder))
    signed("other", folder)
    lines = [password_line(user, word, salt=os.urandom(SALT_BYTES)) for user, word in PASSWORDS.items()]
    (folder / "passwords").write_text("\n".join(lines) + "\n")
    (folder / "acl").write_text(rights([form.topic for form in FORMS], receivers=["receiver-a"]))
    (folder / "mosquitto.conf").write_text(documented(folder, port))
    process = subprocess.Popen([str(MOSQUITTO), "-c", str(folder / "mosquitto.conf")])
    running = Running(port, str(folder / "ca.crt"))
    try:
        wait_for(lambda: answer(running.at("7")) == "Success")
        yield running
    finally:
        process.terminate()
        process.wait(10)


def answer(at: Broker, client_id: str = "trying") -> str:
    """What the broker says to whoever connects; what went wrong where it says nothing."""
    client, told = client_of(at, client_id), []
    client.on_connect = lambda _client, _data, _flags, reason, _properties: told.append(str(reason))
    try:
        client.connect(at.host, at.port)
    except OSError as fault:
        return type(fault).__name__
    client.loop_start()
    with suppress(AssertionError):
        wait_for(lambda: told)
    client.disconnect()
    client.loop_stop()
    return told[0] if told else "nothing"


@contextmanager
def connected(at: Broker, client_id: str = "") -> Iterator[paho.Client]:
    client = client_of(at, client_id or at.user)
    client.connect(at.host, at.port)
    client.loop_start()
    try:
        wait_for(client.is_connected)
        yield client
    finally:
        client.disconnect()
        client.loop_stop()


def receiving(at: Broker, keeper: Keeper) -> AbstractContextManager[Mqtt]:
    """A receiver with its log-in, subscribed."""
    return subscribed(keeper, at, at.user, forms=FORMS, group="district")


def say(client: paho.Client, topic: str, code: str) -> None:
    client.publish(topic, b'{"code": "%s", "id": "%s"}' % (code.encode(), code.encode()), qos=1).wait_for_publish(5)


@real
def test_keep_what_devices_say_under_their_own_account_alone(broker: Running, keeper: Keeper) -> None:
    url = f"mqtts://receiver-a:tomato%20soup%2F%3A%40@localhost:{broker.port}"
    with receiving(broker_at(url, broker.authority), keeper), connected(broker.at("7")) as seven:
        say(seven, "yinling/8/event", "forged")
        say(seven, "yinling/7/other", "unheard")
        say(seven, "yinling/7/heartbeat", "heartbeat")
        with connected(broker.at("8")) as eight:
            say(eight, "yinling/8/event", "sos")
        wait_for(lambda: len(keeper.codes) >= 2)
    assert sorted(keeper.codes) == ["heartbeat", "sos"]
    assert {heard.report.account for heard in keeper.kept.values()} == {"7", "8"}


@real
def test_let_no_device_hear_anything(broker: Running, keeper: Keeper) -> None:
    heard: list[str] = []
    with receiving(broker.at("receiver-a"), keeper), connected(broker.at("7")) as seven:
        seven.on_message = lambda _client, _data, message: heard.append(message.topic)
        for topic in ("#", "yinling/8/event", "yinling/7/event", "$share/district/yinling/+/heartbeat", "$SYS/#"):
            seven.subscribe(topic, 1)
        with connected(broker.at("8")) as eight:
            say(eight, "yinling/8/event", "sos")
            say(eight, "yinling/8/heartbeat", "heartbeat")
        say(seven, "yinling/7/event", "fall")
        wait_for(lambda: len(keeper.codes) >= 3)
    assert heard == []


@real
def test_admit_nobody_without_the_right_password_and_certificate(broker: Running) -> None:
    assert answer(broker.at("7", "wrong")) == "Not authorized"
    assert answer(broker.at("9", "seven")) == "Not authorized"
    assert answer(Broker("localhost", broker.port, is_tls=True, authority=broker.authority)) == "Not authorized"
    assert answer(Broker("localhost", broker.port, "7", "seven")) == "nothing"  # in clear
    other = broker.authority.replace("ca.crt", "other.crt")
    assert answer(broker.at("7", authority=other)) == ssl.SSLCertVerificationError.__name__
    assert answer(broker.at("7")) == "Success"


@real
def test_let_no_device_take_a_receivers_place(broker: Running, keeper: Keeper) -> None:
    """Whoever connects under the name of another throws them out; the name is the log-in's here."""
    with receiving(broker.at("receiver-a"), keeper) as receiver, connected(broker.at("7"), "receiver-a") as seven:
        say(seven, "yinling/7/event", "sos")
        wait_for(lambda: keeper.codes == ["sos"])
        assert receiver.tally.counts["disconnected"] == 0


def test_write_lines_that_name_nobody_else() -> None:
    assert [name for name in ("7", "a-b_c.9", "a b", "a:b", "+", "a#", "a/b", "", "$x") if is_name(name)] == [
        "7",
        "a-b_c.9",
    ]
    assert kept_lines("a:1\nab:2\n\nb:3\n", ["a", "b"]) == ["a:1", "b:3"]
    assert rights(["x/{account}/y", "all"], receivers=["r"]) == "pattern write x/%u/y\n\nuser r\ntopic read x/+/y\n"
