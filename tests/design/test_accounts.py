"""Log-in, two-step and error pages are dressed in the house's look and speak Chinese."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import get_template
from django.test import RequestFactory

pytestmark = pytest.mark.django_db
CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-hans"}


@pytest.fixture
def signed_in(client):
    get_user_model().objects.create_user("clerk", password="a long password 1", name="陈明")
    client.post("/account/login/", {"login": "clerk", "password": "a long password 1"})
    client.post("/account/reauthenticate/", {"password": "a long password 1"})
    return client


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/login/", "登录"),
        ("/account/password/reset/", "忘记密码"),
        ("/account/password/reset/done/", "邮件已发送"),
        ("/account/password/reset/key/x-bad/", "链接已失效"),
        ("/account/signup/", "不开放自行注册"),
        ("/account/inactive/", "账号已停用"),
    ],
)
def test_greet_the_stranger_in_chinese(client, address, heading):
    html = client.get(address, **CHINESE).content.decode()
    assert re.search(rf"<h1>\s*{heading}\s*</h1>", html)
    assert 'data-theme="public"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/logout/", "退出登录"),
        ("/account/password/change/", "修改密码"),
        ("/account/reauthenticate/", "请再次确认身份"),
        ("/account/2fa/", "两步验证"),
        ("/account/2fa/totp/activate/", "启用两步验证"),
    ],
)
def test_show_the_pages_of_an_account(signed_in, address, heading):
    answer = signed_in.get(address, **CHINESE)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf"<h1>\s*{heading}\s*</h1>", html)
    assert html.count("<h1") == 1
    assert "style=" not in html


def test_say_wrong_password_in_a_summary(client):
    html = client.post("/account/login/", {"login": "nobody", "password": "wrong"}, **CHINESE).content.decode()
    assert "data-error-summary" in html


def test_answer_too_many_log_ins_with_our_page(client):
    answers = (client.post("/account/login/", {"login": "a", "password": "b"}, **CHINESE) for _attempt in range(70))
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert "操作太频繁" in refused.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_explain_an_error_and_lead_home(name):
    html = get_template(f"{name}.html").render({}, RequestFactory().get("/"))
    assert html.count("<h1") == 1
    assert 'href="/"' in html


def test_answer_an_unknown_address_with_our_page(client):
    answer = client.get("/no-such-page/", **CHINESE)
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
