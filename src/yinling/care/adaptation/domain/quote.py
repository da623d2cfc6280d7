"""What a quote is made of, and when it is one: lines in packages, prices in fen."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from yinling.care.adaptation.domain.refusals import QuoteRefused

LINES_MAX = 60
QUANTITY_MAX = 999
UNIT_PRICE_FEN_MAX = 10_000_000  # 100,000 yuan for one piece is a slip of the pen
COST_FEN_MAX = 50_000_000


@dataclass(frozen=True)
class Line:
    """One item of one package; `unit_price_fen` ≥ 0, `quantity` ≥ 1."""

    package: str
    item: str
    quantity: int
    unit_price_fen: int
    unit: str = ""

    @property
    def total_fen(self) -> int:
        """Quantity times price."""
        return self.quantity * self.unit_price_fen


def total_fen(lines: Sequence[Line]) -> int:
    """The cost of all lines."""
    return sum(line.total_fen for line in lines)


def checked(lines: Sequence[Line], packages: Set[str]) -> tuple[Line, ...]:
    """The lines, if they make a quote over the known `packages`. Raises QuoteRefused."""
    if not lines:
        raise QuoteRefused("请至少填写一行。")
    if len(lines) > LINES_MAX:
        raise QuoteRefused(f"一份报价单最多 {LINES_MAX} 行。")
    for number, line in enumerate(lines, start=1):
        if fault := _fault(line, packages):
            raise QuoteRefused(f"第 {number} 行：{fault}")
    if not 0 < total_fen(lines) <= COST_FEN_MAX:
        raise QuoteRefused("合计应当大于零，并且不超过 50 万元。")
    return tuple(lines)


def _fault(line: Line, packages: Set[str]) -> str:
    if line.package not in packages:
        return "没有这类服务包"
    if not line.item.strip():
        return "请填写项目名称"
    if not 1 <= line.quantity <= QUANTITY_MAX:
        return f"数量应当在 1 到 {QUANTITY_MAX} 之间"
    if not 0 <= line.unit_price_fen <= UNIT_PRICE_FEN_MAX:
        return "单价应当在 0 到 10 万元之间"
    return ""
