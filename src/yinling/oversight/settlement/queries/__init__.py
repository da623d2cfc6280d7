"""Questions to settlement. Every list is bounded by what the actor may see."""

from yinling.oversight.settlement.queries.funds import FundPage, allotments, fund_page, fund_tiles
from yinling.oversight.settlement.queries.payables import (
    PayableLine,
    PayablePage,
    payable_of_case,
    payable_page,
    payables,
)
from yinling.oversight.settlement.queries.runs import LineRow, RunPage, RunRow, run_page, runs
from yinling.oversight.settlement.queries.waiting import Part, open_parts, part_counts

__all__ = [
    "FundPage", "LineRow", "Part", "PayableLine", "PayablePage", "RunPage", "RunRow", "allotments", "fund_page",
    "fund_tiles", "open_parts", "part_counts", "payable_of_case", "payable_page", "payables", "run_page", "runs",
]  # fmt: skip
