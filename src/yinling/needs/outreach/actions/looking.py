"""One programme decided for one part of the people, and what follows for their leads."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.columns import Column
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.facts import Fact
from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.deciding import decide_batch, payable
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.needs.outreach.domain.findings import NOTHING, Finding, finding_of, gaps
from yinling.needs.outreach.domain.moving import NOT_ALIVE, Move, Seen, move
from yinling.needs.outreach.domain.states import Kind, State
from yinling.needs.outreach.models import Explanation, Lead, LeadStep, Search, Tally
from yinling.needs.outreach.queries.overlapping import Overlapping, overlapping
from yinling.needs.outreach.queries.receiving import receivers
from yinling.needs.outreach.queries.sought import Sought

DIGEST_DIGITS = 32
WORDS_MAX = 200
COUNTED_APART = frozenset({"on", "alive", "person_id", "household_id"})
KEPT = (
    "area", "kind", "missing_fact", "tier", "clause", "amount_fen", "explanation", "facts_digest", "rule_version",
    "state", "why", "found_on", "seen_on", "search", "call_on",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Some people in the order of their numbers, their areas, their facts by name, and the same as columns."""

    persons: Sequence[int]
    areas: Sequence[str]
    facts: Sequence[dict[str, object]]
    columns: dict[str, Column]


@dataclass
class Looker:
    """Looks for one programme among one part of the people."""

    search: Search
    sought: Sought
    part: Part
    at: datetime
    steps: list[tuple[Lead, Move]] = field(default_factory=list)
    fresh: list[Lead] = field(default_factory=list)
    changed: list[Lead] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    explained: dict[int, Explanation] = field(default_factory=dict)
    shut_out: dict[int, str] = field(default_factory=dict)  # by row: why another programme leaves nothing of this one

    @cached_property
    def batch(self) -> Batch:
        """Everybody decided."""
        return decide_batch(self.sought.bound, self.part.columns, len(self.part.persons))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The dictionary."""
        return load_facts()

    def look(self) -> tuple[int, int]:
        """Stores what was found; how many were found and how many leads ended."""
        by_signature = [finding_of(self.sought.bound, each) for each in self.batch.resolutions]
        common = self._gaps(by_signature)
        receiving = receivers(self.sought.pack, self.sought.programme, self.part.persons, on=self.search.on)
        self.shut_out = self._shut_out(by_signature)
        leads = self._known()
        for row, person in enumerate(self.part.persons):
            finding = by_signature[self.batch.signature[row]] if self.part.facts[row]["alive"] else NOTHING
            finding = NOTHING if row in self.shut_out else finding
            self._count(self.part.areas[row], finding, person in receiving)
            if finding.kind is Kind.NEARLY and finding.missing in common:
                finding = NOTHING
            if finding.kind or person in leads:
                self._take(row, leads.get(person), finding, person in receiving)
        self._store()
        ended = sum(1 for _lead, step in self.steps if step.state is State.ENDED)
        return len(self.steps) - ended, ended

    @cached_property
    def overlapping(self) -> Overlapping:
        """What other programmes leave of this one."""
        return overlapping(self.sought, on=self.search.on)

    def _shut_out(self, by_signature: Sequence[Finding]) -> dict[int, str]:
        received = self.overlapping.received(self.part.persons, on=self.search.on)
        having = {
            row: names
            for row, person in enumerate(self.part.persons)
            if (names := [name for name, persons in received.items() if person in persons])
        }
        found = {
            row: self.overlapping.shut_out(self.batch.decision(row), self.part.facts[row], names)
            for row, names in having.items()
            if by_signature[self.batch.signature[row]].kind
        }
        return {row: why for row, why in found.items() if why}

    def _gaps(self, by_signature: Sequence[Finding]) -> set[str]:
        """Facts that are no lead because so many lack them; found among the first people, kept for the whole search."""
        if self.search.after_person == 0:
            counts = np.bincount(self.batch.signature, minlength=len(by_signature)).tolist()
            lacking: Counter[str] = Counter()
            for finding, count in zip(by_signature, counts, strict=True):
                if finding.kind is Kind.NEARLY:
                    lacking[finding.missing] += count
            for name, percent in gaps(lacking, len(self.part.persons)).items():
                self.search.gaps.append([self.sought.pack, self.sought.programme, name, percent])
        own = [self.sought.pack, self.sought.programme]
        return {fact for pack, programme, fact, _percent in self.search.gaps if [pack, programme] == own}

    def _known(self) -> dict[int, Lead]:
        first, last = self.part.persons[0], self.part.persons[-1]
        rows = Lead.objects.filter(
            pack=self.sought.pack, programme=self.sought.programme, person_id__gte=first, person_id__lte=last
        )  # fmt: skip
        return {lead.person_id: lead for lead in rows}

    def _count(self, area: str, finding: Finding, is_receiving: bool) -> None:
        tally = self.tallies.get(area)
        if tally is None:
            tally = self.tallies[area] = Tally(
                search=self.search, pack=self.sought.pack, programme=self.sought.programme, area=area
            )  # fmt: skip
        tally.entitled += finding.kind is Kind.ENTITLED
        tally.nearly += finding.kind is Kind.NEARLY and not is_receiving
        tally.receiving += finding.kind is Kind.ENTITLED and is_receiving
        tally.stray += finding.kind is None and is_receiving

    def _take(self, row: int, lead: Lead | None, finding: Finding, is_receiving: bool) -> None:
        digest = self._digest(row)
        seen = Seen(
            kind=finding.kind,
            is_receiving=is_receiving,
            facts_changed=lead is not None and lead.facts_digest != digest,
            why_not="" if finding.kind else self._why_not(row),
        )
        step = move(State(lead.state) if lead else None, Kind(lead.kind) if lead else None, seen)
        if lead is None:
            if step is None:
                return
            lead = Lead(person_id=self.part.persons[row], pack=self.sought.pack, programme=self.sought.programme)
            self.fresh.append(lead)
        else:
            self.changed.append(lead)
        self._write(lead, row, finding, step)
        # A refusal stands on the facts of its day: later searches compare with those.
        if step or lead.state != State.REFUSED:
            lead.facts_digest = digest

    def _write(self, lead: Lead, row: int, finding: Finding, step: Move | None) -> None:
        lead.area, lead.search, lead.seen_on = self.part.areas[row], self.search, self.search.on
        if step:
            lead.state, lead.why = step.state, step.why[:WORDS_MAX]
            lead.call_on = None if step.state is State.ENDED else lead.call_on
            if step.state is State.OPEN:
                lead.found_on = self.search.on
            self.steps.append((lead, step))
        if finding.kind:
            decision = self.batch.decision(row)
            hit = [self.sought.bound.rule.rows[at] for at in decision.rows]
            lead.kind, lead.missing_fact = finding.kind, finding.missing
            lead.tier = "；".join(each.words for each in hit)[:WORDS_MAX]
            lead.clause = hit[0].clause if hit else self.sought.bound.rule.clause
            sums = [fen for amount, fen in payable(self.sought.bound, decision) if amount.public and fen is not None]
            is_known = decision.outcome is Outcome.GRANTED and bool(sums)
            lead.amount_fen = sum(sums) if is_known else None
            lead.explanation = self._explanation(row)
            lead.rule_version = self.sought.version

    def _explanation(self, row: int) -> Explanation:
        signature = int(self.batch.signature[row])
        if signature not in self.explained:
            reasons = [vars(each) for each in reasons_of(self.sought.bound, self.batch.decision(row), self.facts)]
            found, _is_new = Explanation.objects.get_or_create(digest=_digest(reasons), defaults={"reasons": reasons})
            self.explained[signature] = found
        return self.explained[signature]

    def _why_not(self, row: int) -> str:
        if not self.part.facts[row]["alive"]:
            return NOT_ALIVE
        if row in self.shut_out:
            return self.shut_out[row]
        needed = self.sought.bound.rule.eligibility.names
        reasons = reasons_of(self.sought.bound, self.batch.decision(row), self.facts)
        unmet = [each for each in reasons if each.value == "false" and each.condition in needed]
        open_ = [each for each in reasons if each.value == "unknown"]
        words = "、".join(f"{each.words}（{each.clause}）" for each in (unmet or open_))
        return f"不再符合：{words}" if words else "不再符合任何一档"

    def _digest(self, row: int) -> str:
        facts, bound = self.part.facts[row], self.sought.bound
        read = {name: facts.get(name) for name in sorted(bound.rule.facts - COUNTED_APART)}
        return _digest([read, self.batch.resolutions[self.batch.signature[row]].truths])

    def _store(self) -> None:
        Lead.objects.bulk_create(self.fresh, batch_size=200)
        Lead.objects.bulk_update(self.changed, KEPT, batch_size=50)
        LeadStep.objects.bulk_create(
            (
                LeadStep(lead=lead, verb=step.verb, state=step.state, why=step.why[:WORDS_MAX],
                         by_name=self.search.by_name, at=self.at)
                for lead, step in self.steps
            ),
            batch_size=200,
        )  # fmt: skip
        self._add_up()

    def _add_up(self) -> None:
        rows = Tally.objects.filter(search=self.search, pack=self.sought.pack, programme=self.sought.programme)
        stored = {row.area: row for row in rows}
        names = ("entitled", "receiving", "nearly", "stray")
        for area, tally in self.tallies.items():
            if earlier := stored.get(area):
                for name in names:
                    setattr(earlier, name, getattr(earlier, name) + getattr(tally, name))
        Tally.objects.bulk_create(tally for area, tally in self.tallies.items() if area not in stored)
        Tally.objects.bulk_update([stored[area] for area in self.tallies if area in stored], names, batch_size=100)


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return sha256(text.encode()).hexdigest()[:DIGEST_DIGITS]


def _plain(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
