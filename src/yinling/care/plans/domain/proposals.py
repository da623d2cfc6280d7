"""What a plan might begin with, from a grade and the findings of an assessment; somebody always looks over it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from yinling.care.plans.domain.frequency import EVERY_WEEKS

WEEK = 7
# Which days so many visits a week fall on, apart from one another.
DAYS = ((), (2,), (1, 4), (0, 2, 4), (0, 1, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5, 6))


@dataclass(frozen=True)
class Wish:
    """A service on weekdays of every so many weeks, and why."""

    service_code: str
    weekdays: tuple[int, ...]
    every_weeks: int = 1
    reasons: tuple[str, ...] = ()

    @property
    def in_four_weeks(self) -> int:
        """How many visits that is."""
        return len(self.weekdays) * 4 // self.every_weeks


@dataclass(frozen=True)
class Finding:
    """One item of an assessment: its score and what was found, in words."""

    score: int
    words: str


@dataclass(frozen=True)
class Assessed:
    """What an assessment says: which fact it gives, its grade in number and words, findings by item."""

    fact: str
    scale: str
    grade: int
    grade_words: str
    findings: Mapping[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A goal with services, for a grade, or the score of an item, from `lowest` to `highest`."""

    goal: str
    wishes: Sequence[Wish]
    highest: int
    lowest: int = 0
    fact: str = ""
    scale: str = ""
    item: str = ""


@dataclass(frozen=True)
class Proposal:
    """Goals in order, and one wish a service: the one that comes most often, with the reasons of all."""

    goals: tuple[str, ...]
    wishes: tuple[Wish, ...]


def propose(rules: Iterable[Rule], assessed: Assessed) -> Proposal:
    """Everything that the grade and the findings ask for; nothing twice."""
    goals: dict[str, None] = {}
    wishes: dict[str, Wish] = {}
    for rule in rules:
        if why := _why(rule, assessed):
            goals[rule.goal] = None
            for wish in rule.wishes:
                wishes[wish.service_code] = _more(wishes.get(wish.service_code), wish, why)
    return Proposal(tuple(goals), tuple(wishes.values()))


def _why(rule: Rule, assessed: Assessed) -> str:
    if not rule.item:
        fits = rule.fact == assessed.fact and rule.lowest <= assessed.grade <= rule.highest
        return f"评估等级：{assessed.grade_words}" if fits else ""
    found = assessed.findings.get(rule.item) if rule.scale == assessed.scale else None
    return found.words if found is not None and rule.lowest <= found.score <= rule.highest else ""


def _more(known: Wish | None, wish: Wish, why: str) -> Wish:
    if known is None:
        return Wish(wish.service_code, wish.weekdays, wish.every_weeks, (why,))
    oftener = wish if wish.in_four_weeks > known.in_four_weeks else known
    return Wish(wish.service_code, oftener.weekdays, oftener.every_weeks, (*known.reasons, why))


def spread(times: int) -> tuple[tuple[int, ...], int]:
    """Weekdays and every how many weeks, so that it is done at least so many times in four weeks, at most daily."""
    for every in EVERY_WEEKS:
        days, left_over = divmod(times * every, 4)
        if not left_over and 0 < days <= WEEK:
            return DAYS[days], every
    return DAYS[min(WEEK, -(-times // 4))], 1
