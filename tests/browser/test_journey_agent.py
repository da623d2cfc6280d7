"""An adviser with a mandate applies for one person, sees only those, and sees nothing once the mandate has ended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Acting, Company
from tests.browser.district import District, Elder
from tests.browser.steps import accept, fill_in_application, number_in


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district, is_on_phone=True)
    yield everybody
    everybody.leave()


def test_apply_by_mandate_until_it_ends(company: Company, district: District) -> None:
    one, other = district.register({"姓名": "龚怀瑾"}, {"姓名": "龚若水"})
    clerk, agent = company("zhujiajiao"), company("agent")
    agent.open("/elder/people/").misses(tail(one), tail(other))
    give_mandate(clerk, one)

    choose(agent, one).misses(tail(other)).follow("申请适老化改造").press("开始填写")
    agent.tick("养老顾问代为申请").tick("上面写的就是要申请的人").press("保存，下一步")
    fill_in_application(agent, phone=one.phone)
    agent.follow("下一步").tick("以上都是真实的").press("提交申请", twice=True)
    agent.open("/elder/").follow("正在办的申请").sees("申请交上去了").picture("agent-case")
    case_id = number_in(agent.path)
    accept(clerk, case_id)
    clerk.sees("养老顾问小徐")
    agent.open(f"/elder/cases/{case_id}/").sees("已经受理了")

    end_mandate(clerk, one)
    agent.open(f"/elder/cases/{case_id}/", expect=404)
    agent.open("/elder/people/").misses(tail(one))


def tail(elder: Elder) -> str:
    """How an agent tells people of one masked name apart."""
    return f"证件尾号 {elder.id_number[-3:]}"


def give_mandate(clerk: Acting, elder: Elder) -> None:
    """The window notes the mandate on the person's page."""
    clerk.open("/registry/people/").fill(q=elder.id_number).press("查询").follow("龚**", within="main")
    clerk.unfold("登记委托").fill(username="agent")
    clerk.page.locator("main [name=relation]").select_option("adviser")
    clerk.button("登记委托").click()
    clerk.look().sees("已登记委托", "养老顾问小徐")


def choose(agent: Acting, elder: Elder) -> Acting:
    """The agent says for whom they act today."""
    agent.open("/elder/people/").page.get_by_role("button").filter(has_text=tail(elder)).click()
    return agent.look().sees("替 龚** 办事")


def end_mandate(clerk: Acting, elder: Elder) -> None:
    """The window ends it, with a reason."""
    clerk.open(f"/registry/people/{elder.id}/").follow("终止", within="main")
    clerk.fill(reason="老人改由子女代办").press("终止").sees("委托已终止")
