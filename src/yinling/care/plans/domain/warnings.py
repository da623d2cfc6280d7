"""What somebody should look at before a plan is agreed; nothing here forbids."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yinling.care.plans.domain.costs import CostSplit

GRADES = ("能力完好", "轻度失能", "中度失能", "重度失能", "完全失能")


@dataclass(frozen=True)
class Warning:
    """One warning with its reason; `is_grave`: it will cost the person money or hurt somebody."""

    words: str
    why: str
    is_grave: bool = False


@dataclass(frozen=True)
class Facts:
    """What warnings look at beside the split. `items`: (name, least grade, is offered) of each planned item."""

    grade: int | None
    items: Sequence[tuple[str, int, bool]]
    review_due_on: date
    eligible_not_enrolled: Sequence[str] = ()


def warnings(facts: Facts, costs: CostSplit, *, on: date) -> list[Warning]:
    """Grave ones first."""
    found = [*_over(costs), *_unfit(facts), *_unpriced(costs), *_unused(facts, on)]
    return sorted(found, key=lambda each: not each.is_grave)


def _over(costs: CostSplit) -> Iterator[Warning]:
    for share in costs.shares:
        name = share.ceiling.name
        if share.open_words:
            yield Warning(f"“{name}”算不出来，暂时没有计入", share.open_words)
        if share.over_minutes:
            most = (share.ceiling.minutes or 0) / 60
            yield Warning(
                f"计划超出“{name}”的时间，超出的部分由老人自己付",
                f"这个月最多{most:.1f}小时，计划{share.used_minutes / 60:.1f}小时",
                is_grave=True,
            )
        if share.over_fen:
            yield Warning(
                f"计划超出“{name}”的金额，超出的部分由老人自己付",
                f"这个月最多{(share.ceiling.fen or 0) / 100:.2f}元，超出{share.over_fen / 100:.2f}元",
                is_grave=True,
            )


def _unfit(facts: Facts) -> Iterator[Warning]:
    if facts.grade is None:
        yield Warning("没有有效的能力评估结果", "照护计划应当依据评估结果制订；评估可能已经到期", is_grave=True)
    for name, grade_min, is_offered in dict.fromkeys(facts.items):
        if not is_offered:
            yield Warning(f"“{name}”已经不再提供", "区里已从服务目录中撤下", is_grave=True)
        if facts.grade is not None and facts.grade < grade_min:
            why = f"这个项目为{GRADES[grade_min]}及以上设置，评估结果是{GRADES[facts.grade]}"
            yield Warning(f"“{name}”可能不适合老人现在的能力", why)


def _unpriced(costs: CostSplit) -> Iterator[Warning]:
    for name in costs.unpriced:
        yield Warning(f"“{name}”还没有价格，没有计入费用", "区里和机构都没有录入这一天的价格")


def _unused(facts: Facts, on: date) -> Iterator[Warning]:
    for name in facts.eligible_not_enrolled:
        yield Warning(f"老人符合“{name}”的条件，但没有登记享受", "登记以后可以用来付这些服务")
    if facts.review_due_on <= on:
        yield Warning("这份计划该复核了", f"复核日是{facts.review_due_on:%Y-%m-%d}")
