"""What alarms announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AlarmRaised:
    """Somebody or something calls for help; one that joined an open alarm is not announced again."""

    alarm_id: int
    person_id: int | None
    device_id: int | None
    area: str
    kind: str
    severity: str


@dataclass(frozen=True)
class AlarmExhausted:
    """The chain came to its end and nobody has taken the alarm; it goes on being told."""

    alarm_id: int
    person_id: int | None
    area: str


@dataclass(frozen=True)
class AlarmClosed:
    """A person closed it with an outcome."""

    alarm_id: int
    person_id: int | None
    device_id: int | None
    kind: str
    outcome: str
    is_false: bool
