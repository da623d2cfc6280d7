"""Questions about home beds: lists, one bed, counts apart from institution beds, and what subsidy the rules give."""

from yinling.care.homebeds.queries.beds import (
    PAGE_ROWS,
    BedCounts,
    BedPage,
    bed_counts,
    bed_lines,
    bed_page,
    beds_visible,
    lines_of,
)
from yinling.care.homebeds.queries.subsidies import SubsidyDue, subsidies_due

__all__ = [
    "PAGE_ROWS", "BedCounts", "BedPage", "SubsidyDue", "bed_counts", "bed_lines", "bed_page", "beds_visible",
    "lines_of", "subsidies_due",
]  # fmt: skip
