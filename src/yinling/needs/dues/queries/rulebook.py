"""The programmes of a cycle, month by month: bound to the values in force, with a digest that tells changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.overlaps import Overlap
from yinling.gateways.policy.programmes import load_facts, load_overlaps, load_programme, programme_ids
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.across import Across, across_of
from yinling.needs.dues.domain.months import Question, cut_days
from yinling.needs.dues.domain.periods import Giving, giving
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.rosters.queries import ranks

SUBJECTS = ("person", "household")
DIGITS = 16
ALL = "*"  # what bears on every programme: the order of sources, the overlaps


@dataclass(frozen=True)
class Entry:
    """One programme in one month. `is_shared`: members of a household share its limit, or its best tier."""

    bound: BoundRule
    giving: Giving
    version: str
    cuts: Sequence[date]

    @cached_property
    def is_shared(self) -> bool:
        """Whether one person's sum depends on others'."""
        return self.bound.rule.limit is not None or self.bound.shares_best_row

    @property
    def is_beyond_months(self) -> bool:
        """Whether a household shares a limit for life, which no single month can use up."""
        return self.is_shared and self.is_once

    @cached_property
    def whole(self) -> Question | None:
        """The one question that covers the period of somebody for whom nothing changes in it; None where the rule
        itself changes or is not in force throughout.
        """
        rule, period = self.bound.rule, self.giving.period
        valid = Period(rule.from_, rule.until or date.max)
        if self.giving.counted_on is not None:
            return Question(period, self.giving.counted_on) if self.giving.counted_on in valid else None
        is_steady = valid.from_ <= period.from_ and period.until <= valid.until
        cuts = [day for day in self.cuts if period.from_ < day < period.until]
        return Question(period, period.from_) if is_steady and not cuts and not self.is_once else None

    def covers(self, enrolled: Sequence[Period]) -> bool:
        """Whether the whole question is asked of somebody enrolled in these periods."""
        if self.whole is None:
            return False
        if self.giving.counted_on is not None:
            return any(self.whole.day in period for period in enrolled)
        own = self.giving.period
        return any(period.from_ <= own.from_ and own.until <= period.until for period in enrolled)

    @cached_property
    def is_once(self) -> bool:
        """Whether it is given once in a life."""
        return self.bound.rule.cycle is not None and self.bound.rule.cycle.every == "once"

    @cached_property
    def pauses(self) -> tuple[str, ...]:
        """Reasons for which it rests."""
        return self.bound.rule.cycle.pauses if self.bound.rule.cycle else ()


@dataclass(frozen=True)
class Rulebook:
    """Programmes by month; `kinds` are the types of facts by name."""

    pack: str
    months: tuple[date, ...]
    entries: Mapping[tuple[str, date], Entry]
    overlaps: Sequence[Overlap]
    kinds: Mapping[str, str]
    across: Sequence[Across] = ()

    @property
    def digests(self) -> dict[str, dict[str, str]]:
        """What the next cycle compares: a digest for each programme and month, and for what bears on all."""
        found: dict[str, dict[str, str]] = {ALL: {"": _digest([self.overlaps, ranks(), *self.across])}}
        for (name, month), entry in self.entries.items():
            found.setdefault(name, {})[month.isoformat()] = entry.version
        return found

    def changed_since(self, earlier: Mapping[str, Mapping[str, str]]) -> set[tuple[str, date]]:
        """Programmes and months that are decided otherwise than when `earlier` was written."""
        if earlier.get(ALL) != self.digests[ALL]:
            return set(self.entries)
        return {
            (name, month)
            for (name, month), entry in self.entries.items()
            if earlier.get(name, {}).get(month.isoformat()) != entry.version
        }


def monthly_programmes(pack: str) -> list[str]:
    """Programmes of the pack that persons are given period by period; ceilings of vouchers are never paid out."""
    rules = [load_programme(pack, name) for name in programme_ids(pack)]
    return [rule.id for rule in rules if rule.cycle and rule.subject in SUBJECTS and rule.gives.kind != "voucher"]


def rulebook(pack: str, months: Sequence[date]) -> Rulebook:
    """The pack's monthly programmes in each of the months."""
    entries: dict[tuple[str, date], Entry] = {}
    for name in monthly_programmes(pack):
        cycle = load_programme(pack, name).cycle
        for month in months:
            if cycle and (given := giving(cycle, month)):
                day = given.counted_on or given.period.until - timedelta(days=1)
                bound = bound_programme(name, on=day, pack=pack)
                entries[name, month] = Entry(bound, given, version_in(bound, given.period), _cuts(bound, given.period))
    kinds = {name: fact.type for name, fact in load_facts().items()}
    packs = dict.fromkeys((pack, *deployed_packs()))
    across = across_of(pack, {each: load_overlaps(each) for each in packs})
    return Rulebook(pack, tuple(months), entries, load_overlaps(pack), kinds, across)


def _cuts(bound: BoundRule, period: Period) -> list[date]:
    return [day for day in cut_days(bound) if day in period]


def version_in(bound: BoundRule, period: Period) -> str:
    """A digest of the rule's text, the readings, and every value in force within a period."""
    values = [
        (name, dated.from_, dated.value)
        for name, parameter in sorted(bound.parameters.items())
        for dated, after in zip(parameter.values, [*parameter.values[1:], None], strict=False)
        if dated.from_ < period.until and (after is None or after.from_ > period.from_)
    ]
    return _digest([bound.rule.version, sorted(bound.options.items()), values])


def _digest(parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:DIGITS]
