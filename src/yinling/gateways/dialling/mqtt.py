"""A device at a broker: publishes, and hears that the broker has it; what a receiver does with it is not told."""

import secrets
from types import TracebackType
from typing import Self

from yinling.gateways.dialling.answers import ANSWER_SECONDS, Answered, timed
from yinling.gateways.receivers.mqtt import Broker, client_of


class Publisher:
    """A connection for as long as the block lasts. Raises OSError if there is no broker."""

    def __init__(self, broker: Broker) -> None:
        self._broker, self._client = broker, client_of(broker, f"device-{secrets.token_hex(6)}")

    def __enter__(self) -> Self:
        self._client.connect(self._broker.host, self._broker.port)
        self._client.loop_start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: bytes) -> Answered:
        """At least once; `PUBACK` when the broker has it."""

        def ask() -> tuple[str, bool]:
            told = self._client.publish(topic, payload, qos=1)
            told.wait_for_publish(ANSWER_SECONDS)
            return ("PUBACK", True) if told.is_published() else ("", False)

        return timed(ask)

    def mention(self, topic: str, payload: bytes) -> None:
        """At most once, without waiting: a sign of life."""
        self._client.publish(topic, payload, qos=0)
