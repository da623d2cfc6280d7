"""What a receiver counts, the line it writes each minute, and how much of what is wrong it tells in full."""

import logging
import time
from collections import Counter
from collections.abc import Callable

TOLD_A_MINUTE = 20
logger = logging.getLogger(__name__)


class Tally:
    """Counts by word. Each receiver has one, so that nobody counts in two threads."""

    def __init__(self, name: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self._monotonic, self._minute, self._told = monotonic, 0.0, 0

    def count(self, word: str) -> None:
        """One more."""
        self.counts[word] += 1

    def tell(self, said: str, raw: bytes) -> None:
        """Logs what could not be read, with its bytes; so many a minute, for a sender must not fill the disk either."""
        now = self._monotonic()
        if now - self._minute >= 60:
            self._minute, self._told = now, 0
        self._told += 1
        if self._told <= TOLD_A_MINUTE:
            logger.warning("%s: %s: %s", self.name, said, raw[:4096].hex())

    def line(self) -> str:
        """Everything since the start, for a log."""
        said = " ".join(f"{word}={number}" for word, number in sorted(self.counts.items()))
        return f"{self.name}: {said or 'nothing yet'}"
