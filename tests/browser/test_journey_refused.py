"""One who is not entitled is refused in plain words, objects, and another reviewer answers. No script runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Company
from tests.browser.district import District
from tests.browser.steps import carry_to_opinion, decide, give_opinion


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district, scripts=False)
    yield everybody
    everybody.leave()


def test_refuse_and_dismiss_an_objection(company: Company, district: District) -> None:
    [elder] = district.register({"姓名": "孟怀远", "出生日期": "1958-02-03"})
    login = district.open_login(elder)
    case_id = carry_to_opinion(company, elder, login, twice=True)
    clerk, bureau, person = company("zhujiajiao"), company("bureau"), company(login)

    clerk.open(f"/cases/{case_id}/").sees("不符合", "最低生活保障家庭", "8,000.00")
    give_opinion(clerk, case_id, "不予补贴", "情况已核对，不符合补贴条件", twice=True)
    decide(bureau, case_id, "不予补贴", "经核定，不属于任何一类补贴对象", twice=True)
    assert bureau.page.get_by_text("审定", exact=True).count() >= 1

    person.open(f"/elder/cases/{case_id}/").sees("这次没有批准补贴", "不属于任何一类补贴对象")
    person.unfold("一条一条看").sees("最低生活保障家庭").picture("refused-elder")
    letter = person.page.get_by_role("link", name="下载决定书").first.get_attribute("href")
    answer = person.context.request.get(district.address + str(letter))
    assert answer.body().startswith(b"%PDF-")

    person.follow("不同意，提出异议").fill(text="我一个人住，也没有人照顾。").press("提交异议", twice=True)
    person.open(f"/elder/cases/{case_id}/").sees("待处理")

    bureau.open(f"/cases/{case_id}/")
    assert bureau.button("提交处理结果").count() == 0, "the decider may not judge the objection"
    other = company("bureau2").open("/cases/").sees("有异议")
    other.page.locator(f"main a[href='/cases/{case_id}/']").click()
    other.look().sees("我一个人住").tick("异议不成立").fill(resolution__reason="复核情况属实，仍不符合。")
    other.picture("objection-desk").press("提交处理结果", twice=True)

    person.open(f"/elder/cases/{case_id}/").sees("不成立", "复核情况属实，仍不符合。")
    trail = district.sql("select verb from casework_casestep where case_id = ? order by id", case_id)
    verbs = [verb for (verb,) in trail]
    assert [verb for verb in verbs if verb != "redetermine"] == [
        "start_draft", "submit", "accept", "record_cost", "determine", "check", "decide", "object", "dismiss",
    ]  # fmt: skip
