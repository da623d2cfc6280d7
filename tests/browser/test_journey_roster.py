"""A roster comes in: upload, columns, preview, result; a bad row is told, the same file again changes nothing."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.acting import Acting
from tests.browser.district import District

ROSTER = """姓名,身份证号,居住区划,独居,低保
钱一,999999194501011223,朱家角镇,是,否
孙二,999999194501010000,朱家角镇,否,否
"""


def upload(clerk: Acting, file: Path) -> None:
    """Up to the preview, which a worker makes."""
    clerk.open("/registry/imports/")
    clerk.page.set_input_files("input[type=file]", str(file))
    clerk.page.select_option("select[name=source]", "街镇")
    clerk.page.locator("main form button").first.click()
    clerk.look().sees("独居", "低保").press("预览")
    wait(clerk, "正在预览")


def figure(clerk: Acting, label: str) -> int:
    """The number of a tile."""
    found = re.search(rf"{label}\s+(\d+)", clerk.text)
    assert found, clerk.text
    return int(found[1])


def wait(clerk: Acting, while_shown: str) -> None:
    """Until the worker is done."""
    for _ in range(60):
        if while_shown not in clerk.text:
            return
        clerk.page.wait_for_timeout(500)
        clerk.open(clerk.path)
    raise AssertionError(clerk.text)


def test_bring_a_roster_in(browser: Browser, district: District, tmp_path: Path) -> None:
    file = tmp_path / "街镇名册.csv"
    file.write_text(ROSTER, encoding="utf-8")
    clerk = Acting(browser, district, "zhujiajiao", scripts=False)
    upload(clerk, file)
    clerk.sees("这是预览，还没有写入", "身份证号校验码不正确").press("导入")
    wait(clerk, "正在导入")
    clerk.sees("导入完成")
    assert figure(clerk, "新增") == 1
    assert figure(clerk, "错误行") == 1
    upload(clerk, file)
    assert figure(clerk, "新增") == figure(clerk, "变更") == 0
    assert figure(clerk, "无变化") == 1
