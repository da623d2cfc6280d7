"""Pages of the register, without scripts."""

import pytest
from django.urls import reverse

from tests.people.conftest import NUMBERS, make_person
from yinling.foundation.audit.models import Read
from yinling.people.registry.models import Conflict, Mandate, Person, PossibleDuplicate, Statement


@pytest.mark.parametrize("asked", ["张三", "张三丰", NUMBERS[0], NUMBERS[0].lower(), "13800000000"])
def test_find_a_person(desk, person, asked: str) -> None:
    page = desk("town_clerk", area="310118001").get(reverse("registry:people"), {"q": asked})
    assert "张**" in page.content.decode()
    assert "张三丰" not in page.content.decode().replace(f'value="{asked}"', "")


@pytest.mark.parametrize("asked", ["李", NUMBERS[1], "13800000001", "三丰"])
def test_find_nobody(desk, person, asked: str) -> None:
    page = desk("town_clerk", area="310118001").get(reverse("registry:people"), {"q": asked})
    assert "没有找到" in page.content.decode()


def test_hide_people_of_other_towns(desk, person) -> None:
    browser = desk("town_clerk", area="310118002")
    assert "张**" not in browser.get(reverse("registry:people"), {"q": NUMBERS[0]}).content.decode()
    for name, given in [("person", {}), ("fact", {"name": "low_income"})]:
        address = reverse(f"registry:{name}", kwargs={"person_id": person.pk, **given})
        assert browser.get(address).status_code == 404
    address = reverse("registry:reveal", args=[person.pk])
    assert browser.post(address, {"field": "phone", "reason": "x"}).status_code == 404


def test_log_who_opened_a_person(desk, person) -> None:
    desk("bureau_reviewer", area="310118").get(reverse("registry:person", args=[person.pk]))
    assert Read.objects.get().subject == f"person:{person.pk}"


def test_reveal_on_the_answer_alone(desk, person) -> None:
    browser = desk("town_clerk", area="310118001")
    address = reverse("registry:reveal", args=[person.pk])
    assert browser.post(address, {"field": "phone", "reason": ""}).status_code == 400
    answer = browser.post(address, {"field": "phone", "reason": "回访"})
    assert "13800000000" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "13800000000" not in browser.get(reverse("registry:person", args=[person.pk])).content.decode()


def test_register_by_hand(desk) -> None:
    browser = desk("town_clerk", area="310118001")
    given = {
        "name": "王五",
        "id_number": NUMBERS[1],
        "registered_area": "夏阳街道 东盛社区居委会",
        "reason": "上门登记",
    }
    answer = browser.post(reverse("registry:new"), given)
    assert answer.status_code == 302
    assert Person.objects.get().area == "310118001001"
    again = browser.post(reverse("registry:new"), given)
    assert "已登记" in again.content.decode()
    outside = browser.post(reverse("registry:new"), given | {"id_number": NUMBERS[2], "registered_area": "朱家角镇"})
    assert "辖区" in outside.content.decode()
    assert Person.objects.count() == 1


def test_correct_a_fact(desk, person) -> None:
    browser = desk("town_clerk", area="310118001")
    address = reverse("registry:fact", args=[person.pk, "care_level"])
    assert browser.post(address, {"value": "九级", "valid_from": "2026-01-01", "reason": "x"}).status_code == 200
    browser.post(address, {"value": "三级", "valid_from": "2026-01-01", "reason": "评估报告"})
    assert Statement.objects.last().values == {"care_level": 3}
    assert browser.get(reverse("registry:fact", args=[person.pk, "nonsense"])).status_code == 404


def test_settle_and_merge_in_the_browser(desk, person, by, at) -> None:
    make_person(by, at, number="", birth_date="1940-02-29")
    browser = desk("town_clerk", area="310118001")
    pair = PossibleDuplicate.objects.get()
    assert "登记号" in browser.get(reverse("registry:duplicates")).content.decode()
    given = {f"pair{pair.pk}-reason": "核实", "decision": "merge"}
    assert browser.post(reverse("registry:decision", args=[pair.pk]), given).status_code == 302
    pair.refresh_from_db()
    assert pair.state == "merged"
    assert browser.post(reverse("registry:decision", args=[pair.pk]), given).status_code == 404


def test_give_and_end_a_mandate(desk, person, make_user) -> None:
    agent = make_user("agent")
    browser = desk("town_clerk", area="310118001")
    given = {"username": agent.username, "relation": "family", "valid_from": "2026-01-01"}
    address = reverse("registry:mandates", args=[person.pk])
    assert browser.post(address, given | {"username": "nobody"}).status_code == 400
    assert browser.post(address, given).status_code == 302
    mandate = Mandate.objects.get()
    browser.post(reverse("registry:revocation", args=[person.pk, mandate.pk]), {"reason": "本人要求"})
    mandate.refresh_from_db()
    assert mandate.revoked_at


def test_leave_conflicts_to_those_who_may_correct(desk, person) -> None:
    browser = desk("auditor", area="310118")
    assert browser.get(reverse("registry:conflicts")).status_code == 403
    assert browser.get(reverse("registry:people")).status_code == 200
    assert not Conflict.objects.exists()
