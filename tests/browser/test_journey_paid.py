"""From an application to the paid subsidy and the moved target: one life of a case, on the screen and on the phone."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.browser.acting import Acting, Company
from tests.browser.district import District, Elder
from tests.browser.steps import (
    PHOTO,
    PHOTO_AFTER,
    accept,
    agree,
    assign,
    decide,
    fill_in_application,
    give_opinion,
    number_in,
    publish,
    survey_and_quote,
)

PAPER = ("户口簿.png", "image/png", PHOTO[2])


@pytest.fixture(params=["screen", "phone"])
def company(request: pytest.FixtureRequest, browser: Browser, district: District) -> Iterator[Company]:
    """On the phone, the older person and the firm have no scripts either: no step may need them."""
    everybody = Company(browser, district, is_on_phone=request.param == "phone")
    yield everybody
    everybody.leave()


def test_walk_from_application_to_paid(company: Company, district: District) -> None:
    [elder] = district.register({"姓名": "沈若兰", "低收入": "是", "月收入": "1800"})
    login = open_login_at_the_desk(company("admin"), elder)
    before = completed(company("bureau"))
    case_id = apply_with_a_break(company(login), elder)
    job_id = ask_for_a_paper_and_take_on(company, login, case_id)
    survey_and_quote(company("firm"), job_id)
    agree(company(login), case_id)
    judge(company, login, case_id)
    show_to_the_public(company, elder, case_id)
    district.end_windows()
    company(login).open(f"/elder/cases/{case_id}/").sees("补贴已经生效")
    work(company("firm"), job_id, elder)
    take_over(company(login), case_id, elder)
    pay_with_one_returned(company, case_id)
    company(login).open(f"/elder/cases/{case_id}/").sees("全部办完了", "补贴已经付清").picture("paid-elder")
    company("zhujiajiao").open(f"/cases/{case_id}/").sees("已办结").picture("paid-desk")
    assert completed(company("bureau")) == {area: number + 1 for area, number in before.items()}


def open_login_at_the_desk(admin: Acting, elder: Elder) -> str:
    """The administrator opens the older person's own log-in."""
    username = f"elder-{elder.id}"
    admin.open("/access/users/").follow("开设用户")
    admin.fill(name=elder.name, username=username, password=admin.district.password).press("开设")
    admin.select(role="老年人").fill(person_id=str(elder.id)).press("授予").sees("已授予岗位", "老年人")
    return username


def completed(bureau: Acting) -> dict[str, int]:
    """The homes adapted this year so far, in the district and in the town, as the indicator page says."""
    bureau.open("/indicators/").follow("居家环境适老化改造当年完成户数")
    figures = {}
    for area in ("青浦区", "朱家角镇"):
        row = bureau.page.get_by_role("row").filter(has=bureau.page.get_by_role("rowheader", name=area)).first
        figures[area] = int(re.sub(r"\D", "", row.locator("td").first.inner_text()))
    return figures


def apply_with_a_break(person: Acting, elder: Elder) -> int:
    """Begins, leaves in the middle, comes back and finds what was said; hands one paper in and sends."""
    person.open("/elder/").sees(elder.name).follow("申请适老化改造").press("开始填写")
    person.tick("上面写的就是要申请的人").press("保存，下一步")
    person.fill(phone="abc", wishes="装扶手").press("保存，下一步", expect=422).sees("请只填数字")
    person.open("/elder/").sees("申请还没有填完").follow("我的申请").follow("接着填")
    fill_in_application(person, phone=elder.phone)
    person.select(kind="身份证").attach("file", PHOTO).press("上传").sees("已上传", PHOTO[0])
    person.follow("下一步").sees("想装扶手", elder.phone).picture("elder-send")
    person.tick("以上都是真实的").press("提交申请", twice=True)
    person.open("/elder/").follow("我的申请").sees("申请交上去了")
    return number_in(person.path)


def ask_for_a_paper_and_take_on(company: Company, login: str, case_id: int) -> int:
    """The town asks for a paper, the person hands it in, the town takes the case on and chooses a firm."""
    clerk, person = company("zhujiajiao"), company(login)
    clerk.open(f"/cases/{case_id}/").unfold("要求补充材料")
    clerk.page.locator("form[action$='/papers-request']").get_by_label("户口簿").check()
    clerk.fill(papers__request__reason="请补户口簿首页。").press("发出补充通知").sees("待补充材料")
    person.open("/elder/").follow("我的申请").sees("还差几样材料", "户口簿").follow("去补材料")
    person.select(kind="户口簿").attach("file", PAPER).press("交上去").sees("申请交上去了")
    accept(clerk, case_id)
    clerk.picture("case-accepted")
    return assign(clerk, case_id)


def judge(company: Company, login: str, case_id: int) -> None:
    """Reasons on both desks; the clerk gives an opinion and may not decide; the bureau decides; the letter is a PDF."""
    clerk, bureau, person = company("zhujiajiao"), company("bureau"), company(login)
    clerk.open(f"/cases/{case_id}/").sees("给予补贴", "低收入家庭", "QP-3c", "3,500.00", "1,000.00")
    clerk.picture("case-determined")
    give_opinion(clerk, case_id, "准予补贴")
    assert clerk.button("作出决定").count() == 0
    token = clerk.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    sent = {"csrfmiddlewaretoken": str(token), "decision-opinion": "grant", "decision-reason": "我来定"}
    refused = clerk.context.request.post(f"{clerk.district.address}/cases/{case_id}/decision", form=sent)
    assert refused.status in (403, 422), refused.status
    decide(bureau, case_id, "准予补贴", twice=True)
    bureau.picture("case-decided")
    person.open(f"/elder/cases/{case_id}/").sees("批准了，给您补贴").picture("granted-elder")
    letter = person.page.get_by_role("link", name="下载决定书").get_attribute("href")
    assert person.context.request.get(f"{person.district.address}{letter}").body().startswith(b"%PDF-")


def show_to_the_public(company: Company, elder: Elder, case_id: int) -> None:
    """The notice tells a masked name, the town, the programme and the amount, and nothing else of the person."""
    publish(company("bureau"), case_id, twice=True)
    public = company().open("/public/").follow("公示").sees("沈**", "朱家角镇", "7,000.00").picture("notice")
    public.misses(elder.name, elder.id_number, elder.phone, elder.address, "低收入", "1800")


def work(firm: Acting, job_id: int, elder: Elder) -> None:
    """Contract, start, finish with photos; contact details only with a reason."""
    today = timezone.localdate()
    firm.open(f"/jobs/{job_id}/").misses(elder.phone, elder.address)
    firm.fill(reason="预约开工").press("查看联系方式").sees(elder.phone, elder.address)
    firm.open(f"/jobs/{job_id}/").sees("签订合同")
    firm.fill(ends_on=str(today + timedelta(days=20)), signed_by=elder.name).press("合同已签", twice=True)
    firm.open(f"/jobs/{job_id}/").attach("photos", PHOTO).press("已开工").sees("施工中")
    firm.press("已完工，请老人验收").sees("请先改正")
    firm.attach("photos", PHOTO_AFTER).fill(note="按报价完成").press("已完工，请老人验收").sees("待老人验收")
    firm.picture("job")


def take_over(person: Acting, case_id: int, elder: Elder) -> None:
    """The older person looks and is satisfied."""
    person.open("/elder/").follow("我的申请").follow("看改造满不满意").picture("acceptance-elder")
    person.fill(signature_name=elder.name, remark="扶手很稳。").press("满意，验收", twice=True)
    person.open(f"/elder/cases/{case_id}/").sees("已验收")


def pay_with_one_returned(company: Company, case_id: int) -> None:
    """Four eyes on the run; one line comes back from the bank, the account is put right, a second run pays it."""
    prepare, approve = company("finance"), company("finance2")
    run = run_for(prepare, "朱家角镇").sees("不能由您复核")
    assert run.button("复核通过").count() == 0
    path = run.path
    send(approve, path)
    mine = lines_of(approve, case_id)
    assert len(mine) == 2, "one line of each fund"
    for number in numbers_waiting(approve):
        is_back = number == mine[0]
        approve.page.select_option(f"[name='{number}-outcome']", "returned" if is_back else "paid")
        if is_back:
            approve.page.fill(f"[name='{number}-reason']", "户名与账号不符")
    approve.press("确认登记").sees("户名与账号不符", "退回").picture("run-returned")
    correct_account(company("bureau"))
    approve.open(path).unfold("核对账户后重付").fill(reason="企业已更正账户").press("可以重付").sees("可以编入新的批次")
    again = run_for(prepare, "朱家角镇").path
    send(approve, again)
    answer_by_file(approve, again)
    approve.press("确认登记").sees("银行回执已登记").picture("run-settled")


def answer_by_file(finance: Acting, path: str) -> None:
    """The bank sends its file back with two columns more, in a Chinese bank's encoding; an odd file first."""
    with finance.page.expect_download() as waiting:
        finance.button("下载 CSV").click()
    heading, *rows = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    head = f"{heading},结果,原因"
    odd = [f"{row},好了," for row in rows]
    fine = [f"{row},成功," for row in rows]
    for lines, words in [(odd, ("看不懂", "文件里读到 0 笔结果")), (fine, (f"文件里读到 {len(rows)} 笔结果",))]:
        content = "\r\n".join([head, *lines]).encode("gb18030")
        finance.open(path).attach("file", ("回执.csv", "text/csv", content)).press("读入并预览").sees(*words)
    for number in numbers_waiting(finance):
        assert finance.page.input_value(f"[name='{number}-outcome']") == "paid"


def run_for(finance: Acting, town: str) -> Acting:
    """A run of what one town's cases are owed."""
    finance.open("/settlement/runs/").unfold("只选部分街镇").tick(town)
    return finance.press("编制批次", twice=True).look().sees("等另一位财务人员复核")


def send(finance: Acting, path: str) -> None:
    """The other officer agrees, takes the bank file and says that the bank has it."""
    finance.open("/settlement/runs/").page.locator(f"main a[href='{path}']").click()
    finance.look().press("复核通过", twice=True)
    finance.open(path)
    with finance.page.expect_download() as waiting:
        finance.button("下载 CSV").click()
    assert "6200000000000000" in waiting.value.path().read_text(encoding="utf-8-sig")
    finance.fill(bank_reference="演示受理").press("已发送银行").sees("登记银行回执")


def numbers_waiting(finance: Acting) -> list[int]:
    """The lines that wait for the bank's answer."""
    fields = finance.page.locator("main select[name$='-outcome']").all()
    return [int(str(one.get_attribute("name")).split("-")[0]) for one in fields]


def lines_of(finance: Acting, case_id: int) -> list[int]:
    """The lines of one case in the run that is shown."""
    [(number,)] = finance.district.sql("select number from casework_case where id = ?", case_id)
    rows = finance.page.get_by_role("row").filter(has_text=str(number)).filter(has=finance.page.locator("select"))
    return [int(one.get_by_role("rowheader").inner_text()) for one in rows.all()]


def correct_account(bureau: Acting) -> None:
    """The bureau puts the firm's account right."""
    bureau.open("/providers/").follow("安居适老改造（演示）有限公司").follow("收款账户")
    bureau.fill(account_number="6200000000000000033").press("保存").sees("收款账户已更新")
