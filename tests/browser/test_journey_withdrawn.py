"""The older person takes an application back and applies again; the clerk of another town finds no such case."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Company
from tests.browser.district import District
from tests.browser.steps import accept, apply_online, assign


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district, scripts=False)
    yield everybody
    everybody.leave()


def test_withdraw_and_apply_again(company: Company, district: District) -> None:
    [elder] = district.register({"姓名": "鲁望舒", "照护等级": "3"})
    login = district.open_login(elder)
    person, clerk, stranger = company(login), company("zhujiajiao"), company("xiayang")
    case_id = apply_online(person, elder, twice=True)
    accept(clerk, case_id, twice=True)
    job_id = assign(clerk, case_id)

    for path in (f"/cases/{case_id}/", f"/jobs/{job_id}/", f"/registry/people/{elder.id}/"):
        stranger.open(path, expect=404).misses(elder.name, elder.id_number)
    stranger.open("/cases/?show=all").misses(f"/cases/{case_id}/")
    company("firm2").open(f"/jobs/{job_id}/", expect=404)

    person.open(f"/elder/cases/{case_id}/").follow("撤回申请").picture("withdrawal-elder")
    person.fill(reason="先不改了").press("撤回申请", twice=True)
    person.open(f"/elder/cases/{case_id}/").sees("申请已经撤回")
    clerk.open(f"/cases/{case_id}/").sees("已撤回", "先不改了")
    assert clerk.button("撤回申请").count() == 0
    firm = company("firm").open(f"/jobs/{job_id}/").sees("已取消")
    assert firm.button("保存评估").count() == 0

    again = apply_online(person, elder)
    assert again != case_id
    person.open("/elder/").sees("以前的申请", "申请交上去了")
