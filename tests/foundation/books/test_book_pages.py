"""Finance and audit read accounts and statements; nobody else does."""

import pytest
from django.urls import reverse

from yinling.foundation.books import actions


@pytest.fixture
def posted(db, by, at):
    for code, kind in [("fund:district", "fund"), ("outside", "outside")]:
        actions.open_account(code=code, name=f"账户 {code}", kind=kind, by=by, at=at)
    for number in range(52):
        entries = [("outside", -12_345), ("fund:district", 12_345)]
        actions.post(key=f"k{number}", entries=entries, memo=f"第{number}笔", about="case:1", by=by, at=at)


def test_show_accounts_that_sum_to_zero(posted, make_user, client_of) -> None:
    answer = client_of(make_user("finance_officer", area="310118")).get(reverse("books:accounts"))
    assert answer.context["total"] == 0
    assert "6,419.40" in answer.text


def test_page_a_statement_by_key(posted, make_user, client_of) -> None:
    client = client_of(make_user("auditor", area="310118"))
    address = reverse("books:statement", args=["fund:district"])
    first = client.get(address)
    assert (len(first.context["lines"]), first.context["lines"][0].memo) == (50, "第51笔")
    second = client.get(address + first.context["next_url"])
    assert [line.memo for line in second.context["lines"]] == ["第1笔", "第0笔"]
    assert client.get(reverse("books:statement", args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("role", ["town_clerk", "administrator", "bureau_reviewer"])
def test_open_the_books_to_nobody_else(posted, make_user, client_of, role: str) -> None:
    client = client_of(make_user(role, area="310118"))
    assert client.get(reverse("books:accounts")).status_code == 403
    assert client.get(reverse("books:statement", args=["outside"])).status_code == 403
