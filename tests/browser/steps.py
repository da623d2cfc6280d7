"""The steps that stories share, each taken on the pages by the one whose turn it is."""

import re

from tests.browser.acting import Acting, Company
from tests.browser.district import Elder
from yinling.project.demo.pictures import picture

PHOTO = ("卫生间.png", "image/png", picture(110))
PHOTO_AFTER = ("完工.png", "image/png", picture(220))
CASE = re.compile(r"/cases/(\d+)/")


def number_in(path: str) -> int:
    """The last number of an address."""
    return int(re.findall(r"/(\d+)", path)[-1])


def fill_in_application(acting: Acting, *, phone: str) -> None:
    """From the page of wishes to the page of papers."""
    acting.fill(phone=phone, wishes="卫生间容易滑倒，想装扶手。").press("保存，下一步")
    acting.tick("一个人住").tick("自己的房子").press("保存，下一步")
    assert acting.path.endswith("/papers/"), acting.path


def apply_online(acting: Acting, elder: Elder, *, twice: bool = False) -> int:
    """The older person applies from the home page; the number of the case."""
    acting.open("/elder/").follow("申请适老化改造").press("开始填写")
    acting.tick("上面写的就是要申请的人").press("保存，下一步")
    fill_in_application(acting, phone=elder.phone)
    acting.follow("下一步").sees("想装扶手")
    acting.tick("以上都是真实的").press("提交申请", twice=twice)
    return number_in(re.sub(r"/send/$", "/", acting.path))


def accept(clerk: Acting, case_id: int, *, twice: bool = False) -> None:
    """The town takes the application on, from its work list."""
    clerk.open("/cases/").page.locator(f"main a[href='/cases/{case_id}/']").click()
    clerk.look().sees("现在可以办").press("受理", twice=twice)
    clerk.open(f"/cases/{case_id}/").sees("已受理，待评估报价")


def assign(clerk: Acting, case_id: int) -> int:
    """The town gives the job to the first firm; the number of the job."""
    clerk.open(f"/cases/{case_id}/").page.locator("main a[href^='/jobs/']").first.click()
    clerk.look().select(firm_id="安居适老改造（演示）有限公司").press("指派")
    clerk.sees("已指派")
    return number_in(clerk.path)


def survey_and_quote(firm: Acting, job_id: int, *, fen: tuple[int, int] = (500_000, 300_000)) -> None:
    """The firm visits, notes two risks with a photo, and quotes two lines."""
    firm.open("/jobs/").page.locator(f"main a[href='/jobs/{job_id}/']").click()
    firm.look()
    risks = firm.page.locator("main form[action$='/survey/'] select")
    risks.nth(0).select_option("severe")
    risks.nth(3).select_option("moderate")
    firm.attach("photos", PHOTO).fill(remark="起夜时滑倒过。").press("保存评估")
    firm.sees("起夜时滑倒过")
    lines = [("卫生间防滑和扶手", fen[0]), ("感应夜灯和换鞋凳", fen[1])]
    for row, (item, price) in enumerate(lines):
        firm.page.fill(f"[name=form-{row}-item]", item)
        firm.page.fill(f"[name=form-{row}-unit_price_fen]", f"{price / 100:.2f}")
    firm.press("提交报价").sees("等老人同意")


def agree(elder: Acting, case_id: int) -> None:
    """The older person looks at the quote and agrees."""
    elder.open(f"/elder/cases/{case_id}/").follow("看报价").sees("一共").press("我同意")
    elder.sees("您已同意")


def give_opinion(clerk: Acting, case_id: int, words: str, reason: str = "", *, twice: bool = False) -> None:
    """The clerk's opinion."""
    clerk.open(f"/cases/{case_id}/").unfold("初审意见")
    clerk.page.locator("form[action$='/opinion']").get_by_label(words).check()
    if reason:
        clerk.fill(opinion__reason=reason)
    clerk.press("提交初审意见", twice=twice)
    clerk.open(f"/cases/{case_id}/").sees("待审定")


def decide(bureau: Acting, case_id: int, words: str, reason: str = "", *, twice: bool = False) -> None:
    """The bureau's decision."""
    bureau.open(f"/cases/{case_id}/").unfold("审定")
    bureau.page.locator("form[action$='/decision']").get_by_label(words).check()
    if reason:
        bureau.fill(decision__reason=reason)
    bureau.press("作出决定", twice=twice)
    bureau.open(f"/cases/{case_id}/").sees("决定：" + words)


def publish(bureau: Acting, case_id: int, *, twice: bool = False) -> None:
    """The bureau puts this one case on a public notice."""
    bureau.open("/cases/").follow("组织公示")
    for box in bureau.page.locator("main input[name=cases]").all():
        box.set_checked(box.get_attribute("value") == str(case_id))
    bureau.press("发布公示", twice=twice)
    bureau.open(f"/cases/{case_id}/").sees("公示中")


def carry_to_opinion(company: Company, elder: Elder, login: str, *, twice: bool = False) -> int:
    """Applied, accepted, surveyed, quoted and agreed: the case waits for the clerk's opinion."""
    case_id = apply_online(company(login), elder, twice=twice)
    accept(company("zhujiajiao"), case_id, twice=twice)
    survey_and_quote(company("firm"), assign(company("zhujiajiao"), case_id))
    agree(company(login), case_id)
    return case_id
