"""An older person asks to be assessed; two assessors fill in the form where there is no network, and both sign."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Acting
from tests.browser.district import District
from tests.browser.steps import number_in
from tests.browser.walking import barriers

ITEMS, CIRCUMSTANCES, BASICS = 26, 7, 9


def test_assess_without_network(browser: Browser, district: District) -> None:
    [person] = district.register({"姓名": "评估甲", "出生日期": "1941-03-04"})
    elder = Acting(browser, district, district.open_login(person), on_phone=True)
    clerk = Acting(browser, district, "zhujiajiao")
    first = Acting(browser, district, "assessor", on_phone=True)
    second = Acting(browser, district, "assessor2", on_phone=True)

    number = ask(elder)
    send_two(clerk, number)
    fill_in_offline(first, number)
    disagree_and_settle(first, second, number)
    sign(first, number, again=False)
    sign(second, number, again=True)
    read_result(elder, number)
    object_and_answer(elder, clerk, Acting(browser, district, "bureau"), number)
    leave(first, "/field/assessments/")
    leave(second, "/notices/")


def ask(elder: Acting) -> int:
    """From the home page; the number of the assessment."""
    elder.open("/elder/").follow("我的评估结果").sees("还没有评估结果").follow("申请评估")
    elder.tick("跌倒").fill(cause="上周在卫生间摔了一跤。").press("提交申请").sees("待受理")
    number = number_in(elder.path)
    elder.open(f"/elder/assessments/{number}/withdrawal/").sees("不想评了")
    return number


def send_two(clerk: Acting, number: int) -> None:
    """The town takes it on; an assessor whose certificate has run out is not offered."""
    clerk.open("/assessments/").page.locator(f"main a[href='/assessments/{number}/']").click()
    clerk.look().sees("跌倒：上周在卫生间摔了一跤。").press("受理").sees("已受理")
    offered = clerk.page.locator("fieldset", has_text="评估员（选两名）").inner_text()
    assert "冯评估" not in offered
    clerk.unfold("名评估员不能选").sees("冯评估的评估员证书在")
    clerk.page.get_by_label("孙评估").first.check()
    clerk.press("指派", expect=422).sees("请选两名评估员")
    clerk.page.get_by_label("孙评估").first.check()
    clerk.page.get_by_label("周评估").first.check()
    clerk.press("指派").sees("已指派", "待上门评估")


def state(page: Page) -> str:
    """What the line above says."""
    return page.locator("[data-field-state]").inner_text()


def wait_for(page: Page, words: str) -> None:
    """Until the line above says so."""
    expect(page.locator("[data-field-state]")).to_contain_text(words, timeout=20_000)


def answer_part(page: Page, choice: int) -> None:
    """The same option for every question of the part that stands."""
    expect(page.locator("fieldset.field-item").first).to_be_visible()
    for question in page.locator("fieldset.field-item").all():
        question.locator("input").nth(choice).check()


def fill_in_offline(acting: Acting, number: int) -> None:
    """Downloads the day's visits, loses the network, fills in everything, closes the page and finds it again."""
    page = acting.page
    acting.open("/field/assessments/")
    expect(page.locator("[data-field-ready]")).to_have_text("这台手机没有网络时也能打开和填写。", timeout=20_000)
    acting.look().sees("评估任务", "本机只存")
    acting.open(f"/field/assessments/{number}/visit/").misses("评估甲").press("查看联系方式").sees("评估甲", "演示新村")
    acting.open(f"/field/assessments/{number}/")
    expect(page.locator("h1")).to_have_text("评估信息")
    acting.context.set_offline(True)
    page.goto(acting.district.address + "/field/assessments/")
    page.locator(f"main a[href='/field/assessments/{number}/']").click()
    fill_in_basics(page)
    acting.picture("assessment-basics")
    go_to_what_is_left(page)
    next_part(page, "健康相关问题")
    next_part(page, "影响等级的情况")
    expect(page.locator("fieldset.field-item")).to_have_count(CIRCUMSTANCES)
    answer_part(page, 0)
    wait_for(page, f"未发送 {CIRCUMSTANCES + BASICS} 条 · 已保存到本机 · 没有网络")
    page.get_by_role("link", name="下一部分").click()
    expect(page.locator("h1")).to_have_text("自理能力")
    page.locator("fieldset.field-item").first.locator("input").nth(1).check()
    page.reload()  # closed and opened again in the middle of a part
    expect(page.locator("h1")).to_have_text("自理能力")
    expect(page.locator("fieldset.field-item").first.locator("input").nth(1)).to_be_checked()
    for name in ("自理能力", "基础运动能力", "精神状态", "感知觉与社会参与"):
        expect(page.locator("h1")).to_have_text(name)
        answer_part(page, 1)
        page.get_by_role("link", name="下一部分").click()
    expect(page.locator("h1")).to_have_text("检查并签署")
    expect(page.locator("[data-field-count]")).to_have_text(f"已答 {ITEMS}/{ITEMS}")
    wait_for(page, f"未发送 {ITEMS + CIRCUMSTANCES + BASICS} 条")
    expect(page.locator("main")).to_contain_text("基本信息表还有")
    assert not barriers(page)
    acting.picture("assessment-offline")
    expect(page.get_by_role("button", name="签署")).to_be_disabled()
    acting.context.set_offline(False)
    wait_for(page, "已发送")
    acting.errors.clear()  # failed loads were the point


def go_to_what_is_left(page: Page) -> None:
    """The last part names each question that is open, and leads to it; then back to where the form was."""
    parts, here = page.locator("nav, main"), page.locator("h1").inner_text()
    parts.get_by_role("link", name="检查并签署").first.click()
    expect(page.locator("h1")).to_have_text("检查并签署")
    expect(page.locator("main")).not_to_contain_text("http")
    page.locator("main").get_by_role("link", name="进食").click()
    expect(page.locator("h1")).to_have_text("自理能力")
    parts.get_by_role("link", name=here).first.click()
    expect(page.locator("h1")).to_have_text(here)


def next_part(page: Page, name: str) -> None:
    """Turns the page."""
    page.get_by_role("link", name="下一部分").click()
    expect(page.locator("h1")).to_have_text(name)


def fill_in_basics(page: Page) -> None:
    """Form A: what is known is confirmed, the rest is asked; what stands there outlives closing the page."""
    page.get_by_role("button", name="都对，一次确认 3 项").click()
    expect(page.locator("[data-left]")).to_have_text("这一部分答完了。")
    next_part(page, "评估对象基本信息")
    page.get_by_role("button", name="都对，一次确认 2 项").click()
    expect(page.get_by_label("出生日期")).to_have_value("1941-03-04")
    page.get_by_label("身高").fill("158.5")
    next_part(page, "信息提供者")
    page.get_by_label("子女").check()
    next_part(page, "疾病诊断和用药情况")
    page.get_by_label("高血压病").check()
    page.get_by_role("button", name="再加一行").click()
    page.get_by_label("药物名称").fill("氨氯地平")
    page.get_by_label("用药频率").fill("每天一次")
    page.get_by_label("用药频率").press("Tab")
    expect(page.locator("[data-field-state]")).to_contain_text(f"未发送 {BASICS} 条")
    page.reload()
    expect(page.get_by_label("药物名称")).to_have_value("氨氯地平")
    page.evaluate("() => scrollTo(0, 0)")  # the line above may cover half of a box
    assert not barriers(page)


def disagree_and_settle(first: Acting, second: Acting, number: int) -> None:
    """Both change one item, the second without network: that phone shows both answers and asks."""
    mine, other = second.page, first.page
    second.open(f"/field/assessments/{number}/#B.1")
    expect(mine.locator("h1")).to_have_text("自理能力")
    wait_for(mine, "已保存到本机")
    second.context.set_offline(True)
    mine.locator("fieldset.field-item").first.locator("input").nth(3).check()
    other.goto(f"{first.district.address}/field/assessments/{number}/#B.1")
    other.reload()
    expect(other.locator("h1")).to_have_text("自理能力")
    other.locator("fieldset.field-item").first.locator("input").nth(2).check()
    wait_for(other, "未发送 1 条")
    wait_for(other, "已发送")
    second.context.set_offline(False)
    expect(mine.locator("h1")).to_have_text(re.compile("有 1 项两位评估员填得不一样"), timeout=20_000)
    assert not barriers(mine)
    second.picture("assessment-clash")
    mine.get_by_role("button", name="孙评估填的").click()
    wait_for(mine, "已保存到本机")
    second.errors.clear()


def sign(acting: Acting, number: int, *, again: bool) -> None:
    """Looks at everything and signs; nothing of the person stays on the phone."""
    page = acting.page
    page.goto(f"{acting.district.address}/field/assessments/{number}/#review")
    page.reload()
    expect(page.locator("h1")).to_have_text("检查并签署")
    page.wait_for_load_state("networkidle")  # what comes from the server draws the page anew
    button = page.get_by_role("button", name="签署")
    expect(button).to_be_enabled(timeout=20_000)
    button.click()
    expect(page.locator("[data-sign-error]")).to_have_text("请先勾选上面这句话。")
    page.get_by_label("以上是我们两人当面评估的真实情况").check()
    button.click()
    page.wait_for_url("**/result/")
    acting.errors.clear()
    acting.look().sees("已出结果" if again else "一人已签，待另一人签")
    assert kept(page, number) == 0


def kept(page: Page, number: int = 0) -> int:
    """How many records the phone holds, of one assessment or of all."""
    return int(
        page.evaluate(
            """number => new Promise((done) => {
              const asked = indexedDB.open("yinling-field");
              asked.onsuccess = () => {
                const all = asked.result.transaction("works").objectStore("works").getAll();
                all.onsuccess = () => done(all.result.filter((one) => !number || one.id === number).length);
              };
            })""",
            number,
        )
    )


def read_result(elder: Acting, number: int) -> None:
    """In plain words, with the way to it."""
    elder.open("/elder/").follow("我的评估结果").sees("中度失能（2 级）", "不少事情要人帮忙")
    elder.follow("看看怎么评出来的").sees("等级是怎么来的", "总分 63 分", "最终等级：2 级，中度失能", "孙评估、周评估")
    assert number_in(elder.path) == number


def object_and_answer(elder: Acting, clerk: Acting, bureau: Acting, number: int) -> None:
    """Two others are sent; those who assessed are not offered again."""
    elder.follow("不同意，提出异议").fill(text="夜里要人扶，没有算进去。").press("提出异议").sees("异议已收到")
    clerk.open(f"/assessments/{number}/").sees("有效").misses("夜里要人扶")
    clerk.page.locator("main a[href^='/registry/people/']").first.click()
    clerk.look().follow("老年人能力评估").sees("总分 63 分")
    clerk.open("/assessments/due/").sees("过期的等级不能再用来发补贴")
    bureau.open("/assessments/").page.locator(f"main a[href='/assessments/{number}/']").click()
    bureau.look().sees("夜里要人扶，没有算进去。")
    bureau.page.locator("form[action$='/reassessment'] textarea").fill("另请两人复评。")
    bureau.press("安排复评").sees("已安排他人复评")
    [(again,)] = bureau.district.sql("select max(id) from assessment_assessment where follows_id = ?", number)
    bureau.open(f"/assessments/{again}/").unfold("名评估员不能选").sees("孙评估参加过上一次评估", "何评估")


def leave(assessor: Acting, path: str) -> None:
    """Logging out takes everything from the phone, on whichever page that happens."""
    page = assessor.page
    assessor.open("/field/assessments/").sees("评估任务")
    expect(page.locator("[data-field-ready]")).not_to_be_empty(timeout=20_000)
    assert kept(page) > 0
    assessor.open(path)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(re.compile("/(public|account)/"))
    assert kept(page) == 0
    assert page.evaluate("() => caches.keys()") == []
