"""Receives JSON messages from an MQTT broker, several receivers beside each other.

Topics that carry nothing but signs of life are shared: each message goes to one receiver, without acknowledgement, for
the next one says the same. All other topics go to every receiver, at least once, acknowledged when durable: a broker
keeps what a dead receiver of a shared topic was given until that very receiver is back, and an alarm cannot wait.
What several receivers store is stored once, by the key of the report; each call is one receiver's turn, and the others
look a little later whether it is there. A receiver may ask for the one sort or the other alone: then no call for help
stands in line behind signs of life, on its connection or in its process.
"""

import logging
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from yinling.engines.telemetry.forms import Form
from yinling.engines.telemetry.json_forms import Forms
from yinling.engines.telemetry.reports import FrameFault, Report
from yinling.gateways.receivers.buffered import BufferedClient
from yinling.gateways.receivers.intake import Intake, Told, Verdict
from yinling.gateways.receivers.tally import Tally
from yinling.gateways.receivers.turns import Turns

logger = logging.getLogger(__name__)

PORT, PORT_TLS = 1883, 8883
KEEPALIVE_SECONDS = 60  # the broker answers a ping after all messages that wait: 30 cut off who was 400,000 behind
RECONNECT_SECONDS = (1, 30)  # doubled each time between these
FULL_SECONDS = 0.05


class Hears(StrEnum):
    """What a receiver listens to: calls for help and whatever may be one, mere signs of life, or both."""

    ALL = "all"
    CALLS = "calls"
    SIGNS = "signs"


@dataclass(frozen=True)
class Broker:
    """Where the broker is. `authority` is a file of certificates to trust instead of the system's."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    authority: str = ""


class NoBroker(ValueError):
    """An address that is none of a broker, without the password in it."""


def broker_at(url: str, authority: str = "") -> Broker:
    """`mqtt://user:password@host:port`, or `mqtts://` for TLS. Raises NoBroker."""
    said = urlsplit(url)
    if said.scheme not in ("mqtt", "mqtts") or not said.hostname:
        raise NoBroker(url.rpartition("@")[2])
    is_tls = said.scheme == "mqtts"
    port = said.port or (PORT_TLS if is_tls else PORT)
    return Broker(
        said.hostname, port, unquote(said.username or ""), unquote(said.password or ""), is_tls, authority
    )  # fmt: skip


def client_of(broker: Broker, client_id: str, *, is_lasting: bool = False) -> paho.Client:
    """A client that is not connected yet. With `is_lasting` the broker keeps what comes while it is away."""
    client = BufferedClient(
        CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=not is_lasting, manual_ack=True
    )
    if broker.user:
        client.username_pw_set(broker.user, broker.password)
    if broker.is_tls:
        client.tls_set_context(ssl.create_default_context(cafile=broker.authority or None))
    return client


def is_of_signs(form: Form) -> bool:
    """Whether messages of this form can say nothing but that a device lives."""
    return not form.code and not form.flags


def _topics(forms: Sequence[Form], *, of_signs: bool) -> list[str]:
    chosen = [form for form in forms if form.topic and is_of_signs(form) == of_signs]
    return [topic for form in chosen for topic in Forms([form]).filters]


class Mqtt:
    """One connection with a thread of its own; it is opened again for as long as the receiver runs."""

    def __init__(
        self, intake: Intake, forms: Sequence[Form], *, broker: Broker, client_id: str, group: str,
        hears: Hears = Hears.ALL,
    ) -> None:  # fmt: skip
        """`client_id` is unique and stays the same, or the broker keeps messages for nobody; without `group` nothing
        is shared."""
        self.tally = Tally("mqtt")
        self.broker = broker
        self.turns = Turns(client_id)
        self._intake, self._forms = intake, Forms(forms)
        share = f"$share/{group}/" if group else ""
        signs = [(f"{share}{topic}", 0) for topic in _topics(forms, of_signs=True)]
        calls = [(topic, 1) for topic in _topics(forms, of_signs=False)]
        self._filters = [*(signs if hears is not Hears.CALLS else ()), *(calls if hears is not Hears.SIGNS else ())]
        # The broker remembers for what a client of this name has ever asked.
        self._others = [one[0] for one in (*signs, *calls) if one not in self._filters]
        self._connections = 0
        self._stopping = threading.Event()
        self._client = client_of(broker, client_id, is_lasting=True)
        self._client.reconnect_delay_set(*RECONNECT_SECONDS)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._heard

    def start(self) -> None:
        """Connects, now or as soon as the broker is there."""
        self._client.connect_async(self.broker.host, self.broker.port, KEEPALIVE_SECONDS)
        self._client.loop_start()

    def stop(self) -> None:
        """Leaves; what is not acknowledged by now comes again."""
        self._stopping.set()
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def is_connected(self) -> bool:
        """Whether the broker answers."""
        return self._client.is_connected()

    def _connected(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self.tally.count("not_admitted")
            logger.error("mqtt: %s:%d does not admit us: %s", self.broker.host, self.broker.port, reason)
            return
        self._connections += 1
        self.tally.count("connected")
        if self._others:
            client.unsubscribe(self._others)
        client.subscribe(self._filters)

    def _disconnected(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not self._stopping.is_set():
            self.tally.count("disconnected")
            logger.error("mqtt: %s:%d is away: %s", self.broker.host, self.broker.port, reason)

    def _subscribed(self, _client: Any, _data: Any, _mid: Any, reasons: Sequence[Any], _properties: Any) -> None:
        self.tally.count("subscribed")
        refused = [topic for (topic, _), reason in zip(self._filters, reasons, strict=False) if reason.is_failure]
        if refused:
            logger.error("mqtt: the broker refuses %s", ", ".join(refused))

    def _heard(self, client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        count = self.tally.count
        count("received")
        if message.retain:  # said at some time before we asked
            count("retained")
            self._acknowledge(message.mid, message.qos)
            return
        reports = self._read(message)
        if not reports:
            self._acknowledge(message.mid, message.qos)
            return
        told = self._when_all(len(reports), message.mid) if message.qos else None
        for report in reports:
            is_ours = not message.qos or self.turns.is_ours(report.account)  # signs of life take no turns
            while not self._intake.offer(report, "mqtt", told, is_ours=is_ours):
                count("waited")
                if not message.qos or self._stopping.wait(FULL_SECONDS):
                    break

    def _read(self, message: paho.MQTTMessage) -> Sequence[Report]:
        payload = bytes(message.payload)
        try:
            return self._forms.read_topic(message.topic, payload)
        except (FrameFault, UnicodeDecodeError) as fault:
            self.tally.count("fault")
            self.tally.tell(str(fault), payload)
        except Exception as fault:  # it would end the thread, and with it the receiver
            self.tally.count("failed")
            self.tally.tell(repr(fault), payload)
        return ()

    def _when_all(self, count: int, mid: int) -> Told:
        """Acknowledges after the last of `count` reports, on this connection only: a later one has other numbers.

        What failed comes again from a device, not from the broker, where it would only stand in the way.
        """
        connection, left, lock = self._connections, count, threading.Lock()

        def told(_verdict: Verdict) -> None:
            nonlocal left
            with lock:
                left -= 1
            if left == 0 and connection == self._connections:
                self._acknowledge(mid, 1)

        return told

    def _acknowledge(self, mid: int, qos: int) -> None:
        if qos:
            self._client.ack(mid, qos)
