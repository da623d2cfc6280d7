"""For finance and audit: accounts and their statements."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.foundation.books import queries

_PAGE_ROWS = 50


@page("books.view")
@require_safe
def accounts(request: Request) -> HttpResponse:
    """Every account with its balance; the balances sum to zero."""
    rows = list(queries.accounts())
    total = sum(account.balance_fen for account in rows)
    return render(request, "books/accounts.html", {"rows": rows, "total": total})


@page("books.view")
@require_safe
def statement(request: Request, code: str) -> HttpResponse:
    """The entries of one account, newest first, with the balance after each."""
    account = get_object_or_404(queries.accounts(), code=code)
    before = request.GET.get("before", "")
    lines = queries.statement(code, before_id=int(before) if before.isdigit() else None, limit=_PAGE_ROWS + 1)
    shown = lines[:_PAGE_ROWS]
    context = {
        "account": account,
        "lines": shown,
        "next_url": f"?before={shown[-1].id}" if len(lines) > _PAGE_ROWS else "",
        "first_url": "?" if before else "",
    }
    return render(request, "books/statement.html", context)


urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/<path:code>/", statement, name="statement"),
]
