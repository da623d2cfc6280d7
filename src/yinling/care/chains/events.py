"""What chains announce."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ChainPublished:
    """From a moment on alarms climb by another version; those that were raised before keep theirs."""

    chain: str
    number: int
    in_force_from: datetime


@dataclass(frozen=True)
class ChainWithdrawn:
    """A version that had not begun will not begin."""

    chain: str
    number: int
