"""A page of a claim's lines, and where each leads to its visit."""

from collections.abc import Sequence
from typing import Any

from yinling.design.pages import Request
from yinling.oversight.claims.queries import lists


def visit_page(request: Request) -> str:
    """The address by name of a visit: its own page for who may see it, else its masked proof."""
    actor = request.actor
    return "visits:visit" if actor.may("visits.view") or actor.may("visits.manage") else "evidence:proof"


def page_of_lines(request: Request, rows: Sequence[lists.LineRow], query: str, after: str) -> dict[str, Any]:
    """One page of lines and the addresses of the next and the first; `rows` has one more where there is a next."""
    last = rows[lists.PAGE_ROWS - 1] if len(rows) > lists.PAGE_ROWS else None
    return {
        "rows": rows[: lists.PAGE_ROWS], "next_url": f"{query}&after={lists.key_of(last)}" if last else "",
        "first_url": query if after else "", "visit_page": visit_page(request),
    }  # fmt: skip
