"""What forms and tables of enrolments offer: programmes in use, counts by programme, what rests now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import Actor
from yinling.needs.enrolments.domain.spells import Step, stretches
from yinling.needs.enrolments.models import EnrolmentStep
from yinling.needs.enrolments.queries.lists import REASONS, EnrolmentFilter, filtered, programme_name
from yinling.needs.entitlements.queries.packs import deployed_programmes

# A programme of this subject, unless it is used when needed, is something that a person has for a time.
ENROLLABLE = ("person", "household")


@dataclass(frozen=True)
class ProgrammeChoice:
    """A programme in use that a person may have for a time; `key` names pack and programme together."""

    pack: str
    programme: str
    name: str

    @property
    def key(self) -> str:
        """As forms and addresses name it."""
        return f"{self.pack}:{self.programme}"


@dataclass
class ProgrammeCounts:
    """How many have one programme, by state."""

    choice: ProgrammeChoice
    by_state: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def enrolled(self) -> int:
        """Those who have it now."""
        return self.by_state["enrolled"]

    @property
    def paused(self) -> int:
        """Those for whom it rests."""
        return self.by_state["paused"]

    @property
    def ended(self) -> int:
        """Those who had it."""
        return self.by_state["ended"]


def programme_choices() -> list[ProgrammeChoice]:
    """Programmes in use that a person may be enrolled in, in the order of the packs."""
    return [
        ProgrammeChoice(pack, programme, programme_name(pack, programme))
        for pack, programme in deployed_programmes()
        if _is_enrollable(pack, programme)
    ]


def _is_enrollable(pack: str, programme: str) -> bool:
    rule = load_programme(pack, programme)
    return rule.subject in ENROLLABLE and rule.entry != "on_demand"


def counts_by_programme(wanted: EnrolmentFilter, *, actor: Actor, on: date) -> list[ProgrammeCounts]:
    """How many by programme and state, those of the packs in use first and whatever else there is after them."""
    found: dict[tuple[str, str], ProgrammeCounts] = {}
    rows = filtered(wanted, actor=actor, on=on).values_list("pack", "programme", "state").annotate(Count("id"))
    for pack, programme, state, count in rows.order_by("pack", "programme"):
        key = (pack, programme)
        if key not in found:
            found[key] = ProgrammeCounts(ProgrammeChoice(pack, programme, programme_name(pack, programme)))
        found[key].by_state[state] += count
    return list(found.values())


def resting_now(enrolment_id: int) -> list[tuple[str, str]]:
    """Reasons, with their words, for which an enrolment rests after its last step."""
    rows = EnrolmentStep.objects.filter(enrolment=enrolment_id).order_by("id")
    course = stretches(Step(*row) for row in rows.values_list("id", "verb", "effective_on", "reason"))
    return _in_words(course[-1].standing.resting if course else ())


def _in_words(reasons: Iterable[str]) -> list[tuple[str, str]]:
    return [(reason, str(REASONS.get(reason, reason))) for reason in sorted(reasons)]
