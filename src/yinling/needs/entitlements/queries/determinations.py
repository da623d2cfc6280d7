"""Determinations as pages and other capabilities see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.programmes import load_programme
from yinling.needs.entitlements.models import Determination, DeterminationQuerySet, Outcome

UNDECIDED = ("missing_facts", "unpayable")


@dataclass(frozen=True)
class ReasonLine:
    """One condition: its words, its clause, and `true`, `false` or `unknown`."""

    condition: str
    words: str
    clause: str
    value: str

    @property
    def truth(self) -> str:
        """The name under which the component of reasons reads it."""
        return self.value


@dataclass(frozen=True)
class DeterminationView:
    """A determination, frozen as it was made. Sums are None where the outcome is undecided."""

    id: int
    case_ref: str
    version: int
    programme: str
    outcome: str
    outcome_words: str
    tier: str
    tier_words: str
    cost_fen: int
    municipal_fen: int | None
    district_fen: int | None
    resident_fen: int | None
    reasons: list[ReasonLine]
    missing: list[str]
    options: dict[str, str]
    applied_on: date
    rule_version: str
    made_at: datetime
    made_by: str
    ending: str

    @property
    def is_standing(self) -> bool:
        """Whether it is neither replaced nor released."""
        return not self.ending


def view_of(determination: Determination) -> DeterminationView:
    """The stored row as a frozen value."""
    ending = getattr(determination, "ending", None)
    copied = ("id", "case_ref", "version", "programme", "outcome", "tier", "cost_fen", "options", "applied_on")
    sums = ("municipal_fen", "district_fen", "resident_fen", "rule_version", "made_at", "made_by")
    values: dict[str, Any] = {name: getattr(determination, name) for name in (*copied, *sums)}
    return DeterminationView(
        **values,
        outcome_words=determination.get_outcome_display(),
        tier_words=_tier_words(determination),
        reasons=[ReasonLine(**reason) for reason in determination.reasons],
        missing=[each["label"] for each in determination.missing],
        ending=ending.get_kind_display() if ending else "",
    )


def _tier_words(determination: Determination) -> str:
    rows = load_programme(determination.pack, determination.programme).rows
    return next((row.words for row in rows if row.id == determination.tier), determination.tier)


def determinations_of(case_ref: str) -> list[DeterminationView]:
    """Every version for one case, the newest first. Whoever asks has shown the case to somebody entitled to it."""
    rows = Determination.objects.filter(case_ref=case_ref).select_related("ending").order_by("-version")
    return [view_of(row) for row in rows]


def determination_of(case_ref: str) -> DeterminationView | None:
    """The newest version for one case, standing or not; None where nothing was determined."""
    return next(iter(determinations_of(case_ref)), None)


@dataclass(frozen=True)
class Sharing:
    """Who shares a cap: a household in a programme, one case left out."""

    programme: str
    household_id: int
    except_case: str = ""


def _shared(whose: Sharing) -> DeterminationQuerySet:
    rows = Determination.objects.standing().filter(programme=whose.programme, household_id=whose.household_id)
    return rows.exclude(case_ref=whose.except_case)


def cap_used_fen(whose: Sharing) -> int:
    """What standing determinations of the household have drawn on its cap."""
    return _shared(whose).aggregate(used=Sum("counted_fen"))["used"] or 0


def best_tier(whose: Sharing, rule: Rule) -> str:
    """The best tier that stands granted to others of the household; empty where none does."""
    granted = set(_shared(whose).filter(outcome=Outcome.GRANTED).values_list("tier", flat=True))
    rows = [row for row in rule.rows if row.id in granted]
    return max(rows, key=lambda row: row.values[rule.ranked_by]).id if rows else ""


def has_earlier_undecided(whose: Sharing, *, before: date) -> bool:
    """Whether a case of the household applied for earlier still waits for facts or values."""
    return _shared(whose).filter(outcome__in=UNDECIDED, applied_on__lt=before).exists()
