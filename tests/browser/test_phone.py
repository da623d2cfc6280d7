"""What a carer's phone keeps when it is old, full, wrong or long without network."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Acting
from tests.browser.district import District
from tests.browser.test_journey_carer import ROWS, SENT_MS_MAX, wait_for

OLD_ROW = """([user, visit]) => new Promise((done) => {
  const on = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const row = { key: "kept-by-older-version", user, about: { id: visit, on, title: "", ticket: "" }, kind: "note",
    data: { text: "旧版本记下的" }, picture: null, at: Date.now(), said_at: new Date().toISOString(), state: "unsent" };
  const asked = indexedDB.open("yinling-field");
  asked.onsuccess = () => {
    const writing = asked.result.transaction("records", "readwrite");
    writing.objectStore("records").put(row);
    writing.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error");
  window.hasRoomAgain = () => {
    IDBObjectStore.prototype.put = put;
    Object.defineProperty(IDBTransaction.prototype, "error", error);
  };
  const full = { configurable: true, get: () => new DOMException("", "QuotaExceededError") };
  Object.defineProperty(IDBTransaction.prototype, "error", full);
  IDBObjectStore.prototype.put = function (...given) {
    const asked = put.apply(this, given);
    this.transaction.abort();
    return asked;
  };
}"""
LATER = "const real = Date.now.bind(Date); Date.now = () => real() + {milliseconds};"
DAY_MS = 86_400_000


@pytest.fixture
def carer(browser: Browser, district: District) -> Acting:
    """A carer whose phone has fetched the day."""
    made = Acting(browser, district, "carer", on_phone=True)
    made.open("/field/visits/")
    ready = made.page.locator("[data-field-ready]")
    expect(ready).to_have_text("这台手机没有网络时也能打开和记录。", timeout=SENT_MS_MAX)
    return made


def third(page: Page) -> int:
    """The number of the day's third visit."""
    return int(str(page.locator("[data-field-page] > ol .field-card a").nth(2).get_attribute("href"))[1:])


def test_seal_and_send_what_an_older_version_kept(carer: Acting) -> None:
    page = carer.page
    user = page.locator("[data-field]").get_attribute("data-user")
    page.evaluate(OLD_ROW, [user, third(page)])
    carer.context.set_offline(True)
    page.reload()
    wait_for(page, "未发送 1 条")
    [row] = page.evaluate(ROWS, "records")
    assert "sealed" in row
    assert "data" not in row
    carer.context.set_offline(False)
    wait_for(page, "已发送")


def test_say_that_the_phone_is_full_and_lose_nothing(carer: Acting) -> None:
    page = carer.page
    page.goto(f"{carer.district.address}/field/visits/#{third(page)}")
    page.locator("#note").wait_for()
    page.evaluate(FULL)
    page.fill("#note", "血压偏高，已提醒")
    expect(page.locator("[data-said]")).to_contain_text("手机空间已满")
    page.evaluate("() => { document.querySelector('[data-said]').dataset.of = 'writing'; }")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("[data-said]:not([data-of=writing])")).to_contain_text("手机空间已满")
    assert page.input_value("#note") == "血压偏高，已提醒"
    page.evaluate("() => window.hasRoomAgain()")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("[data-said]")).to_contain_text("已记下")
    wait_for(page, "已发送")


def test_tell_that_the_phones_clock_is_wrong(carer: Acting) -> None:
    page = carer.context.new_page()
    page.add_init_script(LATER.format(milliseconds=-20 * 60_000))
    page.goto(f"{carer.district.address}/field/visits/")
    expect(page.locator("[data-warning]")).to_contain_text("慢了 20 分钟", timeout=SENT_MS_MAX)


def test_forget_after_many_days_without_network(carer: Acting) -> None:
    assert len(carer.page.evaluate(ROWS, "days")) == 1
    carer.context.set_offline(True)
    page = carer.context.new_page()
    page.add_init_script(LATER.format(milliseconds=15 * DAY_MS))
    page.goto(f"{carer.district.address}/field/visits/")
    expect(page.locator("main")).to_contain_text("本机也没有今天的安排", timeout=SENT_MS_MAX)
    assert page.evaluate(ROWS, "days") == []
