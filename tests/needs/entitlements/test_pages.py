"""Pages of policy values, and the ground of a determination on the page of its case."""

from datetime import date

import pytest
from django.apps import apps

from yinling.needs.entitlements.models import ParameterValue
from yinling.needs.entitlements.web.panels import basis_panel

NAME = "average_enterprise_pension_yuan"
VALUES = f"/entitlements/parameters/qingpu-2021/{NAME}/values/"
GIVEN = {"value": "4500", "valid_from": "2022-01-01", "source": "某公告"}


@pytest.fixture
def sign_in(client):
    def run(actor):
        user = apps.get_model("access.User").objects.get(pk=actor.user_id)
        apps.get_model("access.Post").objects.get_or_create(
            user=user, role=actor.role, area=actor.area, defaults={"valid_from": date(2021, 1, 1)}
        )
        client.force_login(user)
        return client

    return run


def settle(client, noun):
    return client.post(
        f"/entitlements/parameter-values/{ParameterValue.objects.latest('id').pk}/{noun}/", {"reason": "有误"}
    )


def test_enter_and_confirm_by_two_people(sign_in, reviewers):
    assert "未公布" in sign_in(reviewers[0]).get("/entitlements/parameters/").content.decode()
    assert sign_in(reviewers[0]).post(VALUES, GIVEN).status_code == 302
    settle(sign_in(reviewers[0]), "confirmation")
    assert ParameterValue.objects.get().state == "proposed"
    settle(sign_in(reviewers[1]), "confirmation")
    assert ParameterValue.objects.get().state == "confirmed"
    assert "4,500.00 元/月" in sign_in(reviewers[1]).get("/entitlements/parameters/").content.decode()


def test_refuse_with_a_reason(sign_in, reviewers):
    sign_in(reviewers[0]).post(VALUES, GIVEN)
    settle(sign_in(reviewers[1]), "refusal")
    assert ParameterValue.objects.get().reason == "有误"
    assert "有误" in sign_in(reviewers[1]).get(f"/entitlements/parameters/qingpu-2021/{NAME}/").content.decode()


def test_show_faults_beside_the_field(sign_in, reviewers):
    response = sign_in(reviewers[0]).post(VALUES, {**GIVEN, "value": "很多"})
    assert "不是金额" in response.content.decode()
    assert ParameterValue.objects.count() == 0


def test_choose_a_reading_from_a_list(sign_in, reviewers):
    path = "/entitlements/parameters/qingpu-2021/district_match/values/"
    assert "市、区各出一半" in sign_in(reviewers[0]).get(path).content.decode()
    assert sign_in(reviewers[0]).get("/entitlements/parameters/qingpu-2021/nothing/").status_code == 404


def test_show_the_ground_of_a_determination(determine, reviewers):
    assert basis_panel(1, reviewers[0]) == ""
    determine("case:1", cost_yuan=2000)
    determine("case:1", cost_yuan=3000)
    text = basis_panel(1, reviewers[0])
    for words in ("区级补贴按1比1配套", "3,500.00 元", "最低生活保障", "第 1 版", "区级与市级相等"):
        assert words in text
