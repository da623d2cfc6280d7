"""A reviewer goes from one line that waits to the next, until none is left."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.oversight.claims.conftest import AT, MONTH
from tests.signing_in import log_in
from yinling.oversight.claims.actions import building, reviewing
from yinling.oversight.claims.queries import lists

pytestmark = pytest.mark.django_db
KEPT = {"text": "核对过"}


@pytest.fixture
def lines(visit, provider, office, reviewer):
    """Four lines that wait, in the order in which they are to be looked at: two overlap, all are in the sample."""
    visit(2, 9), visit(10, 9), visit(10, 9, minute=5, person=1), visit(12, 9)
    claim = building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    building.submit(claim_id=claim.pk, by=office, at=AT)
    reviewing.open_review(claim_id=claim.pk, seed=3, by=reviewer, at=AT)
    return [line.id for line in lists.line_rows(claim.pk, lists.LineFilter(only="waiting"), actor=reviewer)]


def step(browser, line, noun="keeping", values=KEPT):
    """Where the browser comes to after a step of a line."""
    return browser.post(f"/claims/lines/{line}/steps/{noun}/", values).url


def page(line):
    return f"/claims/lines/{line}/"


def test_lead_from_each_decision_to_the_next_line_and_in_the_end_to_the_claim(lines, reviewer) -> None:
    browser = log_in(reviewer)
    first = browser.get(page(lines[0])).content.decode()
    assert "还有 4 行待核定" in first
    assert re.search(rf'href="{page(lines[1])}"[^>]*>.*?下一行待核定', first)
    assert step(browser, lines[0]) == page(lines[1])
    off = {"off_fen": "30.00", "reason_code": "overlap", "reason": "同一时间在别家"}
    assert step(browser, lines[1], "adjustment", off) == page(lines[2])
    assert "还有 2 行待核定" in browser.get(page(lines[2])).content.decode()
    # The last of the list leads back to one that was left out.
    assert step(browser, lines[3]) == page(lines[2])
    last = browser.get(page(lines[2])).content.decode()
    assert "还有 1 行待核定" in last
    assert "下一行待核定" not in last
    assert step(browser, lines[2]).startswith("/claims/")
    assert "行待核定" not in browser.get(page(lines[2])).content.decode()


def test_say_on_the_next_line_which_one_was_decided(lines, reviewer) -> None:
    browser = log_in(reviewer)
    answer = browser.post(f"{page(lines[0])}steps/keeping/", KEPT, follow=True)
    decided = lists.line_page(lines[0], actor=reviewer).line
    assert f"已登记：{decided.person} {decided.on}" in answer.content.decode()


def test_stay_where_nothing_was_decided_or_a_decision_is_changed(lines, reviewer) -> None:
    browser = log_in(reviewer)
    call = {"called_at": "2026-04-01T10:00", "spoke_with": "本人", "answer": "came", "text": ""}
    assert step(browser, lines[0], "phone_back", call) == page(lines[0])
    assert step(browser, lines[0], "keeping", {"text": ""}) == page(lines[0])
    assert step(browser, lines[0]) == page(lines[1])
    off = {"off_fen": "1.00", "reason_code": "other", "reason": "改了主意"}
    assert step(browser, lines[0], "adjustment", off) == page(lines[0])


def test_ask_as_much_for_few_lines_as_for_many(lines, reviewer) -> None:
    browser = log_in(reviewer)
    with CaptureQueriesContext(connection) as many:
        browser.get(page(lines[0]))
    for line in lines[2:]:
        reviewing.keep_line_as_asked(line_id=line, reason="核对过", by=reviewer, at=AT)
    with CaptureQueriesContext(connection) as few:
        browser.get(page(lines[0]))
    assert len(many) == len(few)


def test_offer_the_next_line_to_those_who_decide_alone(lines, office, finance) -> None:
    for viewer in (office, finance):
        text = log_in(viewer).get(page(lines[0])).content.decode()
        assert "下一行待核定" not in text
