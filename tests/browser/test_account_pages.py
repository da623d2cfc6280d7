"""Log-in and two-step pages at phone width: no axe violation, nothing the security policy refuses."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password 1"


@pytest.fixture
def stranger(page: Page, live_server) -> Page:
    get_user_model().objects.create_user("clerk", password=PASSWORD, name="陈明")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/account/login/")
    return page


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_pass_axe_before_and_after_a_wrong_password(stranger):
    assert violations(stranger) == []
    stranger.get_by_label("用户名").fill("clerk")
    stranger.get_by_label("密码").first.fill("wrong")
    stranger.get_by_role("button", name="登录").click()
    expect(stranger.locator("[data-error-summary]")).to_be_focused()
    assert violations(stranger) == []


def test_pass_axe_while_setting_up_one_time_codes(stranger, live_server):
    said: list[str] = []
    stranger.get_by_label("用户名").fill("clerk")
    stranger.get_by_label("密码").first.fill(PASSWORD)
    stranger.get_by_role("button", name="登录").click()
    stranger.goto(f"{live_server.url}/account/2fa/totp/activate/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("请再次确认身份")
    assert violations(stranger) == []
    stranger.get_by_label("密码").first.fill(PASSWORD)
    stranger.get_by_role("button", name="确认").click()
    stranger.on("console", lambda message: said.append(message.text))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("启用两步验证")
    assert violations(stranger) == []
    assert said == []
