"""The older person's pages: my grade, how it came about, objecting, asking for one."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.needs.assessment.conftest import worse

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of():
    def sign_in(actor):
        client = Client()
        client.force_login(apps.get_model("access.User").objects.get(pk=actor.user_id))
        return client

    return sign_in


@pytest.fixture
def own(client_of, elder):
    return client_of(elder)


@pytest.fixture
def result(story):
    story.clock.now = timezone.now() - timedelta(days=5)
    return story.completed(worse(30), {"incidents_30d": 2})


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_say_what_the_grade_means_and_how_it_came_about(own, person, result):
    page = read(own, f"/elder/people/{person.pk}/grades/")
    assert "重度失能（3 级）" in page
    assert "大部分事情要靠人照顾。" in page
    page = read(own, f"/elder/assessments/{result.assessment_id}/")
    for words in ("总分 60 分（满分 90 分）", "在初步等级上加重 1 级", "最终等级：3 级，重度失能", "评估甲、评估乙"):
        assert words in page


def test_ask_for_one_once(own, person):
    path = f"/elder/people/{person.pk}/grades/request/"
    answer = own.post(path, {"change": "fall", "cause": "在卫生间"})
    row = apps.get_model("assessment.Assessment").objects.get()
    assert answer.headers["Location"] == f"/elder/assessments/{row.pk}/"
    assert (row.reason, row.cause) == ("change", "跌倒：在卫生间")
    again = own.post(path, {"change": "", "cause": ""})
    assert (again.status_code, "已经有一次正在进行" in again.content.decode()) == (422, True)
    assert "申请交上去了" in read(own, f"/elder/people/{person.pk}/grades/")


def test_take_the_request_back(own, person):
    own.post(f"/elder/people/{person.pk}/grades/request/", {})
    row = apps.get_model("assessment.Assessment").objects.get()
    assert row.reason == "first"
    path = f"/elder/assessments/{row.pk}/withdrawal/"
    assert own.post(path, {}).status_code == 422
    assert own.post(path, {"reason": "不想评了"}).headers["Location"] == f"/elder/people/{person.pk}/grades/"
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "已经结束" in read(own, path)


def test_object_once(own, result):
    path = f"/elder/assessments/{result.assessment_id}/objection/"
    assert own.post(path, {"text": ""}).status_code == 422
    assert own.post(path, {"text": "夜里要人扶"}).status_code == 302
    assert "夜里要人扶" in read(own, f"/elder/assessments/{result.assessment_id}/")
    assert "现在不能提出异议" in read(own, path)


def test_hide_another_persons_grade(client_of, act, new_person, person, result):
    stranger = new_person("别人")
    away = client_of(act("别人", "older_person", person_id=stranger.pk))
    for path in (f"people/{person.pk}/grades/", f"people/{person.pk}/grades/request/",
                 f"assessments/{result.assessment_id}/", f"assessments/{result.assessment_id}/objection/",
                 f"assessments/{result.assessment_id}/withdrawal/"):  # fmt: skip
        assert away.get(f"/elder/{path}").status_code == 404
        assert away.post(f"/elder/{path}", {"text": "看看", "reason": "看看"}).status_code in (404, 405)
