"""The desk: from the window to the result, what the bureau does, and the piece on a person's page."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.needs.assessment.conftest import PDF, SCALE, worse
from yinling.needs.assessment import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_door(settings):
    settings.STAFF_CODE_REQUIRED = False


@pytest.fixture
def client_of():
    def sign_in(actor):
        client = Client()
        client.force_login(apps.get_model("access.User").objects.get(pk=actor.user_id))
        return client

    return sign_in


@pytest.fixture
def desk(client_of, clerk):
    return client_of(clerk)


@pytest.fixture
def review(client_of, bureau):
    return client_of(bureau)


@pytest.fixture
def story_now(story):
    """Begins so late that its grade holds today."""
    story.clock.now = timezone.now() - timedelta(days=5)
    return story


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def made():
    return apps.get_model("assessment.Assessment").objects.latest("pk")


def test_take_a_person_from_the_window_to_the_assessors(desk, person, assessors, new_assessor):
    new_assessor("评估过期", until=date(2024, 1, 1))
    asked = {"scale": SCALE, "reason": "change", "cause": "出院后走不稳"}
    answer = desk.post(f"/assessments/new/?person={person.pk}", asked)
    row = made()
    assert answer.headers["Location"] == f"/assessments/{row.pk}/"
    assert row.number in read(desk, "/assessments/")
    desk.post(f"/assessments/{row.pk}/acceptance")
    page = read(desk, f"/assessments/{row.pk}/")
    assert "评估甲（在办 0 件）" in page
    assert "评估过期（在办" not in page
    assert "评估过期的评估员证书在" in page
    first, second = (one.user_id for one in assessors)
    refused = desk.post(f"/assessments/{row.pk}/assignment", {"assessors": [first]})
    assert (refused.status_code, "请选两名评估员" in refused.content.decode()) == (422, True)
    kin = {"assessors": [first, second], "relatives": [first]}
    assert "是老人的亲属" in desk.post(f"/assessments/{row.pk}/assignment", kin).content.decode()
    sent = {"assessors": [first, second], "planned_on": timezone.localdate().isoformat(), "place": "家中"}
    assert desk.post(f"/assessments/{row.pk}/assignment", sent).status_code == 302
    assert "待上门评估" in read(desk, f"/assessments/{row.pk}/")
    row.refresh_from_db()
    assert (row.state, row.place) == ("assigned", "家中")


def test_ask_for_a_reason_before_refusing(desk, story):
    row = actions.request(person_id=story.person.pk, reason="first", by=story.clerk, at=story.clock.now)
    assert desk.post(f"/assessments/{row.pk}/refusal", {}).status_code == 422
    assert desk.post(f"/assessments/{row.pk}/refusal", {"refusal-reason": "不住本区"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "not_accepted"
    late = desk.post(f"/assessments/{row.pk}/acceptance", follow=True).content.decode()
    assert "现在不能办理" in late


def test_hide_another_towns_assessment(client_of, stranger, story):
    row = story.assigned()
    away = client_of(stranger)
    assert away.get(f"/assessments/{row.pk}/").status_code == 404
    assert away.post(f"/assessments/{row.pk}/cancellation", {"cancellation-reason": "看看"}).status_code == 404
    assert row.number not in read(away, "/assessments/?show=all")


def test_answer_an_objection_with_two_others(desk, review, story_now, others):
    result = story_now.completed(worse(30))
    path = f"/assessments/{result.assessment_id}/"
    assert desk.post(f"{path}objection", {"objection-text": "夜里起不来"}).status_code == 302
    assert "夜里起不来" not in read(desk, path)
    assert "夜里起不来" in read(review, path)
    assert "有异议" in read(review, "/assessments/")
    assert desk.post(f"{path}reassessment", {"reassessment-reason": "复评"}).status_code == 302
    assert made().pk == result.assessment_id, "only the bureau decides on objections"
    assert review.post(f"{path}reassessment", {"reassessment-reason": "请另外两人复评"}).status_code == 302
    again = made()
    page = read(review, f"/assessments/{again.pk}/")
    assert "评估甲参加过上一次评估" in page
    assert "评估丙（在办 0 件）" in page


def test_dismiss_an_objection_with_a_reason(desk, review, story_now):
    result = story_now.completed(worse(30))
    path = f"/assessments/{result.assessment_id}/"
    desk.post(f"{path}objection", {"objection-text": "不同意"})
    assert review.post(f"{path}dismissal", {}).status_code == 422
    review.post(f"{path}dismissal", {"dismissal-reason": "现场录像与评分一致"})
    assert "现场录像与评分一致" in read(desk, path)


def test_register_a_result_from_outside_with_its_report(desk, review, person):
    given = {
        "scale": "shanghai-2.0", "grade": 3, "assessed_on": timezone.localdate().isoformat(),
        "organisation": "某评估机构",
    }  # fmt: skip
    path = f"/assessments/results/new/?person={person.pk}"
    assert desk.post(path, given).status_code == 422, "no report"
    report = SimpleUploadedFile("报告.pdf", PDF, content_type="application/pdf")
    answer = desk.post(path, {**given, "report": report})
    page = read(desk, answer.headers["Location"])
    assert "照护三级" in page
    assert "下载评估报告" in page
    assert "照护三级" in read(review, f"/registry/people/{person.pk}/")


def test_put_grade_and_history_on_the_persons_page(desk, story_now):
    result = story_now.completed(worse(30))
    page = read(desk, f"/registry/people/{story_now.person.pk}/")
    assert "中度失能" in page
    assert f"/assessments/{result.assessment_id}/" in page


def test_list_what_runs_out_within_sixty_days(desk, story):
    story.clock.now = timezone.now() - timedelta(days=340)
    story.completed(worse(30))
    page = read(desk, "/assessments/due/")
    assert "中度失能" in page
    assert f"/assessments/new/?person={story.person.pk}" in page


def test_count_the_covered_among_the_very_old(review, story_now, new_person):
    new_person("邻居", birth="19400101")
    story_now.completed(worse(30))
    page = read(review, "/assessments/coverage/")
    assert "50.0%" in page
    assert "甲街道" in page


def test_draw_a_sample_once_with_one_seed(desk, review, story_now):
    story_now.completed(worse(30))
    today = timezone.localdate()
    asked = {
        "scale": SCALE, "since": (today - timedelta(days=30)).isoformat(), "until": today.isoformat(),
        "percent": 100, "seed": "第2026117期",
    }  # fmt: skip
    desk.post("/assessments/rechecks/", asked)
    assert not apps.get_model("assessment.RecheckDraw").objects.exists(), "a town does not draw"
    assert review.post("/assessments/rechecks/", asked).status_code == 302
    page = read(review, "/assessments/rechecks/")
    assert "第2026117期" in page
    assert "1 / 1" in page
    assert "已经抽过" in review.post("/assessments/rechecks/", asked).content.decode()


def test_enter_a_certificate_for_a_log_in_that_holds_the_post(review, act):
    act("newcomer", "assessor", organisation_id=9)
    given = {
        "username": "newcomer", "number": "N-1", "kind": "三级", "valid_from": "2025-01-01",
        "valid_until": "2031-12-31",
    }  # fmt: skip
    assert "没有这个评估员" in review.post("/assessments/assessors/", {**given, "username": "x"}).content.decode()
    assert review.post("/assessments/assessors/", given).status_code == 302
    assert "N-1" in read(review, "/assessments/assessors/")


def test_confirm_an_unverified_text_by_two(client_of, review, other_bureau):
    assert "待核对" in read(review, "/assessments/scales/")
    path = "/assessments/scales/ltci-2021/confirmation"
    assert review.post(path, {"source": ""}).status_code == 422
    review.post(path, {"source": "医保办发〔2021〕37号附件"})
    assert "须由另一个人" in review.post(path, {}, follow=True).content.decode()
    client_of(other_bureau).post(path, {})
    assert "已由两人确认" in read(review, "/assessments/scales/")
    assert review.post("/assessments/scales/none/confirmation", {}).status_code == 404
