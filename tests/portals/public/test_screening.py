"""The questions before an application: may one apply or likely not yet, never a grade, nothing kept."""

import logging
from itertools import product

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinling.gateways.policy.scales import load_scale

pytestmark = pytest.mark.django_db
URL = "/public/screenings/ltci-2021/"
FIRST, SECOND = ("eating", "continence", "bathing"), ("dressing", "toileting", "transfer")
MAY, NOT_YET = "可以申请失能评估", "一般还不到申请的条件"


def given(first=0, second=0):
    helped = {*FIRST[:first], *SECOND[:second]}
    return {name: "helped" if name in helped else "alone" for name in FIRST + SECOND}


def test_allow_exactly_the_situations_of_the_rule():
    """E: 3 of the first, or 2 and 1–2 of the second, or 1 and 3; F and G: more. Everything else may not."""
    asked = load_scale("ltci-2021").screening
    for flags in product([False, True], repeat=6):
        helped = {name for name, needs in zip(FIRST + SECOND, flags, strict=True) if needs}
        first, second = len(helped & set(FIRST)), len(helped & set(SECOND))
        allowed = first == 3 or (first == 2 and second >= 1) or (first == 1 and second == 3)
        assert asked.allows(helped) == allowed, helped


@pytest.mark.parametrize(
    ("first", "second", "words"), [(0, 0, NOT_YET), (2, 0, NOT_YET), (1, 2, NOT_YET), (1, 3, MAY), (3, 3, MAY)]
)
def test_say_only_whether_one_may_apply(client, first, second, words):
    text = client.post(URL, given(first, second)).content.decode()
    assert words in text
    assert (MAY if words == NOT_YET else NOT_YET) not in text
    for grade in load_scale("ltci-2021").grades:
        assert grade.name not in text


def test_ask_for_every_answer(client):
    answer = client.post(URL, {"eating": "alone"})
    assert answer.status_code == 422
    assert answer.context["may_apply"] is None
    assert client.get(URL).status_code == 200


def test_keep_nothing(client, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(URL, given(3, 3))
    writes = [each["sql"] for each in asked.captured_queries if each["sql"].split()[0] in ("INSERT", "UPDATE")]
    assert writes == []
    assert Session.objects.count() == 0
    assert "helped" not in caplog.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("scale", ["gbt42195-2022", "shanghai-2.0", "none"])
def test_know_no_questions_where_a_scale_has_none(client, scale):
    assert client.get(f"/public/screenings/{scale}/").status_code == 404
