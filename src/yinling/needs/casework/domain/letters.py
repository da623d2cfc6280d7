"""The words of a decision letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.kernel.money import display_yuan


def in_chinese(day: date) -> str:
    """`2021年6月7日`."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Shares:
    """Who bears the cost, in fen."""

    cost_fen: int
    municipal_fen: int
    district_fen: int
    resident_fen: int


def opening(*, applied_on: date, programme: str, document: str) -> str:
    """What was asked, and by which document it was judged."""
    return f"您于{in_chinese(applied_on)}提出的{programme}申请，我们已依据{document}审查完毕，决定如下。"


def ruling(*, granted: bool, shares: Shares) -> str:
    """The decision in one sentence."""
    public = shares.municipal_fen + shares.district_fen
    if granted:
        return f"准予补贴。补贴合计 {display_yuan(public)}。"
    return "不予补贴。"


def amounts(*, granted: bool, shares: Shares) -> list[tuple[str, str]]:
    """The bill by fund; a refusal leaves the whole cost with the applicant."""
    if not granted:
        return [("改造费用", display_yuan(shares.cost_fen))]
    return [
        ("改造费用", display_yuan(shares.cost_fen)),
        ("市级补贴（福利彩票公益金）", display_yuan(shares.municipal_fen)),
        ("区级补贴", display_yuan(shares.district_fen)),
        ("个人承担", display_yuan(shares.resident_fen)),
    ]


def remedy(*, granted: bool, objection_until: date | None) -> str:
    """How and until when to object. `objection_until` is the first day after the window."""
    where = "可以在“我的申请”页面提出异议，也可以到所在街镇的服务窗口当面提出"
    if granted:
        return f"如果认为金额或其他内容有误，在公示期满以前{where}。"
    if objection_until is None:
        return f"如果不同意本决定，{where}。"
    last = in_chinese(objection_until - timedelta(days=1))
    return f"如果不同意本决定，在{last}以前（含当日）{where}。"


def reason_sentences(reasons: Sequence[tuple[str, str]], own: str) -> list[dict[str, str]]:
    """The reviewer's own reason first, then the conditions with their clauses."""
    first = [{"words": own, "clause": ""}] if own.strip() else []
    return first + [{"words": words, "clause": clause} for words, clause in reasons]
