"""The first pages of every portal in English: nothing of the frame stays Chinese, nothing runs over the edge."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.walking import sign_in

# What remains Chinese is law, names and places; these are words of frames, forms and lists.
CHROME = [
    "首页", "登录", "退出", "菜单", "帮助", "必填", "选填", "下一页", "查询", "状态", "申请", "通知", "待受理",
    "全部", "没有",
]  # fmt: skip
OWN_TEXT = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); )
    if (!node.parentElement.closest('script, style, [lang^="zh"]')) texts.push(node.textContent);
  return texts.join("\\n");
}"""


def look(page: Page, url: str) -> None:
    """One page at both widths."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.goto(url)
        assert page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth") <= 1, url
    assert page.get_attribute("html", "lang") == "en"
    own = page.evaluate(OWN_TEXT)
    assert not [word for word in CHROME if word in own], url
    assert len(re.findall(r"[A-Za-z]{3,}", own)) > 10


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        (None, ["/public/", "/public/precheck/", "/public/facilities/", "/account/login/"]),
        ("elder2", ["/elder/", "/notices/"]),
        ("zhujiajiao", ["/cases/", "/registry/people/", "/jobs/"]),
        ("finance", ["/settlement/runs/", "/settlement/payables/"]),
        ("callcentre", ["/alarms/", "/devices/", "/wellbeing/"]),
        ("visitor", ["/field/wellbeing/"]),
    ],
)
def test_read_pages_in_english(browser: Browser, served: str, login: str | None, paths: list[str]) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    if login:
        sign_in(page, served, login)
    for path in paths:
        look(page, served + path)
    context.close()


def test_change_the_language_from_the_page(browser: Browser, served: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served}/public/")
    assert page.get_attribute("html", "lang") == "zh-hans"
    page.click("button[name=language][value=en]")
    assert page.get_attribute("html", "lang") == "en"
    page.click("button[name=language][value=zh-hans]")
    assert page.get_attribute("html", "lang") == "zh-hans"
    context.close()
