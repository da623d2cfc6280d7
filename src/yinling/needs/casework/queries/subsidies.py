"""What was granted to a person."""

from dataclasses import dataclass
from datetime import date

from yinling.kernel.actor import Actor
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.models import Case
from yinling.needs.casework.queries.cases import CaseLine, line_of
from yinling.needs.casework.queries.determinations import determined
from yinling.needs.casework.queries.procedure import programme_name

GRANTED_STATES = (State.GRANTED, State.NOTICED, State.IN_FORCE, State.CLOSED)


@dataclass(frozen=True)
class Subsidy:
    """One granted case with its amounts in fen."""

    case: CaseLine
    programme: str
    municipal_fen: int
    district_fen: int
    resident_fen: int

    @property
    def public_fen(self) -> int:
        """Both funds together."""
        return self.municipal_fen + self.district_fen


def subsidies_of(person_id: int, *, actor: Actor, on: date) -> list[Subsidy]:
    """The person's granted cases that the actor may see, newest first; at most 20."""
    found = Case.objects.visible_to(actor, on=on).filter(person_id=person_id, state__in=GRANTED_STATES)
    return [_subsidy(case) for case in found.order_by("-pk")[:20]]


def _subsidy(case: Case) -> Subsidy:
    view = determined(case)
    shares = (view.municipal_fen, view.district_fen, view.resident_fen) if view else (0, 0, case.cost_fen)
    return Subsidy(line_of(case), programme_name(), *(share or 0 for share in shares))
