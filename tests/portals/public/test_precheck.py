"""The pre-check: answers without log-in, and keeps nothing."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

URL = "/public/precheck/"
POOR = {"birth_date": "1938-05-01", "registered_area": "yes", "minimum_living": "yes"}

pytestmark = pytest.mark.django_db


def answers(client, **given):
    response = client.post(URL, given)
    return response, response.context["answers"]


def test_grant_with_examples_when_no_cost_is_told(client):
    _, (answer,) = answers(client, **POOR)
    assert answer.outcome == "granted"
    assert answer.is_example
    assert len(answer.shares) == 3
    assert all(sum(fen for _, fen in share.payers) == share.cost_fen for share in answer.shares)


def test_grant_for_the_cost_told(client):
    _, (answer,) = answers(client, **POOR, cost="10,000")
    assert [fen for _, fen in answer.shares[0].payers] == [350_000, 350_000, 300_000]


def test_refuse_who_is_registered_elsewhere_whatever_is_unknown(client):
    _, (answer,) = answers(client, registered_area="no")
    assert answer.outcome == "not_granted"
    assert answer.shares == []


def test_name_the_facts_that_would_matter(client):
    _, (answer,) = answers(client, birth_date="1950-05-01", registered_area="yes", minimum_living="no", low_income="no")
    assert answer.outcome == "missing_facts"
    assert "照护等级" in answer.missing
    assert "月收入" not in answer.missing


def test_show_reasons_with_the_place_of_their_clause(client):
    response, (answer,) = answers(client, **POOR)
    assert all(reason["words"] and reason["clause"] for reason in answer.reasons)
    assert "三、实施内容" in response.content.decode()


def test_answer_nothing_to_a_faulty_form(client):
    response, found = answers(client, **POOR, cost="很多")
    assert response.status_code == 422
    assert found == []


def test_keep_nothing(client, caplog):
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        response = client.post(URL, {**POOR, "monthly_income_yuan": "3217"})
    assert not [query for query in queries if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert Session.objects.count() == 0
    assert "sessionid" not in response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "3217" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "1938" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
