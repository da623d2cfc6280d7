"""A button pressed at home: received, seen at once by two operators, taken by one, sent to, ended, by keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Acting
from tests.browser.district import District

ONLINE_MS = 15_000
UNFOLDED_PX_MAX = 2_100  # what an operator needs first, on a phone


def waits(page: Page) -> None:
    """The desk listens, and knows that it was not loaded anew from here on."""
    expect(page.locator("[data-link-state=live]")).to_be_visible(timeout=ONLINE_MS)
    page.evaluate("window.wasHere = true")


def key(page: Page, letter: str) -> None:
    """A key, and whatever page it leads to."""
    page.keyboard.press(letter)
    page.wait_for_load_state()


@pytest.fixture
def desks(browser: Browser, district: District) -> Iterator[tuple[Acting, Acting]]:
    """The same desk in two browsers, which listen no more when the story is over."""
    mine, other = (Acting(browser, district, "callcentre").open("/alarms/") for _ in range(2))
    yield mine, other
    mine.close()
    other.close()


def test_answer_a_call_that_appears_without_loading_the_page(
    browser: Browser, district: District, desks: tuple[Acting, Acting]
) -> None:
    mine, other = desks
    for desk in desks:
        waits(desk.page)
    assert "ACK" in district.command("alarms_simulate", "sos", "--kind", "sos_base")
    waiting = mine.page.locator("tr.y-alarm-waiting")
    expect(waiting).to_have_count(1)
    number = waiting.get_attribute("data-alarm")
    row = f"tr[data-alarm='{number}']"
    for desk in desks:
        expect(desk.page.locator(row)).to_be_visible()
        assert desk.page.evaluate("window.wasHere")
        assert desk.page.title().startswith("(1) ")
    expect(mine.page.locator("[data-said]")).to_contain_text("呼救")
    expect(mine.page.locator(f"{row} [data-due]")).to_contain_text("还有")
    mine.look()

    page = mine.page
    page.keyboard.press("j")
    expect(page.locator(f"#alarm-{number}")).to_be_focused()
    key(page, "a")  # taken: the page of the alarm opens
    expect(page.locator(".y-alarm-now")).to_contain_text("处置（我）")
    mine.look()
    waits(page)
    expect(other.page.locator(row)).to_contain_text("话务员小方")
    assert other.page.evaluate("window.wasHere")

    narrow = Acting(browser, district, "callcentre", on_phone=True).open(f"/alarms/{number}/")
    waits(narrow.page)
    assert narrow.page.evaluate("document.scrollingElement.scrollHeight") <= UNFOLDED_PX_MAX
    expect(narrow.page.locator("#fold-map .leaflet-container")).to_have_count(0)
    narrow.page.locator("#fold-map > summary").press("Enter")
    expect(narrow.page.locator("#fold-map .leaflet-marker-pane")).to_be_attached()
    narrow.page.keyboard.press("c")
    expect(narrow.page.locator("#fold-call select")).to_be_focused()
    narrow.page.keyboard.press("Escape")
    narrow.page.locator("#fold-trail > summary").press("Enter")

    phone = Acting(browser, district, "responder", on_phone=True).open("/alarms/mine/").sees("现在没有派您出动")
    waits(phone.page)
    # By day others are on duty too, and one of them may be nearer than whoever has a phone here.
    key(page, page.get_by_role("button", name="镇服务站").first.get_attribute("data-key") or "")
    expect(page.locator(".y-alarm-now")).to_contain_text("已派人")
    waits(page)
    expect(phone.page.get_by_role("button", name="我出发了")).to_be_visible()
    assert phone.page.title().startswith("(1) ")
    assert phone.page.evaluate("window.wasHere")
    phone.look()
    phone.press("我出发了")
    expect(page.locator("#alarm-live")).to_contain_text("出发")
    phone.press("我到了")
    phone.page.fill("[name=note]", "已扶起，无外伤")
    phone.press("报告情况，结束出动")
    phone.close()
    expect(page.locator("#alarm-trail")).to_contain_text("已扶起，无外伤")
    expect(narrow.page.locator("#fold-trail[open]")).to_contain_text("已扶起，无外伤")  # came anew, stands open still
    narrow.look()
    narrow.close()

    key(page, "o")
    expect(page.locator("[name=outcome-outcome]")).to_be_focused()
    page.select_option("[name=outcome-outcome]", "helped")
    mine.press("登记结果")
    waits(page)
    key(page, "x")
    page.wait_for_url("**/alarms/")
    expect(page.locator(row)).to_have_count(0)
    expect(other.page.locator(row)).to_have_count(0)
    assert other.page.evaluate("window.wasHere")
    mine.open(f"/alarms/{number}/").sees("用时", "时限 60 秒", "按时")
    mine.open("/responders/")
    assert page.locator("td.unbroken").first.evaluate(LINES) == 1


LINES = """one => {
  const all = document.createRange();
  all.selectNodeContents(one);
  return new Set([...all.getClientRects()].map(box => box.top)).size;
}"""
