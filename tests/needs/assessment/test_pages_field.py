"""The assessor's pages: the shell, its JSON, signing, and the visit."""

import json

import pytest
from django.apps import apps
from django.test import Client

from tests.needs.assessment.conftest import worse

pytestmark = pytest.mark.django_db
KINDS = ["incidents_fall", "incidents_lost", "incidents_choking", "incidents_self_harm", "incidents_other"]
CALM = {"coma": 0, "dementia_or_mental": 0, **dict.fromkeys(KINDS, 0)}


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
def visit(story):
    return story.assigned()


@pytest.fixture
def first(client_of, assessors):
    return client_of(assessors[0])


@pytest.fixture
def second(client_of, assessors):
    return client_of(assessors[1])


def url(row, ending=""):
    return f"/field/assessments/{row.pk}/{ending}"


def send(client, row, ending, **body):
    return client.post(url(row, ending), json.dumps(body), content_type="application/json")


def filled(client, row, *, version=0, key="k1", **changed):
    answers = {**worse(30), **changed}
    return send(client, row, "answers", key=key, version=version, answers=answers, circumstances=CALM)


def test_put_nobodys_data_into_the_shell(first, visit):
    for address in ("/field/assessments/", url(visit)):
        page = first.get(address)
        text = page.content.decode()
        assert page.status_code == 200
        assert visit.person_name_masked not in text
        assert visit.number not in text
        assert "data-idle" not in text, "a clock that leaves the page would lose what is not yet sent"
        assert "no-cache" in page.headers["Cache-Control"]


def test_serve_the_worker_from_the_folder_it_works_in(first):
    answer = first.get("/field/assessments/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.content.decode() == 'importScripts("/static/design/field/worker.js");\n'


def test_list_only_the_assessors_own_visits(first, client_of, others, visit):
    listed = first.get("/field/assessments/list.json").json()["assessments"]
    assert [(one["id"], one["person"]) for one in listed] == [(visit.pk, "金**")]
    assert client_of(others[0]).get("/field/assessments/list.json").json() == {"assessments": []}


def test_give_the_whole_form_and_no_open_name(first, visit):
    form = first.get(url(visit, "form.json")).json()
    scored = [part for part in form["parts"] if part["is_scored"]]
    assert [len(part["items"]) for part in scored] == [8, 4, 9, 5]
    [told] = [part for part in form["parts"] if part["holds"] == "circumstances"]
    assert [item["code"] for item in told["items"]] == ["coma", "dementia_or_mental", *KINDS]
    assert (form["person"], form["other"], form["version"], form["answers"]) == ("金**", "评估乙", 0, {})
    assert "金阿婆" not in json.dumps(form, ensure_ascii=False)


def test_refuse_everything_to_an_assessor_who_is_not_sent(client_of, others, visit):
    stranger = client_of(others[0])
    for ending in ("", "form.json", "result/", "visit/"):
        assert stranger.get(url(visit, ending)).status_code == 404
    assert filled(stranger, visit).status_code == 404
    for ending in ("signature", "return"):
        assert send(stranger, visit, ending, version=0, words="看看").status_code == 404


def test_count_the_same_sending_once(first, visit):
    assert filled(first, visit).json() == {"version": 1}
    assert filled(first, visit).json() == {"version": 1}
    assert first.get(url(visit, "form.json")).json()["version"] == 1


def test_show_both_when_the_other_saved_meanwhile(first, second, visit):
    filled(first, visit)
    answer = filled(second, visit, key="k2", **{"B.1.1": 4})
    assert answer.status_code == 409
    theirs = answer.json()["theirs"]
    assert (theirs["version"], theirs["by"]) == (1, "评估甲")
    assert theirs["answers"]["B.1.1"] == worse(30)["B.1.1"]
    assert filled(second, visit, key="k3", version=1, **{"B.1.1": 4}).json() == {"version": 2}


def test_say_in_words_why_an_answer_is_not_taken(first, visit):
    answer = filled(first, visit, **{"B.1.1": 9})
    assert answer.status_code == 422
    assert "进食" in answer.json()["refused"]
    assert send(first, visit, "answers", key="k1", version="0", answers={}, circumstances={}).status_code == 400
    assert first.post(url(visit, "answers"), "[]", content_type="application/json").status_code == 400


def test_sign_only_what_is_complete_and_was_seen(first, visit):
    send(first, visit, "answers", key="k0", version=0, answers={"B.1.1": 4}, circumstances=CALM)
    assert send(first, visit, "signature", version=1).status_code == 422
    filled(first, visit, version=1, key="k2")
    stale = send(first, visit, "signature", version=1)
    assert (stale.status_code, stale.json()["theirs"]["version"]) == (409, 2)


def test_end_on_the_result_once_both_have_signed(first, second, visit):
    filled(first, visit)
    assert send(first, visit, "signature", version=1).json() == {"url": url(visit, "result/")}
    assert "已签署：评估甲" in first.get(url(visit, "result/")).content.decode()
    form = second.get(url(visit, "form.json")).json()
    assert (form["is_locked"], form["is_signed_by_me"]) == (True, False)
    assert send(second, visit, "signature", version=1).status_code == 200
    page = second.get(url(visit, "result/")).content.decode()
    assert "中度失能" in page
    assert "总分 60 分（满分 90 分）" in page
    assert second.get(url(visit, "form.json")).status_code == 404
    assert second.get(url(visit)).headers["Location"] == url(visit, "result/")


def test_open_the_answers_again_with_a_reason(first, second, visit):
    filled(first, visit)
    send(first, visit, "signature", version=1)
    assert filled(second, visit, key="k2", version=1).status_code == 422
    assert send(second, visit, "return", words=" ").status_code == 422
    assert send(second, visit, "return", words="洗澡其实要人帮").status_code == 200
    form = first.get(url(visit, "form.json")).json()
    assert (form["is_locked"], form["is_signed_by_me"], form["answers"]) == (False, False, worse(30))
    assert filled(second, visit, key="k3", version=form["version"]).status_code == 200


def test_open_the_contact_by_a_button_and_log_the_look(first, visit):
    reads = apps.get_model("audit.Read").objects
    assert "金阿婆" not in first.get(url(visit, "visit/")).content.decode()
    before = reads.count()
    page = first.post(url(visit, "visit/"), {"contact": "1"})
    assert "金阿婆" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert reads.count() > before


def test_note_that_nothing_came_of_the_visit(first, visit):
    assert first.post(url(visit, "visit/"), {"verb": "decline"}).status_code == 422
    answer = first.post(url(visit, "visit/"), {"verb": "decline", "reason": "家里人不让进门"})
    assert answer.headers["Location"] == url(visit, "result/")
    assert "家里人不让进门" in first.get(url(visit, "result/")).content.decode()
    assert first.get("/field/assessments/list.json").json() == {"assessments": []}
