"""What came back to a device, and after how long."""

import time
from collections.abc import Callable
from dataclasses import dataclass

ANSWER_SECONDS = 15.0


@dataclass(frozen=True)
class Answered:
    """`word` as the protocol says it; empty if nothing came. `is_taken`: the device may forget what it sent."""

    word: str
    is_taken: bool
    seconds: float

    @property
    def milliseconds(self) -> float:
        """How long it took."""
        return round(self.seconds * 1000, 1)


def timed(ask: Callable[[], tuple[str, bool]]) -> Answered:
    """The answer that `ask` waits for; whatever breaks on the way is no answer."""
    began = time.perf_counter()
    try:
        word, is_taken = ask()
    except OSError as fault:
        word, is_taken = f"{type(fault).__name__}: {fault}", False
    return Answered(word, is_taken, time.perf_counter() - began)
