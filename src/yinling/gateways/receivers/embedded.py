"""A broker in this process, for demonstrations and tests. It shares no topics, checks nobody and forgets when it ends.

In production a broker of its own (Mosquitto) takes its place.
"""

from amqtt.broker import Broker

_ANYBODY = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}


class EmbeddedBroker:
    """A broker on one port."""

    def __init__(self, host: str, port: int) -> None:
        listeners = {"default": {"type": "tcp", "bind": f"{host}:{port}", "max_connections": 500}}
        self._broker = Broker({"listeners": listeners, "plugins": _ANYBODY})

    async def open(self) -> None:
        """Listens. Raises OSError where the port is taken."""
        await self._broker.start()

    async def close(self) -> None:
        """Ends all connections."""
        await self._broker.shutdown()
