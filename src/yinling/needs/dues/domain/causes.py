"""Why a month comes to something else than was given: the words that stand beside a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yinling.engines.rules.facts import Fact
from yinling.kernel.dates import in_chinese
from yinling.needs.dues.domain.months import Due
from yinling.needs.dues.domain.periods import month_after
from yinling.needs.entitlements.domain.explaining import value_words

FIRST = "以前没有算过这个月：登记或所需情况来得晚"
RATE = "标准或规则有调整"
RESTING = "这个月已暂停或已终止"
DAYS = "享受天数有变化"
NOT_GIVEN_AGAIN = "一次性项目已在另一个月发放"
_NOT_TOLD = frozenset({"on", "alive", "person_id", "household_id"})


@dataclass(frozen=True)
class Now:
    """How a month stands now: what is due, on which facts and rule, and the day of death.

    `last_facts` are those of its last stretch, which may have become others than those that tell most.
    """

    month: date
    due: Due
    facts: Mapping[str, Any]
    rule_version: str
    deceased_on: date | None
    is_once: bool = False
    last_facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Before:
    """On what the month was given before; nothing where it never was."""

    is_there: bool
    facts: Mapping[str, Any]
    rule_version: str


def cause_of(before: Before, now: Now, known: Mapping[str, Fact]) -> str:
    """One sentence for a person: what has changed."""
    if not before.is_there:
        return FIRST
    found = [*_death(now), *_overlap(now)]
    if not now.due.stretches and not found:
        found.append(NOT_GIVEN_AGAIN if now.is_once else RESTING)
    if now.due.stretches:
        found += changed_facts(before.facts, now.facts, known) or _within(before, now, known)
        found += [RATE] if before.rule_version != now.rule_version else []
    return "；".join(found or [DAYS])[:300]


def _death(now: Now) -> list[str]:
    if now.deceased_on is None or now.deceased_on >= month_after(now.month):
        return []
    return [f"{in_chinese(now.deceased_on)}去世，之后不再发放"]


def _overlap(now: Now) -> Sequence[str]:
    return list(dict.fromkeys(stretch.because.words for stretch in now.due.stretches if stretch.because))


def _within(before: Before, now: Now, known: Mapping[str, Fact]) -> list[str]:
    """What has changed in the course of the month, with the day from which it counts."""
    day = now.due.stretches[-1].day
    return [f"{in_chinese(day)}起，{words}" for words in changed_facts(before.facts, now.last_facts, known)]


def changed_facts(before: Mapping[str, Any], now: Mapping[str, Any], known: Mapping[str, Fact]) -> list[str]:
    """`照护等级由二级改为四级` for every fact that differs."""
    names = [name for name in now if name in before and before[name] != now[name] and name not in _NOT_TOLD]
    return [
        f"{known[name].label}由{value_words(known[name], before[name])}改为{value_words(known[name], now[name])}"
        for name in names
        if name in known
    ]
