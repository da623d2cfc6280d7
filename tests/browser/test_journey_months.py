"""Three cycles brought to their end with a death told late, and every difference read on the person's page."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Acting, Company
from tests.browser.district import TOWN, District

DRAFT_MS_MAX = 90_000
PERSON = """
select min(person_id), min(for_month) from cycles_cyclerow
where programme = 'old_age_allowance' and kind = 'due' and area like ? and person_id not in
  (select person_id from access_post where person_id is not null)
group by person_id having count(*) = 3 and min(amount_fen) <> max(amount_fen) order by person_id limit 1
"""


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district)
    yield everybody
    everybody.leave()


def cycle_of(district: District, pack: str) -> int:
    """The newest month of a pack."""
    [(number,)] = district.sql("select max(id) from cycles_cycle where pack = ?", pack)
    return int(str(number))


def approve_and_pay(company: Company, cycle: int) -> None:
    """By the bureau, by finance, and to the end."""
    company("bureau").open(f"/cycles/{cycle}/").press("批准发放").sees("已批准")
    finance = company("finance").open(f"/cycles/{cycle}/").fill(pay__bank_reference=f"受理{cycle}")
    finance.press("银行已受理，登记付款").sees("已付款").press("办结").sees("已结")


def draft_next(bureau: Acting, title: str) -> None:
    """The month after the present one, as far as its draft."""
    bureau.open("/cycles/").select(pack=title)
    field = bureau.page.locator("main select[name=month]")
    field.select_option(index=0)
    bureau.press("开始编制")
    bureau.page.get_by_text("下一步等别人办").wait_for(timeout=DRAFT_MS_MAX)
    bureau.look()


def test_read_every_difference_on_the_person_page(company: Company, district: District) -> None:
    [(person, began)] = district.sql(PERSON, f"{TOWN}%")
    first = date.fromisoformat(str(began)[:10])
    allowance, care = cycle_of(district, "practice-allowance"), cycle_of(district, "practice-shanghai")

    company("bureau2").open(f"/cycles/{allowance}/").sees("要由另一位审核人批准", "标准调整").picture("months-changes")
    approve_and_pay(company, allowance)
    company("bureau2").open(f"/cycles/{care}/").press("复核通过")
    approve_and_pay(company, care)

    company("zhujiajiao").open(f"/cycles/people/{person}/").sees("由 100.00 元 变为 130.00 元", "标准或规则有调整")
    clerk = company("zhujiajiao").open(f"/registry/people/{person}/facts/deceased_on/")
    died = first.replace(day=20)
    clerk.fill(value=str(died), valid_from=str(died), reason="居委会上报").press("更正")
    bureau = company("bureau")
    draft_next(bureau, "高龄津贴（参考做法）")
    drafted = cycle_of(district, "practice-allowance")
    assert drafted > care
    company("bureau2").open(f"/cycles/{drafted}/").sees("去世").press("复核通过")
    bureau.open(f"/cycles/{drafted}/").press("批准发放").sees("已批准")

    page = bureau.open(f"/cycles/people/{person}/")
    page.sees("查出多发", "去世，之后不再发放", "老人已经去世", "有多发的款项没有收回", "收到的钱")
    page.picture("months-person")
    letter = page.page.get_by_role("link", name="打印告知书").first.get_attribute("href")
    assert page.context.request.get(district.address + str(letter)).body().startswith(b"%PDF-")

    page.follow("去看").unfold("申请核销").fill(write__off__amount_fen="100", write__off__reason="老人已去世")
    page.press("提出核销").sees("核销由您申请，不能由您批准")
    other = company("bureau2").open(page.path).tick("同意核销").fill(settlement__reason="同意").press("决定")
    other.sees("已退还或核销").picture("months-recovery")
    company("elder").open("/elder/benefits/").sees("我的待遇").picture("months-elder")
