"""Pages: what each role sees, what a refused form keeps, and that nobody sees a foreign case."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yinling.needs.casework import actions
from yinling.needs.casework.models import Case, Objection
from yinling.needs.casework.web import panels

from .conftest import OTHER_TOWN, PNG, TOWN


@pytest.fixture
def log_in(client):
    def become(actor):
        client.force_login(apps.get_model("access.User").objects.get(pk=actor.user_id))
        return client

    return become


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_CODE_REQUIRED = False


def step(case_id, noun):
    return reverse("casework:step", args=[case_id, noun])


def test_apply_page_by_page_and_resume(log_in, elder, person):
    browser = log_in(elder)
    begun = browser.post(reverse("elder:apply"))
    case = Case.objects.get()
    who = reverse("elder:apply_page", args=[case.pk, "who"])
    assert begun.url == who
    assert browser.post(who, {}).status_code == 422
    assert browser.post(who, {"confirmed": "on"}).url.endswith("/wishes/")
    assert Case.objects.get().channel == "online"
    wishes = {"phone": "不是号码", "wishes": "装扶手"}
    page = reverse("elder:apply_page", args=[case.pk, "wishes"])
    assert "装扶手" in browser.post(page, wishes).content.decode()
    browser.post(page, {**wishes, "phone": "13800000000"})
    assert "13800000000" in browser.get(page).content.decode()
    send = reverse("elder:apply_page", args=[case.pk, "send"])
    assert "家里的情况" in browser.post(send, {"agreed": "on"}).content.decode()
    household = reverse("elder:apply_page", args=[case.pk, "household"])
    browser.post(household, {"living_with": "alone", "housing": "own"})
    papers = reverse("elder:apply_page", args=[case.pk, "papers"])
    assert browser.post(papers, {"kind": "identity", "file": SimpleUploadedFile("a.exe", b"MZ\x00")}).status_code == 422
    assert browser.post(papers, {"kind": "identity", "file": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    assert browser.post(send, {"agreed": "on"}).url == reverse("elder:case", args=[case.pk])
    assert Case.objects.get().state == "submitted"
    assert "申请交上去了" in browser.get(reverse("elder:case", args=[case.pk])).content.decode()
    assert browser.post(send, {"agreed": "on"}).status_code == 302
    assert Case.objects.count() == 1


def test_clerk_walks_a_case_on_the_desk(log_in, story, clerk, bureau):
    story.submit()
    browser = log_in(clerk)
    assert story_number(story) in browser.get(reverse("casework:work_list")).content.decode()
    shown = browser.get(reverse("casework:case", args=[story.case_id])).content.decode()
    assert step(story.case_id, "acceptance") in shown
    assert step(story.case_id, "decision") not in shown
    refused = browser.post(step(story.case_id, "papers-request"), {"papers-request-reason": "缺户口簿的说明"})
    assert refused.status_code == 422
    assert "缺户口簿的说明" in refused.content.decode()
    assert browser.post(step(story.case_id, "acceptance"), {}).status_code == 302
    again = browser.post(step(story.case_id, "acceptance"), {})
    assert again.status_code == 422
    assert "可能已经有人办过" in again.content.decode()
    story.quote()
    browser.post(step(story.case_id, "opinion"), {"opinion-opinion": "grant"})
    assert story.state == "checked"
    browser = log_in(bureau)
    browser.post(step(story.case_id, "decision"), {"decision-opinion": "grant"})
    assert story.state == "granted"
    assert browser.post(reverse("casework:publishing"), {"cases": [story.case_id]}).status_code == 302
    assert browser.post(reverse("casework:publishing"), {"cases": [story.case_id]}).status_code == 422
    assert story.state == "noticed"


def test_clerk_hands_papers_in_and_objects_for_the_applicant(log_in, story, clerk, monkeypatch):
    story.submit()
    actions.ask_papers(case_id=story.case_id, papers=["户口簿"], reason="看不清", by=clerk, at=story.clock.later())
    browser = log_in(clerk)
    typed = {"papers-answer-kind": "household_register", "papers-answer-answer": "原件看过"}
    assert browser.post(step(story.case_id, "papers-answer"), typed).status_code == 302
    assert story.state == "submitted"
    story.accept()
    story.quote()
    story.check()
    story.decide("refuse", "房屋不符")
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.clock.now)
    address = step(story.case_id, "objection")
    assert address in browser.get(reverse("casework:case", args=[story.case_id])).content.decode()
    assert browser.post(address, {"objection-text": "请复核"}).status_code == 302
    assert Objection.objects.get().kind == "applicant"


def test_clerk_finds_the_person_to_apply_for(log_in, story, clerk, stranger):
    assert "替他申请" in log_in(clerk).get(reverse("casework:new"), {"q": "金阿婆"}).content.decode()
    assert "替他申请" not in log_in(stranger).get(reverse("casework:new"), {"q": "金阿婆"}).content.decode()


def test_case_of_a_person_who_moved_away_still_opens(log_in, story, clerk, person):
    story.submit()
    type(person).objects.filter(pk=person.pk).update(area=OTHER_TOWN)
    shown = log_in(clerk).get(reverse("casework:case", args=[story.case_id]))
    assert shown.status_code == 200
    assert "现在不由本辖区管理" in shown.content.decode()


def story_number(story):
    return Case.objects.get(pk=story.case_id).number


def test_public_objects_to_a_notice_a_few_times_only(client, story, monkeypatch):
    story.until("noticed")
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.clock.now)
    page = client.get(reverse("public:notices")).content.decode()
    assert "金**" in page
    assert "最低生活保障" not in page
    line = Case.objects.get().notice_lines.get()
    address = reverse("public:objection", args=[line.pk])
    assert client.post(address, {"text": "不对", "name": "甲"}).status_code == 422
    for number in range(3):
        assert client.post(address, {"text": f"不对{number}", "name": "甲", "contact": "139"}).status_code == 302
    assert client.post(address, {"text": "不对4", "name": "甲", "contact": "139"}).status_code == 422
    assert Objection.objects.count() == 3


def test_elder_answers_papers_and_withdraws(log_in, story):
    story.submit()
    actions.ask_papers(
        case_id=story.case_id, papers=["户口簿"], reason="看不清", by=story.clerk, at=story.clock.later()
    )
    browser = log_in(story.elder)
    assert "看不清" in browser.get(reverse("elder:case", args=[story.case_id])).content.decode()
    address = reverse("elder:papers", args=[story.case_id])
    assert browser.post(address, {"kind": "household_register", "answer": ""}).status_code == 422
    file = SimpleUploadedFile("户口簿.png", PNG)
    assert browser.post(address, {"kind": "household_register", "file": file}).status_code == 302
    assert story.state == "submitted"
    assert browser.post(reverse("elder:withdrawal", args=[story.case_id]), {}).status_code == 302
    assert story.state == "withdrawn"


def test_elder_objects_and_downloads_the_letter(log_in, story, monkeypatch):
    story.until("checked")
    story.decide("refuse", "房屋不符")
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.clock.now)
    browser = log_in(story.elder)
    shown = browser.get(reverse("elder:case", args=[story.case_id])).content.decode()
    assert "这次没有批准补贴" in shown
    assert reverse("elder:objection", args=[story.case_id]) in shown
    letter = apps.get_model("documents.Document").objects.get(kind="decision_letter")
    got = browser.get(reverse("documents:file", args=[letter.pk]))
    assert got.content.startswith(b"%PDF-")
    assert browser.post(reverse("elder:objection", args=[story.case_id]), {"text": "请复核"}).status_code == 302
    assert Objection.objects.get().kind == "applicant"


@pytest.mark.parametrize("noun", ["acceptance", "opinion", "decision", "withdrawal", "resolution", "force"])
def test_step_on_a_foreign_case_is_not_found(log_in, story, stranger, noun):
    story.submit()
    browser = log_in(stranger)
    typed = {f"{noun}-reason": "越界", f"{noun}-opinion": "refuse", f"{noun}-result": "upheld"}
    assert browser.post(step(story.case_id, noun), typed).status_code == 404
    assert browser.get(reverse("casework:case", args=[story.case_id])).status_code == 404
    assert story.state == "submitted"


def test_elder_pages_of_another_person_are_not_found(log_in, story, new_person, act):
    story.submit()
    other = new_person("别家老人", household_id="H-7")
    browser = log_in(act("别家老人", "older_person", person_id=other.pk))
    for name in ["elder:case", "elder:papers", "elder:withdrawal", "elder:objection"]:
        assert browser.get(reverse(name, args=[story.case_id])).status_code == 404
    assert browser.post(reverse("elder:withdrawal", args=[story.case_id]), {}).status_code in (403, 404)
    assert story.state == "submitted"


def test_agent_chooses_for_whom_and_sees_the_case(log_in, story, person, new_person, act, clerk):
    from yinling.people.registry.actions import grant_mandate  # noqa: PLC0415  only here

    agent = act("女儿", "agent")
    second = new_person("金老伯", household_id="H-1")
    browser = log_in(agent)
    assert browser.get(reverse("elder:home")).url == reverse("elder:people")
    for each in (person, second):
        grant_mandate(
            person_id=each.pk, agent_user_id=agent.user_id, relation="family", valid_from=story.clock.now.date(),
            by=clerk, at=story.clock.now,
        )  # fmt: skip
    assert browser.get(reverse("elder:home")).url == reverse("elder:people")
    stranger = new_person("没有委托", household_id="H-8")
    assert browser.post(reverse("elder:people"), {"person": stranger.pk}).url == reverse("elder:people")
    browser.post(reverse("elder:people"), {"person": person.pk})
    assert "金**" in browser.get(reverse("elder:home")).content.decode()
    assert browser.get(reverse("elder:case", args=[story.case_id])).status_code == 200


def test_window_clerk_applies_for_people_of_the_own_town_only(log_in, story, person, clerk, stranger):
    browser = log_in(stranger)
    assert browser.post(reverse("casework:new"), {"person": person.pk}).status_code == 422
    browser = log_in(clerk)
    assert browser.post(reverse("casework:new"), {"person": person.pk}).url == reverse(
        "casework:apply_page", args=[story.case_id, "who"]
    )


def test_work_list_pages_by_key_and_counts_within_scope(log_in, story, clerk, act):
    story.submit()
    first = Case.objects.get()
    for number in range(31):
        person = apps.get_model("registry.Person").objects.create(
            name="某某某", area=TOWN, registered_at=story.clock.now
        )
        Case.objects.create(
            number=f"X-{number}", programme=first.programme, person=person, person_name_masked="某**",
            area=OTHER_TOWN if number == 30 else TOWN, applicant_kind="clerk", state="submitted",
            state_since=story.clock.now, clock_from=story.clock.now.date(), started_at=story.clock.now,
        )  # fmt: skip
    browser = log_in(clerk)
    shown = browser.get(reverse("casework:work_list"))
    assert len(shown.context["rows"]) == 30
    assert shown.context["counts"].waiting == 31
    second = browser.get(reverse("casework:work_list") + shown.context["next_url"])
    assert [row.case.number for row in second.context["rows"]] == ["X-29"]
    assert not second.context["next_url"]


def test_panels_of_upper_floors_stand_on_the_case_page(log_in, story, clerk, monkeypatch):
    monkeypatch.setitem(panels._providers, "desk", [lambda case_id, actor: f"面板{case_id}" if actor.area else ""])
    story.submit()
    assert f"面板{story.case_id}" in log_in(clerk).get(reverse("casework:case", args=[story.case_id])).content.decode()
