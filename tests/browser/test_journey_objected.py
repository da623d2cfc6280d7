"""Somebody of the public objects to a granted subsidy on the notice; it is upheld, and decided anew."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Acting, Company
from tests.browser.district import District, Elder
from tests.browser.steps import carry_to_opinion, decide, give_opinion, publish


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district, is_on_phone=True)
    yield everybody
    everybody.leave()


def test_uphold_an_objection_of_the_public(company: Company, district: District) -> None:
    [elder] = district.register({"姓名": "夏若谷", "无子女": "是"})
    login = district.open_login(elder)
    case_id = carry_to_opinion(company, elder, login)
    clerk, bureau, other = company("zhujiajiao"), company("bureau"), company("bureau2")
    give_opinion(clerk, case_id, "准予补贴")
    decide(bureau, case_id, "准予补贴")
    publish(bureau, case_id)
    assert in_force(district, case_id) == [1]

    object_in_public(company(), elder)
    bureau.open(f"/cases/{case_id}/").sees("待处理")
    assert bureau.button("提交处理结果").count() == 0, "whoever decided does not judge the objection"
    other.open(f"/cases/{case_id}/").sees("他家有两个子女").tick("异议成立")
    other.fill(resolution__reason="情况需要重新核对。").press("提交处理结果", twice=True)

    company().open("/public/notices/").misses(elder.id_number[-4:])
    company(login).open(f"/elder/cases/{case_id}/").sees("成立", "情况需要重新核对。")
    clerk.open(f"/cases/{case_id}/").sees("待初审")
    assert in_force(district, case_id) == [2], "the first determination gave the household's cap back"
    correct(clerk, elder)
    clerk.open(f"/cases/{case_id}/").unfold("重新核定补贴").press("重新核定", twice=True)
    clerk.open(f"/cases/{case_id}/").sees("经街镇审核认定无子女").picture("case-reopened")
    give_opinion(clerk, case_id, "不予补贴", "有子女，不符合条件")
    decide(bureau, case_id, "不予补贴", "复核后不符合条件")
    company(login).open(f"/elder/cases/{case_id}/").sees("这次没有批准补贴", "复核后不符合条件")


def object_in_public(public: Acting, elder: Elder) -> None:
    """From the notice, with name, contact and reason; what was typed stays when something is missing."""
    line = public.open("/public/notices/").page.get_by_role("row").filter(has_text=elder.id_number[-4:])
    line.get_by_role("link").click()
    public.look().sees("夏**").misses(elder.name, elder.phone).fill(name="邻居", text="他家有两个子女。")
    public.press("提交异议", expect=422).sees("联系电话")
    assert public.page.input_value("[name=text]") == "他家有两个子女。"
    public.fill(contact="13800000000").picture("public-objection").press("提交异议", twice=True)
    public.open("/public/notices/").sees(elder.id_number[-4:])


def in_force(district: District, case_id: int) -> list[int]:
    """Versions of the case's determination that draw on the household's cap."""
    found = district.sql(
        "select version from entitlements_determination d where case_ref = ?"
        " and not exists (select 1 from entitlements_ending e where e.determination_id = d.id)", f"case:{case_id}",
    )  # fmt: skip
    return [int(str(version)) for (version,) in found]


def correct(clerk: Acting, elder: Elder) -> None:
    """The town puts the disputed fact right, with its ground."""
    clerk.open(f"/registry/people/{elder.id}/").follow(re.compile(r"更正\s*无子女")).tick("否")
    clerk.fill(reason="户籍核实有子女二人").press("更正").sees("人工核实").misses("不一致")
