"""What the rules give for a home bed, with the clause; what cannot be reckoned says what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yinling.care.catalogue.queries import files
from yinling.care.homebeds.models import HomeBed, SubsidyKind
from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.deciding import decide_one, payable
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.registry.queries import fact_histories

NO_RULE = "本区的文件没有写这项补贴的标准。标准公布以后由区民政局写进政策文件；在那以前，登记时写明依据。"
SAID = {
    Outcome.GRANTED: "",
    Outcome.NOT_GRANTED: "不符合",
    Outcome.MISSING_FACTS: "还不知道",
    Outcome.UNPAYABLE: "算不出来",
}


@dataclass(frozen=True)
class SubsidyDue:
    """One kind: `fen` as the rules give it, with its clause; None where they give nothing, and `why`."""

    kind: str
    kind_words: str
    name: str
    clause: str
    fen: int | None
    why: str

    @property
    def source(self) -> str:
        """The ground to be written down with it."""
        return f"{self.name} {self.clause}".strip()


def subsidies_due(bed: HomeBed, *, on: date) -> list[SubsidyDue]:
    """Building and running, on the facts of the day; for callers that may see the bed."""
    return list(_due(bed, on))


def _due(bed: HomeBed, on: date) -> Iterator[SubsidyDue]:
    rule = files().home_beds
    for kind in SubsidyKind:
        programme = getattr(rule, str(kind.value), "") if rule else ""
        if rule is None or not programme:
            yield SubsidyDue(kind.value, str(kind.label), "", "", None, NO_RULE)
        else:
            yield _of_programme(bed, kind, rule.pack, programme, on)


def _of_programme(bed: HomeBed, kind: SubsidyKind, pack: str, programme: str, on: date) -> SubsidyDue:
    bound = bound_programme(programme, on=on, pack=pack)
    histories = fact_histories([bed.person_id])
    facts = histories[bed.person_id].on(on) if bed.person_id in histories else {}
    decision = decide_one(bound, {**facts, "on": on, "applied_on": on})
    told = (str(kind.value), str(kind.label), bound.rule.name, bound.rule.clause)
    if decision.outcome is Outcome.GRANTED:
        return SubsidyDue(*told, sum(fen or 0 for amount, fen in payable(bound, decision) if amount.public), "")
    value = "false" if decision.outcome is Outcome.NOT_GRANTED else "unknown"
    reasons = [each.words for each in reasons_of(bound, decision, load_facts()) if each.value == value]
    return SubsidyDue(*told, None, "：".join(filter(None, [SAID[decision.outcome], "；".join(reasons)])))
