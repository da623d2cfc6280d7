"""How much one address may ask for: connections at a time and frames a second; the book of addresses is bounded too."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class DoorLimits:
    """Many devices may share one address, so an address has more room than a device needs."""

    connections: int = 5_000
    connections_of_address: int = 500
    frames_a_second: float = 200.0
    burst: float = 1_000.0
    addresses: int = 20_000


class TooMany(Exception):
    """No further connection now."""


class Door:
    """Counts who is in and how fast they speak. For one loop; not shared between threads."""

    def __init__(self, limits: DoorLimits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._monotonic = limits, monotonic
        self._inside: dict[str, int] = {}
        self._total = 0
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()  # when last, how much of the burst was left

    @contextmanager
    def connection(self, address: str) -> Iterator[None]:
        """One connection for as long as it lasts. Raises TooMany."""
        held = self._inside.get(address, 0)
        if self._total >= self._limits.connections or held >= self._limits.connections_of_address:
            raise TooMany(address)
        self._inside[address] = held + 1
        self._total += 1
        try:
            yield
        finally:
            self._total -= 1
            if self._inside[address] == 1:
                del self._inside[address]
            else:
                self._inside[address] -= 1

    def seconds_to_wait(self, address: str) -> float:
        """Takes one frame from the address's allowance: 0 if it was there, else how long until it is."""
        left = self._left(address) - 1.0
        self._note(address, left)
        return max(0.0, -left / self._limits.frames_a_second)

    def admits(self, address: str) -> bool:
        """Takes one frame from the allowance if it is there; what is refused costs nothing."""
        left = self._left(address)
        self._note(address, left - 1.0 if left >= 1.0 else left)
        return left >= 1.0

    def _left(self, address: str) -> float:
        limits = self._limits
        then, left = self._spent.get(address, (0.0, limits.burst))
        return min(limits.burst, left + (self._monotonic() - then) * limits.frames_a_second)

    def _note(self, address: str, left: float) -> None:
        self._spent[address] = (self._monotonic(), left)
        self._spent.move_to_end(address)
        if len(self._spent) > self._limits.addresses:
            self._spent.popitem(last=False)
