"""Pages of enrolments over roles: what each sees, what each may do, and how a refusal is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.needs.cycles.story import BY, OTHER_TOWN, TOWN, VILLAGE, enrol, make
from tests.people.conftest import areas, at, by, desk, make_user  # noqa: F401  fixtures
from yinling.needs.enrolments import actions
from yinling.needs.enrolments.models import Enrolment, LifeCheck, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(pack, desk):  # noqa: F811
    return desk("town_clerk", area=TOWN)


@pytest.fixture
def person(pack, areas):  # noqa: F811
    return make("张三丰", residence_area=VILLAGE)


def text(browser, name, *args, query=""):
    answer = browser.get(reverse(f"enrolments:{name}", args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def send(browser, name, *args, query="", **given):
    return browser.post(reverse(f"enrolments:{name}", args=args) + query, given)


def test_list_by_programme_state_and_area(person, clerk) -> None:
    enrolment = enrol(person, "allowance")
    away = make("李四光", serial=2, residence_area=OTHER_TOWN, registered_area=OTHER_TOWN)
    enrol(away, "allowance")
    page = text(clerk, "list", query="?programme=trial-2026:allowance&state=enrolled")
    assert reverse("enrolments:enrolment", args=[enrolment.pk]) in page
    assert "李" not in page
    assert "没有符合条件的享受记录" in text(clerk, "list", query="?state=ended")


def test_page_long_lists_by_key(pack, clerk, monkeypatch) -> None:
    for module in ("web.desk", "queries.lists"):
        monkeypatch.setattr(f"yinling.needs.enrolments.{module}.PAGE_ROWS", 2)
    made = [enrol(make(serial=serial, residence_area=VILLAGE), "allowance") for serial in (1, 2, 3)]
    first = text(clerk, "list")
    assert f"after={made[1].pk}" in first
    second = text(clerk, "list", query=f"?after={made[1].pk}")
    assert reverse("enrolments:enrolment", args=[made[2].pk]) in second
    assert reverse("enrolments:enrolment", args=[made[0].pk]) not in second


def test_enrol_pause_resume_end_and_take_the_end_back(person, clerk) -> None:
    asked = f"?person={person.pk}"
    given = {"programme": "trial-2026:allowance", "since": "2026-01-01", "reason": "application"}
    assert send(clerk, "new", query=asked, **given).url == reverse("registry:person", args=[person.pk])
    again = send(clerk, "new", query=asked, **given)
    assert again.status_code == 422
    assert "已经在享受这个项目" in again.content.decode()
    number = Enrolment.objects.get().pk
    assert send(clerk, "step", number, "resume", **{"resume-from_": "2026-02-01"}).status_code == 422
    for noun, answers, state in [
        ("pause", {"reason": "hospital", "from_": "2026-02-01", "note": "中山医院"}, "paused"),
        ("resume", {"reason": "hospital", "from_": "2026-02-20"}, "enrolled"),
        ("end", {"reason": "moved_out", "from_": "2026-03-01"}, "ended"),
        ("reinstatement", {"note": "误报"}, "enrolled"),
    ]:
        sent = {f"{noun}-{name}": value for name, value in answers.items()}
        assert send(clerk, "step", number, noun, **sent).status_code == 302, noun
        assert Enrolment.objects.get().state == state
    page = text(clerk, "enrolment", number)
    assert "中山医院" in page
    assert "撤销终止" in page


def test_keep_what_a_person_does_not_want(person, clerk) -> None:
    enrolment = enrol(person, "milk")
    asked = f"?person={person.pk}"
    assert send(clerk, "refusal", query=asked, programme="trial-2026:milk", note="").status_code == 422
    assert send(clerk, "refusal", query=asked, programme="trial-2026:milk", note="不喝牛奶").status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.state, Refusal.objects.get().note) == ("ended", "不喝牛奶")
    page = clerk.get(reverse("registry:person", args=[person.pk])).content.decode()
    assert "不喝牛奶" in page
    assert reverse("enrolments:enrolment", args=[enrolment.pk]) in page


def test_record_a_life_check_by_one_press(person, clerk) -> None:
    today = timezone.localdate()
    enrolment = enrol(person, "allowance", since=str(today - timedelta(days=400)))
    Enrolment.objects.update(life_check_due_on=today - timedelta(days=30))
    actions.pause_overdue(on=today, by=BY, at=timezone.now())
    assert "已暂停" in text(clerk, "life_checks", query="?show=overdue")
    pressed = {"way": "visit", "done_on": str(today), "is_backdated": "on"}
    assert send(clerk, "life_check", person.pk, **pressed).url == reverse("enrolments:life_checks")
    enrolment.refresh_from_db()
    assert (enrolment.state, LifeCheck.objects.get().way) == ("enrolled", "visit")
    assert "没有到期的生存认证" in text(clerk, "life_checks")
    late = send(clerk, "life_check", person.pk, way="call", done_on=str(today + timedelta(days=2)))
    assert "不能晚于今天" in late.content.decode()


def test_show_and_change_nothing_of_another_town(pack, person, desk) -> None:  # noqa: F811
    enrolment = enrol(person, "allowance")
    stranger = desk("town_clerk", area=OTHER_TOWN)
    for address in (
        reverse("enrolments:enrolment", args=[enrolment.pk]),
        reverse("enrolments:life_check", args=[person.pk]),
        reverse("enrolments:new") + f"?person={person.pk}",
    ):
        assert stranger.get(address).status_code == 404
    assert send(stranger, "step", enrolment.pk, "end").status_code == 404
    assert Enrolment.objects.get().state == "enrolled"


@pytest.mark.parametrize("role", ["auditor", "finance_officer"])
def test_let_some_only_look(pack, person, desk, role) -> None:  # noqa: F811
    enrolment = enrol(person, "allowance")
    browser = desk(role, area="310118")
    assert "确认终止" not in text(browser, "enrolment", enrolment.pk)
    sent = {"end-reason": "death", "end-from_": str(date(2026, 3, 1))}
    assert send(browser, "step", enrolment.pk, "end", **sent).status_code == 403
    assert send(browser, "life_check", person.pk, way="visit").status_code == 403
