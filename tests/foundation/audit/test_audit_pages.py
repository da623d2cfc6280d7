"""The auditor reads both books within the area, filtered and by pages."""

import pytest
from django.urls import reverse

from yinling.foundation.audit.actions import record, record_read


@pytest.fixture
def written(db, by, at):
    record(by=by, at=at, verb="t.near", subject="case:1", area="310118001", after={"状态": "受理"}, reason="齐全")
    record(by=by, at=at, verb="t.far", subject="case:2", area="320100001")
    record(by=by, at=at, verb="t.nowhere", subject="matter:9")
    record_read(by=by, at=at, subject="person:3", fields=["phone"], area="310118001", reason="核实住址")


def subjects(answer) -> set[str]:
    return {row.subject for row in answer.context["rows"] if row.subject.startswith(("case:", "matter:"))}


@pytest.mark.parametrize(
    ("area", "seen"),
    [("", {"case:1", "case:2", "matter:9"}), ("310118", {"case:1"}), ("310118001", {"case:1"}), ("310118002", set())],
)
def test_see_the_own_area_only(written, make_user, client_of, area: str, seen: set[str]) -> None:
    assert subjects(client_of(make_user("auditor", area=area)).get(reverse("audit:changes"))) == seen


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"subject": "case:2"}, {"case:2"}),
        ({"person": "tests", "last": "2026-03-02"}, {"case:1", "case:2", "matter:9"}),
        ({"person": "别人"}, set()),
        ({"first": "2026-03-03"}, set()),
        ({"last": "2026-03-01"}, set()),
        ({"first": "not a date"}, set()),
    ],
)
def test_filter_by_subject_person_and_date(written, make_user, client_of, query: dict, seen: set[str]) -> None:
    answer = client_of(make_user("auditor")).get(reverse("audit:changes"), query)
    assert subjects(answer) == seen


def test_show_before_after_and_reason(written, make_user, client_of) -> None:
    page = client_of(make_user("auditor", area="310118")).get(reverse("audit:changes")).text
    assert "受理" in page
    assert "齐全" in page


def test_show_who_looked_at_what(written, make_user, client_of) -> None:
    client = client_of(make_user("auditor", area="310118"))
    page = client.get(reverse("audit:reads")).text
    assert "person:3" in page
    assert "核实住址" in page
    assert not client.get(reverse("audit:reads"), {"subject": "person:4"}).context["rows"]


def test_page_by_key(db, by, at, make_user, client_of) -> None:
    for number in range(60):
        record(by=by, at=at, verb="t.many", subject=f"case:{number}", area="310118")
    client = client_of(make_user("auditor", area="310118"))
    first = client.get(reverse("audit:changes"))
    second = client.get(reverse("audit:changes") + first.context["next_url"])
    assert (len(first.context["rows"]), second.context["next_url"]) == (50, "")
    assert "case:0" in subjects(second)
    assert not subjects(first) & subjects(second)


@pytest.mark.parametrize("role", ["town_clerk", "finance_officer", "administrator"])
def test_open_the_books_to_auditors_only(written, make_user, client_of, role: str) -> None:
    client = client_of(make_user(role, area="310118"))
    assert client.get(reverse("audit:changes")).status_code == 403
    assert client.get(reverse("audit:reads")).status_code == 403
