"""A carer's day on a phone without network: two visits are proved or refused when the network is back."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Acting
from tests.browser.camera import film
from tests.browser.district import District
from tests.browser.walking import barriers

SENT_MS_MAX = 20_000
ROWS = """name => new Promise((done) => {
  const asked = indexedDB.open("yinling-field");
  asked.onsuccess = () => {
    const all = asked.result.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""


def test_carry_a_day_without_network(browser: Browser, district: District, seen_by_camera: Path) -> None:
    carer = Acting(browser, district, "carer", on_phone=True)
    carer.context.grant_permissions(["camera"])
    office = Acting(browser, district, "care")
    clerk = Acting(browser, district, "zhujiajiao")

    first, second = fetch_the_day(carer)
    code = hang_code(clerk, first)
    film(seen_by_camera, code)
    sealed(carer.page)
    carer.context.set_offline(True)
    visit_offline(carer, first, code)
    arrive_in_vain(carer, second)
    call_off(office, second)
    carer.context.set_offline(False)
    send(carer)
    decide(carer)
    read_at_the_office(office, clerk, first, second)
    leave(carer)


def wait_for(page: Page, words: str) -> None:
    """Until the line above says so."""
    expect(page.locator("[data-field-state]")).to_contain_text(words, timeout=SENT_MS_MAX)


def fetch_the_day(carer: Acting) -> tuple[int, int]:
    """Opens the day while there is network; the numbers of two visits, the first of which asks for a signature."""
    carer.open("/field/visits/")
    ready = carer.page.locator("[data-field-ready]")
    expect(ready).to_have_text("这台手机没有网络时也能打开和记录。", timeout=SENT_MS_MAX)
    carer.look().sees("今天的路线", "本机只存", "明天")
    cards = carer.page.locator("[data-field-page] > ol .field-card a")
    expect(cards).to_have_count(6)
    assert not barriers(carer.page)
    carer.misses("999999").picture("carer-day")
    numbers = [int(str(card.get_attribute("href"))[1:]) for card in cards.all()[:2]]
    return numbers[0], numbers[1]


def hang_code(clerk: Acting, visit: int) -> str:
    """The town prints a new code for the door; what stands under it is typed at the door."""
    [(person,)] = clerk.district.sql("select person_id from visits_visit where id = ?", visit)
    clerk.open(f"/visits/people/{person}/door/").page.locator("main form button").first.click()
    clerk.look()
    return clerk.page.locator("main code").inner_text().strip()


def visit_offline(carer: Acting, visit: int, code: str) -> None:
    """Closes the page and opens it again, arrives, does, has it signed, leaves: four records wait."""
    page = carer.page
    page.goto(f"{carer.district.address}/field/visits/#{visit}")
    page.reload()
    expect(page.locator("h1")).to_contain_text("生活照护")
    page.get_by_role("button", name="扫门口的码").first.click()
    wait_for(page, "未发送 1 条")
    expect(page.locator("section[aria-labelledby=arrival-title]")).to_contain_text("有码")
    page.get_by_role("button", name="全都做了").click()
    page.get_by_role("group", name="穿衣").get_by_label("老人不需要", exact=True).check()
    page.locator("#task-extra").fill("剪指甲")
    page.get_by_role("button", name="加上").click()
    expect(page.locator("section[aria-labelledby=tasks-title]")).to_contain_text("额外做的：剪指甲")
    page.reload()
    expect(page.get_by_role("group", name="穿衣").get_by_label("老人不需要")).to_be_checked()
    sign(page)
    wait_for(page, "未发送 2 条")
    assert not barriers(page)
    others(page, "leaving")
    page.locator("#leaving-code").fill(code)
    page.get_by_role("button", name="用这个码记离开").click()
    wait_for(page, "未发送 4 条 · 已保存到本机 · 没有网络")
    carer.picture("carer-offline")


def others(page: Page, kind: str) -> None:
    """Opens what else there is besides the camera."""
    page.locator(f"section[aria-labelledby={kind}-title] summary").click()


def sealed(page: Page) -> None:
    """The phone's database tells who and how many, and nothing else."""
    [day] = page.evaluate(ROWS, "days")
    assert set(day) == {"user", "mark", "keyId", "iv", "sealed"}
    extractable = f"async () => (await ({ROWS})('keys')).map((one) => one.key.extractable)"
    assert page.evaluate(extractable) == [False]


def sign(page: Page) -> None:
    """With the finger."""
    page.get_by_role("button", name="记下签字").click()
    expect(page.locator("section[aria-labelledby=signature-title]")).to_contain_text("框里还没有签名")
    page.locator("canvas.carer-sheet").scroll_into_view_if_needed()
    box = page.locator("canvas.carer-sheet").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="记下签字").click()


def arrive_in_vain(carer: Acting, visit: int) -> None:
    """The second visit: arrives by place alone, knowing nothing of what the office does meanwhile."""
    page = carer.page
    page.goto(f"{carer.district.address}/field/visits/#{visit}")
    expect(page.locator("h1")).to_contain_text("用药照护")
    others(page, "arrival")
    page.get_by_role("button", name="没有码，只用定位记到达").dblclick()
    wait_for(page, "未发送 5 条")


def call_off(office: Acting, visit: int) -> None:
    """The elder was brought to hospital."""
    office.open(f"/visits/{visit}/").unfold("取消这次上门")
    office.page.locator("select[name='calling-off-cause']").select_option(label="老人住院")
    office.press("取消上门").sees("已取消")


def send(carer: Acting) -> None:
    """Everything goes; what was refused is told with its reason, and stays."""
    page = carer.page
    page.goto(f"{carer.district.address}/field/visits/#")
    wait_for(page, "有 1 条系统没有收下，请处理")
    expect(page.locator("[data-refused]")).to_contain_text("这次上门已取消：老人住院")
    expect(page.locator(".field-card").first).to_contain_text("已离开")
    expect(page.locator(".field-card").nth(1)).to_contain_text("不用去了")
    assert not barriers(page)
    carer.picture("carer-refused")


def decide(carer: Acting) -> None:
    """The carer has been there, so the office is told."""
    page = carer.page
    page.get_by_label("给办公室的说明").fill("我到了才知道住院")
    page.get_by_role("button", name="转给办公室说明").click()
    expect(page.locator("[data-refused]")).to_have_count(0)
    wait_for(page, "已发送")
    carer.errors.clear()  # failed loads were the point


def read_at_the_office(office: Acting, clerk: Acting, first: int, second: int) -> None:
    """The visit is proved, the signature can be seen, the note waits to be closed."""
    office.open(f"/visits/{first}/").sees("已完成", "齐全", "扫码", "剪指甲：额外做的", "穿衣：老人不需要")
    assert office.page.get_by_role("link", name="看老人签字").count() == 1
    office.open("/visits/troubles/").sees("到达", "我到了才知道住院")
    clerk.open(f"/visits/{second}/").sees("老人住院")


def leave(carer: Acting) -> None:
    """Logging out takes everything from the phone."""
    page = carer.page
    page.get_by_role("button", name="退出").click()
    carer.district.sessions.pop("carer")  # what was kept of it ended with the log-out
    page.wait_for_url("**/public/**")
    assert [page.evaluate(ROWS, name) for name in ("days", "records", "pictures", "keys")] == [[], [], [], []]
    assert page.evaluate("() => caches.keys()") == []
