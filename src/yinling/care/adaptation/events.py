"""What adaptation announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkAccepted:
    """The older person, an agent or a clerk on behalf accepted the works; `cost_fen` is the agreed cost."""

    job_id: int
    case_id: int
    provider_id: int
    cost_fen: int
    accepted_on: date
