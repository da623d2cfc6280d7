"""The demo's lines: on which free ports receivers and broker listen, and which processes run for them."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass

HOST = "127.0.0.1"
COUNT = 3


@dataclass(frozen=True)
class Lines:
    """Where devices send."""

    dc09: str
    scaip: str
    broker: str

    def commands(self, web: str) -> list[list[str]]:
        """What runs beside the server: receivers with a broker of their own, and homes whose devices live."""
        return [
            ["alarms_receive", "--dc09", self.dc09, "--scaip", self.scaip, "--embedded-broker", self.broker]
            + ["--tell-web", web],
            ["alarms_simulate", "life", "--dc09", self.dc09, "--scaip", self.scaip, "--mqtt", f"mqtt://{self.broker}"],
        ]


def take_lines() -> Lines:
    """On ports that are free."""
    return Lines(*(f"{HOST}:{port}" for port in free_ports(COUNT)))


def free_ports(count: int) -> list[int]:
    """Ports that nobody has taken on this machine just now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
