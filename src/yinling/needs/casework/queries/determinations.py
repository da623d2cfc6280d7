"""What was determined for a case, in the words of its pages."""

from dataclasses import dataclass

from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.models import Case
from yinling.needs.entitlements.queries import determination_of

TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True)
class Ground:
    """One condition of the rule: its words, its clause, and whether it holds (None = unknown)."""

    words: str
    clause: str
    truth: bool | None


@dataclass(frozen=True)
class Determined:
    """The determination that stands for a case; amounts in fen, None where undecided."""

    id: int
    outcome: str
    tier: str
    municipal_fen: int | None
    district_fen: int | None
    resident_fen: int | None
    reasons: tuple[Ground, ...]
    missing: tuple[str, ...]
    rule_version: str

    @property
    def public_fen(self) -> int | None:
        """Both funds together."""
        if self.municipal_fen is None or self.district_fen is None:
            return None
        return self.municipal_fen + self.district_fen


def determined(case: Case) -> Determined | None:
    """The latest determination; None before the cost is known."""
    view = determination_of(case_ref(case.pk))
    if view is None:
        return None
    return Determined(
        id=view.id,
        outcome=str(view.outcome),
        tier=view.tier,
        municipal_fen=view.municipal_fen,
        district_fen=view.district_fen,
        resident_fen=view.resident_fen,
        reasons=tuple(Ground(r.words, r.clause, TRUTHS.get(str(r.value).lower())) for r in view.reasons),
        missing=tuple(str(name) for name in view.missing),
        rule_version=view.rule_version,
    )
