"""One page of a list with its way on, and where each line of a claim leads to its visit."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from yinling.design.pages import Request
from yinling.oversight.claims.queries import lists

Row = TypeVar("Row")


def visit_page(request: Request) -> str:
    """The address by name of a visit: its own page for who may see it, else its masked proof."""
    actor = request.actor
    return "visits:visit" if actor.may("visits.view") or actor.may("visits.manage") else "evidence:proof"


def one_page(
    request: Request, rows: Sequence[Row], name: str, key_of: Callable[[Row], object], **asked: str
) -> dict[str, Any]:
    """One page of rows and the addresses of the next and the first; `rows` has one more where there is a next.

    `name` is what the address calls the key of the last row, `asked` what it keeps of the search.
    """
    shown, first = rows[: lists.PAGE_ROWS], f"?{urlencode(asked)}"
    more = f"?{urlencode({**asked, name: str(key_of(shown[-1]))})}" if len(rows) > len(shown) else ""
    return {"rows": shown, "next_url": more, "first_url": first if request.GET.get(name) else ""}


def page_of_lines(request: Request, rows: Sequence[lists.LineRow], **asked: str) -> dict[str, Any]:
    """One page of a claim's lines."""
    return {**one_page(request, rows, "after", lists.key_of, **asked), "visit_page": visit_page(request)}
