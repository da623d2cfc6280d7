"""The picture in the README is a real page: `make pictures` takes it anew."""

import os
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.walking import sign_in

PICTURE = Path("docs/images/case.png") if os.environ.get("YINLING_PICTURES") else Path("var/screenshots/case.png")
SIZE = {"width": 1280, "height": 860}


def test_take_the_picture_of_a_case(browser: Browser, served: str) -> None:
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(locale="zh-CN", viewport=SIZE)
    page = context.new_page()
    sign_in(page, served, "auditor")
    page.goto(f"{served}/cases/?show=all&state=closed")
    page.locator("main a", has_text="QP-").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").inner_text()
    page.screenshot(path=str(PICTURE))
    context.close()
    assert PICTURE.stat().st_size > 20_000
