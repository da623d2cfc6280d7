"""What pages answer to what is not there, and to numbers that are none."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from yinling.design.pages import number_in, or_404, page, public_page, signed_in_page
from yinling.kernel.actor import Actor, NotVisible

CLERK = Actor(user_id=1, name="经办", role="town_clerk", permissions=frozenset({"plans.view"}))


@pytest.mark.parametrize("decorate", [page("plans.view"), signed_in_page, public_page])
def test_answer_what_may_not_be_seen_as_what_is_not_there(decorate) -> None:
    @decorate
    def view(request):
        raise NotVisible(7)

    request = RequestFactory().get("/")
    request.actor = CLERK
    with pytest.raises(Http404):
        view(request)


def test_give_what_is_there_even_if_it_is_empty() -> None:
    assert or_404("") == ""
    assert or_404(0) == 0
    with pytest.raises(Http404):
        or_404(None)


@given(st.integers(1, 10**18 - 1))
def test_read_the_number_of_a_record(number: int) -> None:
    assert number_in(str(number)) == number


@pytest.mark.parametrize("text", ["", "abc", "-4", "1.5", " 3", "9" * 19, "9" * 5000, "²"])
def test_read_no_number_in_anything_else(text: str) -> None:
    assert number_in(text) == 0
