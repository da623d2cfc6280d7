"""What is due to one person for one month: stretches of days on one decision, overlaps, sums to the fen.

A rate is what the whole period would give. A stretch that is the whole period gives exactly its rate; a shorter one
gives rate × days ÷ days of the period, half up, shared among the payers. Neighbours with equal rates are one stretch.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.combining import combine
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.functions import ratio
from yinling.engines.rules.overlaps import Overlap
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.fact_columns import History
from yinling.needs.dues.domain.periods import Giving, birthdays_in, clipped, giving, month_period, split

Sums = Mapping[str, int]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """Days that one decision covers, and the day whose facts decide."""

    period: Period
    day: date


@dataclass(frozen=True)
class Stretch:
    """Days on one decision. `rate` is fen by payer for the whole period; `because` is the overlap that took some."""

    period: Period
    day: date
    decision: Decision
    rate: Sums
    because: Overlap | None = None
    is_shut_out: bool = False

    @property
    def is_given(self) -> bool:
        """Whether something is given on these days."""
        return self.decision.outcome is Outcome.GRANTED and not self.is_shut_out


@dataclass(frozen=True)
class Segment:
    """Neighbouring days at one rate, and what they come to."""

    period: Period
    by_payer: Sums

    @property
    def fen(self) -> int:
        """The sum of all payers."""
        return sum(self.by_payer.values())


@dataclass(frozen=True)
class Due:
    """What a programme gives for a month, and why. Nothing is due without a stretch: not enrolled, or resting."""

    stretches: tuple[Stretch, ...]
    segments: tuple[Segment, ...]
    by_payer: Sums

    @cached_property
    def fen(self) -> int:
        """The sum of all payers."""
        return sum(self.by_payer.values())

    @cached_property
    def is_given(self) -> bool:
        """Whether anything, money or in kind, is given."""
        return any(stretch.is_given for stretch in self.stretches)

    @cached_property
    def open_outcome(self) -> Outcome | None:
        """`missing_facts` or `unpayable` where part of the month cannot be decided."""
        return next((s.decision.outcome for s in self.stretches if not s.decision.outcome.is_decided), None)

    @cached_property
    def telling(self) -> Stretch | None:
        """The stretch that explains the month: undecided first, then the last given, then the last."""
        undecided = [s for s in self.stretches if not s.decision.outcome.is_decided]
        given = [s for s in self.stretches if s.is_given]
        return next(iter([*undecided[:1], *given[-1:], *self.stretches[-1:]]), None)


NOTHING_DUE = Due((), (), {})


def cut_days(bound: BoundRule) -> list[date]:
    """Days on which the rule itself may change its answer: values that begin, dates in its text."""
    begins = [dated.from_ for parameter in bound.parameters.values() for dated in parameter.values]
    trees = [formula.node for formula in (*bound.conditions, *bound.amounts)]
    constants: list[object] = [n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    named = [value for value in constants if isinstance(value, date)]
    return [*begins, *named, *(day + _ONE_DAY for day in named)]


def questions(
    bound: BoundRule, given: Giving, history: History, enrolled: Sequence[Period], rule_cuts: Sequence[date]
) -> list[Question]:
    """What must be decided for one person: `enrolled` are the periods in which the programme neither ended nor rests.

    `rule_cuts` are its `cut_days`. Nobody is given anything for the days after death, or before or after the rule is
    in force.
    """
    rule = bound.rule
    alive_until = history.deceased_on + _ONE_DAY if history.deceased_on else date.max
    valid = Period(rule.from_, min(rule.until or date.max, alive_until))
    if given.counted_on is not None:
        day = given.counted_on
        is_there = day in valid and any(day in period for period in enrolled)
        return [Question(given.period, day)] if is_there else []
    days = [period for each in clipped(list(enrolled), given.period) for period in clipped([each], valid)]
    if not days:
        return []
    if rule.cycle and rule.cycle.every == "once":
        return [Question(given.period, days[0].from_)]
    cuts = [*rule_cuts, *_cuts(bound, given.period, history)]
    return [Question(part, part.from_) for period in days for part in split(period, cuts)]


def _cuts(bound: BoundRule, period: Period, history: History) -> list[date]:
    changes = history.change_days(period.from_, period.until, names=bound.rule.facts)
    birth = history.value("birth_date", period.from_) if "birth_date" in bound.rule.facts else None
    birthdays = birthdays_in(birth, period) if isinstance(birth, date) else []
    return [*changes, *birthdays]


def rate_of(bound: BoundRule, decision: Decision) -> Sums:
    """Fen by public payer for a whole period; empty for what is not granted, and for gifts in kind."""
    if decision.outcome is not Outcome.GRANTED:
        return {}
    found: dict[str, int] = {}
    for amount in bound.rule.amounts:
        if amount.payer and amount.public:
            found[amount.payer] = found.get(amount.payer, 0) + (decision.amounts[amount.id] or 0)
    return found


def due_of(stretches: Sequence[Stretch], period: Period) -> Due:
    """The sum of a month's stretches."""
    segments = tuple(_segment(rate, days, period) for rate, days in _joined(stretches))
    total: dict[str, int] = {}
    for segment in segments:
        for payer, fen in segment.by_payer.items():
            total[payer] = total.get(payer, 0) + fen
    return Due(tuple(stretches), segments, {payer: fen for payer, fen in total.items() if fen})


def _joined(stretches: Sequence[Stretch]) -> list[tuple[Sums, Period]]:
    found: list[tuple[Sums, Period]] = []
    for stretch in stretches:
        if not stretch.is_given:
            continue
        if found and found[-1][0] == stretch.rate and found[-1][1].until == stretch.period.from_:
            found[-1] = (stretch.rate, Period(found[-1][1].from_, stretch.period.until))
        else:
            found.append((stretch.rate, stretch.period))
    return found


def _segment(rate: Sums, days: Period, period: Period) -> Segment:
    if days == period:
        return Segment(days, rate)
    count, whole = (days.until - days.from_).days, (period.until - period.from_).days
    return Segment(days, scaled(rate, ratio(sum(rate.values()), count, whole)))


def overlapped(
    by_programme: Mapping[str, Sequence[Stretch]], overlaps: Sequence[Overlap]
) -> dict[str, Sequence[Stretch]]:
    """The stretches of one person's month after one need has been paid once, day by day."""
    found = dict(by_programme)
    given = {name for name, stretches in found.items() if any(s.is_given for s in stretches)}
    named = {name for overlap in overlaps for name in overlap.programmes if len(given & set(overlap.programmes)) > 1}
    together = sorted(given & named)
    if not together:
        return found
    edges = [day for name in together for s in found[name] for day in (s.period.from_, s.period.until)]
    parts = {
        name: [replace(s, period=part) for s in found[name] for part in split(s.period, edges)] for name in together
    }
    for day in sorted(set(edges)):
        _combine_on(day, parts, overlaps)
    return found | parts


def _combine_on(day: date, parts: Mapping[str, list[Stretch]], overlaps: Sequence[Overlap]) -> None:
    places = {
        name: at
        for name, stretches in parts.items()
        for at, stretch in enumerate(stretches)
        if day in stretch.period and stretch.is_given
    }
    sums = {name: sum(parts[name][at].rate.values()) for name, at in places.items()}
    for name, left in combine(sums, overlaps).items():
        if left.because is not None:
            at = places[name]
            rate = scaled(parts[name][at].rate, left.fen)
            parts[name][at] = replace(parts[name][at], rate=rate, because=left.because, is_shut_out=left.is_shut_out)


def scaled(rate: Sums, fen: int) -> Sums:
    """The payers' shares of a smaller sum: in proportion, exact to the fen."""
    whole, before, given = sum(rate.values()), 0, 0
    found: dict[str, int] = {}
    for payer, share in rate.items():
        before += share
        upto = ratio(fen, before, whole) if whole else 0
        found[payer], given = upto - given, upto
    return found


Decide = Callable[[BoundRule, History, date], Decision]


def due_for_month(
    programmes: Mapping[str, BoundRule],
    history: History,
    enrolled: Mapping[str, Sequence[Period]],
    month: date,
    overlaps: Sequence[Overlap],
    decide: Decide,
) -> dict[str, Due]:
    """What is due to one person for the month that begins on `month`, by programme: the reference for the batch."""
    stretches: dict[str, Sequence[Stretch]] = {}
    periods: dict[str, Period] = {}
    for name, bound in programmes.items():
        given = giving(bound.rule.cycle, month) if bound.rule.cycle else None
        if given is None:
            continue
        periods[name] = given.period
        asked = questions(bound, given, history, enrolled.get(name, ()), cut_days(bound))
        answers = [(each, decide(bound, history, each.day)) for each in asked]
        stretches[name] = [Stretch(q.period, q.day, answer, rate_of(bound, answer)) for q, answer in answers]
    settled = overlapped(stretches, overlaps)
    return {name: due_of(settled[name], periods.get(name, month_period(month))) for name in settled}
