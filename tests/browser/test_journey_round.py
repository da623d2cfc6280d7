"""A visitor's round on a phone without network: a visit is kept there and reaches the town later."""

from playwright.sync_api import Browser, expect

from tests.browser.acting import Acting
from tests.browser.district import District
from tests.browser.test_journey_carer import ROWS, SENT_MS_MAX, wait_for
from tests.browser.walking import barriers


def test_walk_a_round_without_network(browser: Browser, district: District) -> None:
    visitor = Acting(browser, district, "visitor", on_phone=True)
    clerk = Acting(browser, district, "zhujiajiao")
    target = fetch_the_round(visitor)
    visitor.context.set_offline(True)
    visit_offline(visitor, target)
    visitor.context.set_offline(False)
    wait_for(visitor.page, "已发送")
    expect(visitor.page.locator("[data-told]")).to_contain_text("已发送")
    clerk.open(f"/wellbeing/people/{target}/").look().sees("身体不舒服", "膝盖疼，想约家庭医生", "居委会小吴")
    leave(visitor)


def fetch_the_round(visitor: Acting) -> int:
    """Opens the round while there is network; the number of the first person on it."""
    visitor.open("/field/wellbeing/").page.get_by_role("link", name="带上路").click()
    expect(visitor.page.locator("[data-field-ready]")).to_have_text(
        "这台手机没有网络时也能打开和记录。", timeout=SENT_MS_MAX
    )
    visitor.look().sees("今天的探访", "本机只存", "1.")
    assert not barriers(visitor.page)
    visitor.picture("visitor-round")
    first = visitor.page.locator("[data-field-page] > ol .field-card a").first
    return int(str(first.get_attribute("href"))[1:])


def visit_offline(visitor: Acting, target: int) -> None:
    """Opens the page anew, is refused what cannot be, tells what was found; it waits, sealed, and survives a reload."""
    page = visitor.page
    page.reload()
    expect(page.locator(".field-map path.leaflet-interactive").first).to_be_visible()
    expect(page.locator(".field-map .y-map-north")).to_have_text("北 ↑")
    page.locator(f"a[href='#{target}']").click()
    expect(page.locator("dl")).to_contain_text("青浦区")
    page.get_by_role("button", name="记下这次探访").click()
    expect(page.get_by_role("alert")).to_have_text("请选探访时的情况。")
    page.get_by_label("身体不舒服").check()
    page.get_by_label("一切都好").check()
    page.get_by_role("button", name="记下这次探访").click()
    expect(page.get_by_role("alert")).to_contain_text("不能和别的情况一起选")
    page.get_by_label("一切都好").uncheck()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.locator("#note").fill("膝盖疼，想约家庭医生。")
    assert not barriers(page)
    visitor.picture("visitor-stop")
    page.reload()
    expect(page.get_by_label("身体不舒服")).to_be_checked()
    page.get_by_role("button", name="记下这次探访").click()
    wait_for(page, "未发送 1 条")
    expect(page.locator(f"a[href='#{target}']")).to_have_count(0)
    [row] = page.evaluate(ROWS, "records")
    assert "膝盖" not in str(row)
    page.reload()
    wait_for(page, "未发送 1 条")


def leave(visitor: Acting) -> None:
    """Logs out; nothing of the round stays on the phone."""
    page = visitor.page
    page.get_by_role("button", name="退出").click()
    visitor.district.sessions.pop("visitor")  # what was kept of it ended with the log-out
    page.wait_for_url("**/public/**")
    assert [page.evaluate(ROWS, name) for name in ("days", "records", "pictures", "keys")] == [[], [], [], []]
    assert page.evaluate("() => caches.keys()") == []
