"""What orders announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OrderAccepted:
    """A provider will do it from a day on."""

    order_id: int
    person_id: int
    provider_id: int
    from_day: date


@dataclass(frozen=True)
class OrderEnded:
    """Nobody comes for it from a day on; also where it was called off before anybody took it."""

    order_id: int
    person_id: int
    from_: date
    note: str


@dataclass(frozen=True)
class RestBegun:
    """Nobody needs to come to a person in [from_, until); `until` None: not known yet."""

    rest_id: int
    person_id: int
    reason: str
    from_: date
    until: date | None


@dataclass(frozen=True)
class RestEnded:
    """The person is at home again from a day on, earlier than was said."""

    rest_id: int
    person_id: int
    reason: str
    on: date
