"""What enrolments announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EnrolmentStarted:
    """A person has a programme from a day on."""

    enrolment_id: int
    person_id: int
    pack: str
    programme: str
    since: date


@dataclass(frozen=True)
class EnrolmentPaused:
    """Nothing is due from a day on, for a reason."""

    enrolment_id: int
    person_id: int
    programme: str
    reason: str
    from_: date


@dataclass(frozen=True)
class EnrolmentResumed:
    """A pause is over from a day on."""

    enrolment_id: int
    person_id: int
    programme: str
    from_: date


@dataclass(frozen=True)
class EnrolmentEnded:
    """The person no longer has the programme from a day on."""

    enrolment_id: int
    person_id: int
    programme: str
    reason: str
    from_: date


@dataclass(frozen=True)
class LifeCheckRecorded:
    """Somebody saw or heard that the person is alive."""

    person_id: int
    done_on: date
    way: str
