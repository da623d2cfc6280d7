"""What was determined for a case."""

from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.models import Case
from yinling.needs.entitlements.queries import DeterminationView, determination_of


def determined(case: Case) -> DeterminationView | None:
    """The newest determination; None before the cost is known."""
    return determination_of(case_ref(case.pk)) if case.outcome else None


def public_fen(found: DeterminationView | None) -> int | None:
    """Both funds together; None where undecided."""
    if found is None or found.municipal_fen is None or found.district_fen is None:
        return None
    return found.municipal_fen + found.district_fen


def determination_of_case(case_id: int) -> DeterminationView | None:
    """For upper floors that have asked their own permission: what the payment follows."""
    return determination_of(case_ref(case_id))
