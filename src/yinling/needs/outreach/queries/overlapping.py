"""One need is paid once: who has a programme that shuts this one out is not missing this one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.combining import combine
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.overlaps import Overlap
from yinling.gateways.policy.programmes import load_overlaps
from yinling.needs.entitlements.domain.deciding import decide_one, payable
from yinling.needs.entitlements.queries.packs import deployed_packs, deployed_programmes
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.needs.outreach.queries.receiving import receivers
from yinling.needs.outreach.queries.sought import Sought


@dataclass(frozen=True)
class Overlapping:
    """Overlaps that name a programme, programmes as `pack/programme`, and the others of them, ready to decide."""

    own: BoundRule
    name: str
    overlaps: Sequence[Overlap]
    others: Mapping[str, BoundRule]

    def received(self, person_ids: Sequence[int], *, on: date) -> dict[str, set[int]]:
        """Who of the persons (numbers ascending) has the others."""
        found = {}
        for name in self.others:
            pack, _, programme = name.partition("/")
            found[name] = receivers(pack, programme, person_ids, on=on)
        return found

    def shut_out(self, own: Decision, facts: Mapping[str, Any], having: Collection[str]) -> str:
        """Why nothing would be left of the programme for somebody who has the others; empty where something would."""
        fen = _public_fen(self.own, own)
        is_open = fen is None and own.outcome is not Outcome.GRANTED
        sums = {self.name: fen or 0}
        for name in having:
            decision = decide_one(self.others[name], facts)
            if decision.outcome is Outcome.GRANTED:
                sums[name] = _public_fen(self.others[name], decision) or 0
        # A sum that nobody knows yet cannot be compared; being shut out needs no sum.
        overlaps = [each for each in self.overlaps if each.rule == "first" or not is_open]
        left = combine(sums, overlaps)[self.name]
        return f"{left.because.words}（{left.because.clause}）" if left.because and left.is_shut_out else ""


def overlapping(sought: Sought, *, on: date) -> Overlapping:
    """What overlaps with a programme among the packs in use."""
    name = f"{sought.pack}/{sought.programme}"
    found = [
        replace(overlap, programmes=tuple(each if "/" in each else f"{pack}/{each}" for each in overlap.programmes))
        for pack in deployed_packs()
        for overlap in load_overlaps(pack)
    ]
    overlaps = [overlap for overlap in found if name in overlap.programmes]
    wanted = {each for overlap in overlaps for each in overlap.programmes} - {name}
    others = {
        f"{pack}/{programme}": bound_programme(programme, on=on, pack=pack)
        for pack, programme in deployed_programmes(subject="person")
        if f"{pack}/{programme}" in wanted
    }
    return Overlapping(sought.bound, name, overlaps, others)


def _public_fen(bound: BoundRule, decision: Decision) -> int | None:
    sums = [fen for amount, fen in payable(bound, decision) if amount.public]
    return None if not sums or None in sums else sum(fen for fen in sums if fen is not None)
