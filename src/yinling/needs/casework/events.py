"""What casework announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseAccepted:
    """The town took the application on; the home may be surveyed."""

    case_id: int
    person_id: int
    area: str
    programme: str


@dataclass(frozen=True)
class CaseDecided:
    """The bureau granted or refused."""

    case_id: int
    granted: bool


@dataclass(frozen=True)
class CaseInForce:
    """The objection window passed; work may be contracted."""

    case_id: int


@dataclass(frozen=True)
class CaseWithdrawn:
    """The applicant took the application back."""

    case_id: int


@dataclass(frozen=True)
class CaseReopened:
    """An objection was upheld; the decision no longer stands."""

    case_id: int


@dataclass(frozen=True)
class CaseClosed:
    """All is paid; nothing more will happen."""

    case_id: int
